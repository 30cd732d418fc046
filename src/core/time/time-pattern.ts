import { OverlaneError } from '../errors.ts'
import { formatIso } from './clock.ts'

/** How a time is written. */
export type TimePattern = (timestampMs: number, timeZone: string) => string

const MARKS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'SSS', 'SS', 'S', 'XXX'] as const
const TOKEN = new RegExp(String.raw`(${MARKS.join('|')})|'([^']*)'|([^A-Za-z']+)`, 'y')

/**
 * Reads a format of times: `yyyy-MM-dd HH:mm:ss.SSS`; `XXX` is the zone's offset, `+08:00`. Letters
 * between single quotes stand for themselves.
 * @throws OverlaneError `config-invalid`
 */
export function parseTimePattern(pattern: string): TimePattern {
  const parts: ({ mark: (typeof MARKS)[number] } | { text: string })[] = []
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < pattern.length;) {
    const place = TOKEN.lastIndex
    const [, mark, quoted, plain] = TOKEN.exec(pattern) ?? []
    const text = quoted ?? plain
    if (mark !== undefined) parts.push({ mark: mark as (typeof MARKS)[number] })
    else if (text !== undefined) parts.push({ text })
    else {
      throw new OverlaneError('config-invalid', {
        fault: `"${pattern}" is not a format of times: "${pattern.slice(place)}" is not known.`,
        remedy: `Known are ${MARKS.join(', ')}; put other letters in 'single quotes'.`,
      })
    }
  }
  return (timestampMs, timeZone) => {
    const marks = marksOf(timestampMs, timeZone)
    return parts.map((part) => ('mark' in part ? marks[part.mark] : part.text)).join('')
  }
}

/** ISO 8601 text has fixed places, counted from its end: only the year may be longer. */
function marksOf(timestampMs: number, timeZone: string): Record<(typeof MARKS)[number], string> {
  const iso = formatIso(timestampMs, timeZone)
  return {
    yyyy: iso.slice(0, -25),
    MM: iso.slice(-24, -22),
    dd: iso.slice(-21, -19),
    HH: iso.slice(-18, -16),
    mm: iso.slice(-15, -13),
    ss: iso.slice(-12, -10),
    SSS: iso.slice(-9, -6),
    SS: iso.slice(-9, -7),
    S: iso.slice(-9, -8),
    XXX: iso.slice(-6),
  }
}
