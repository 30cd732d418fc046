import { LocalPlane } from '../draw/parts/map/local-plane.ts'
import type { GroundPoint } from '../draw/parts/map/local-plane.ts'
import type { LapRequest } from '../draw/renderers/renderer.ts'
import { numberAt, readPath } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { clockText } from '../text/clock-text.ts'
import { withMinusSign } from '../text/minus-sign.ts'
import type { LogEvent } from '../time/log-event.ts'
import { alignTimeMs, clockScale, countAtOrBefore, snapshotTimeMs } from '../time/match.ts'
import type { TrackEntry } from './plan-tracks.ts'

/** The laps of a log. */
interface Laps {
  /** When each begins, in ms of the log, ascending. */
  startsMs: Float64Array
  names: string[]
  /** False: when the first one began is not known, and so neither is its time. */
  isFirstWhole: boolean
}

const lapsOfTrack = new WeakMap<SensorTrack, Map<string, Laps>>()

/**
 * The lap of a frame and those before it, the newest first: each with its time, and how much longer it
 * took than the best lap that is finished by then.
 * @param frameMs the frame's time, on the video's clock
 */
export function lastLaps(
  { track, matching }: TrackEntry,
  request: LapRequest,
  frameMs: number,
): LogEvent[] {
  const { startsMs, names, isFirstWhole } = lapsOf(track, request)
  const alignedMs = alignTimeMs(frameMs, matching)
  const current = countAtOrBefore(startsMs, alignedMs) - 1
  const lapS = (lap: number): number => {
    if (lap === 0 && !isFirstWhole) return NaN
    const endMs = lap === current ? alignedMs : (startsMs[lap + 1] as number)
    return (endMs - (startsMs[lap] as number)) / clockScale(matching) / 1000
  }
  let bestS = Infinity
  for (let lap = 0; lap < current; lap++) {
    const seconds = lapS(lap)
    if (seconds < bestS) bestS = seconds
  }
  const first = Math.max(0, current + 1 - request.count)
  const shown = Array.from(
    { length: Math.max(0, current + 1 - first) },
    (_, each) => current - each,
  )
  return shown.map((lap) => ({
    timeMs: snapshotTimeMs(startsMs[lap] as number, matching),
    text: `Lap ${names[lap] ?? ''}`,
    detail: lap === current ? lapText(lapS(lap), 1) : finishedText(lapS(lap), bestS),
  }))
}

/** `1:23.45  best`; `1:24.01  +0.56`; '' if the time is not known. */
function finishedText(seconds: number, bestS: number): string {
  if (Number.isNaN(seconds)) return ''
  const delta = seconds === bestS ? 'best' : `+${withMinusSign((seconds - bestS).toFixed(2))}`
  return `${lapText(seconds, 2)}  ${delta}`
}

/** Cut, not rounded: a lap is not over before it ends. '' if it is not known. */
function lapText(seconds: number, decimals: number): string {
  if (Number.isNaN(seconds)) return ''
  // A time such as 83.45 s is a little less than that in binary.
  const cut = Math.floor(seconds * 10 ** decimals + 1e-6) / 10 ** decimals
  return clockText(cut, decimals)
}

function lapsOf(track: SensorTrack, request: LapRequest): Laps {
  const { field, line } = request
  const known = lapsOfTrack.get(track) ?? new Map<string, Laps>()
  lapsOfTrack.set(track, known)
  const key = JSON.stringify([field, line])
  const found = known.get(key) ?? (line ? crossings(track, line) : changes(track, field))
  known.set(key, found)
  return found
}

/** A lap begins where the field has another value. The log may begin in the middle of the first. */
function changes(track: SensorTrack, field: string): Laps {
  const [startsMs, names]: [number[], string[]] = [[], []]
  track.timesMs.forEach((timeMs, index) => {
    const value = readPath(track.recordAt(index), field)
    if (typeof value !== 'number' && typeof value !== 'string') return
    const name = String(value)
    if (name === names.at(-1)) return
    startsMs.push(timeMs)
    names.push(name)
  })
  return { startsMs: Float64Array.from(startsMs), names, isFirstWhole: false }
}

/** A lap begins where the track crosses the line, in the direction in which it first does. */
function crossings(track: SensorTrack, line: NonNullable<LapRequest['line']>): Laps {
  const plane = new LocalPlane(line.from.latitude, line.from.longitude)
  const end = plane.pointAt(line.to.latitude, line.to.longitude)
  const startsMs: number[] = []
  let direction = 0
  let last: { place: GroundPoint; timeMs: number } | null = null
  track.timesMs.forEach((timeMs, index) => {
    const record = track.recordAt(index)
    const place = plane.pointAt(
      numberAt(record, line.latitude) ?? NaN,
      numberAt(record, line.longitude) ?? NaN,
    )
    if (Number.isNaN(place.eastM)) return
    const crossed = last && crossing(last.place, place, end)
    if (last && crossed && (direction === 0 || direction === crossed.direction)) {
      direction = crossed.direction
      startsMs.push(last.timeMs + crossed.share * (timeMs - last.timeMs))
    }
    last = { place, timeMs }
  })
  const names = startsMs.map((_, lap) => String(lap + 1))
  return { startsMs: Float64Array.from(startsMs), names, isFirstWhole: true }
}

/**
 * Where a step crosses the line from the origin to its end; null if it does not. A step that only
 * begins on the line has crossed it before.
 */
function crossing(
  from: GroundPoint,
  to: GroundPoint,
  end: GroundPoint,
): { share: number; direction: 1 | -1 } | null {
  const sideOf = ({ eastM, northM }: GroundPoint): number => end.eastM * northM - end.northM * eastM
  const [before, after] = [sideOf(from), sideOf(to)]
  if (before === 0 || before * after > 0) return null
  const share = before / (before - after)
  const eastM = from.eastM + share * (to.eastM - from.eastM)
  const northM = from.northM + share * (to.northM - from.northM)
  const along = (eastM * end.eastM + northM * end.northM) / (end.eastM ** 2 + end.northM ** 2)
  return along >= 0 && along <= 1 ? { share, direction: before < 0 ? 1 : -1 } : null
}
