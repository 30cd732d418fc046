import { isColor } from '../../../config/color.ts'
import { OverlaneError } from '../../../errors.ts'

/** A stretch of a scale that has a colour of its own. */
export interface Zone {
  from: number
  to: number
  color: string
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`
const ZONE = new RegExp(String.raw`^(${NUMBER})\s*[-–]\s*(${NUMBER})(?:\s+(.+))?$`)
const EXAMPLE = 'Write zones as "0-80 #2ecc71, 80-100 red".'

/**
 * Reads zones from text: `0-80 #2ecc71, 80-100 red`. Empty text has none.
 * @throws OverlaneError `config-invalid` that quotes the zone that is not understood
 */
export function parseZones(text: string): Zone[] {
  // A comma inside the brackets of rgb(…) divides nothing.
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim())
  return text.trim() === '' ? [] : parts.map(parseZone)
}

function parseZone(part: string): Zone {
  const fail = (fault: string, remedy = EXAMPLE): OverlaneError =>
    new OverlaneError('config-invalid', { fault, remedy })
  const match = ZONE.exec(part)
  if (!match) throw fail(`"${part}" is not a zone.`)
  const [, from, to, color] = match
  if (color === undefined) {
    // YAML takes what follows a # as a comment.
    throw fail(`the zone "${part}" has no colour.`, `${EXAMPLE} The quotes belong to it.`)
  }
  if (!isColor(color)) throw fail(`"${color}" of the zone "${part}" is not a CSS colour.`)
  const zone = { from: Number(from), to: Number(to), color }
  if (zone.from >= zone.to) {
    throw fail(`the zone "${part}" ends at ${zone.to}, which is not above ${zone.from}.`)
  }
  return zone
}

/** Why text has no zones that can be drawn; null if it has. */
export function zonesFault(text: string): string | null {
  try {
    parseZones(text)
    return null
  } catch (thrown) {
    return OverlaneError.from(thrown, 'config-invalid').message
  }
}

/** The colour of a value: that of the last zone that reaches it, as later zones lie on top. */
export function zoneColorAt(zones: readonly Zone[], value: number): string | null {
  return zones.findLast(({ from, to }) => value >= from && value <= to)?.color ?? null
}
