import type { GroundTrack } from './ground-track.ts'
import type { GroundPoint } from './local-plane.ts'
import { publicParts } from './private-zone.ts'
import type { PrivateZone } from './private-zone.ts'

/** Lines of a track that look the same. */
export interface TrackLines {
  isTravelled: boolean
  /** Which of the colours; null: the track has no value there. */
  colorIndex: number | null
  lines: GroundPoint[][]
}

/** Which part of a track is drawn. */
export interface TrackSelection {
  zones: readonly PrivateZone[]
  /** Around the zones. */
  marginM: number
  isNear: (from: GroundPoint, to: GroundPoint) => boolean
}

/**
 * The track in lines of one strength and colour, without its gaps and without private zones.
 * @param timeMs what is before it was travelled
 * @param colorIndexOf of a value; may be null
 */
export function trackLines(
  { timesMs, points, values }: GroundTrack,
  timeMs: number,
  { zones, marginM, isNear }: TrackSelection,
  colorIndexOf: (value: number) => number | null,
): TrackLines[] {
  const found = new Map<string, TrackLines>()
  let [lastKey, lastEnd]: [string, GroundPoint | null] = ['', null]
  const add = (
    isTravelled: boolean,
    colorIndex: number | null,
    from: GroundPoint,
    to: GroundPoint,
  ): void => {
    const key = `${isTravelled} ${colorIndex}`
    const group = found.get(key) ?? { isTravelled, colorIndex, lines: [] }
    found.set(key, group)
    const line = key === lastKey && from === lastEnd ? group.lines.at(-1) : undefined
    if (line) line.push(to)
    else group.lines.push([from, to])
    ;[lastKey, lastEnd] = [key, to]
  }
  for (let index = 1; index < points.length; index++) {
    const [from, to] = [points[index - 1] as GroundPoint, points[index] as GroundPoint]
    if (Number.isNaN(from.eastM) || Number.isNaN(to.eastM) || !isNear(from, to)) continue
    const [fromMs, toMs] = [timesMs[index - 1] as number, timesMs[index] as number]
    const between = values
      ? ((values.values[index - 1] as number) + (values.values[index] as number)) / 2
      : NaN
    const colorIndex = Number.isNaN(between) ? null : colorIndexOf(between)
    const nowShare = toMs > fromMs ? (timeMs - fromMs) / (toMs - fromMs) : Number(timeMs >= toMs)
    for (const [start, end] of publicParts(from, to, zones, marginM)) {
      const at = (share: number): GroundPoint => pointBetween(from, to, share)
      const now = Math.min(end, Math.max(start, nowShare))
      const middle = at(now)
      if (now > start) add(true, colorIndex, at(start), middle)
      if (now < end) add(false, colorIndex, now > start ? middle : at(start), at(end))
    }
  }
  return [...found.values()]
}

/** The ends themselves are returned as they are. */
function pointBetween(from: GroundPoint, to: GroundPoint, share: number): GroundPoint {
  if (share <= 0) return from
  if (share >= 1) return to
  return {
    eastM: from.eastM + share * (to.eastM - from.eastM),
    northM: from.northM + share * (to.northM - from.northM),
  }
}
