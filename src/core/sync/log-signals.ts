import { lastKeyOf } from '../plain-object.ts'
import { isPlace, LocalPlane } from '../draw/parts/map/local-plane.ts'
import { placeFields } from '../draw/parts/map/place-fields.ts'
import { readColumn } from '../plan/field-column.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { makeSignal, medianIntervalMs, SignalMeans } from './signal.ts'
import type { Signal } from './signal.ts'

/**
 * What a signal is about. `turn`: how fast something turns, to either side. `speed`: along the way.
 * `shake`: how much it shakes.
 */
export type SyncQuantity = 'turn' | 'speed' | 'shake'

/** A quantity of a log that can be compared with a video, or with another log. */
export interface LogSignal {
  quantity: SyncQuantity
  /** The field or the fields that it was made of: `z_radps`, `lat, lon`. */
  field: string
  signal: Signal
}

const RATE = /(?:rad_?p?s|rad_s|deg_?ps|deg_s|dps)$|(?:yaw|turn|heading)_?rate|^(?:gyro|rot)/
const HEADING = /^(?:heading|yaw|course|bearing|track)(?:_|$)|(?:heading|bearing)(?:_deg|_rad)?$/
const STEERING = /steer/
const SPEED = /speed|velocity|(?:^|_)(?:vel|v)(?:_mps|_kmh)?$/
const FORCE = /mps2$|m_s2$|_g$|^acc/
/** Rates and errors of such quantities are others. */
const OTHER = /accuracy|error|std|var|count|limit|target|vertical|climb/

const SHAKE_WINDOW_MS = 300
const SHAKE_MEAN_MS = 1000
/** Courses between places closer than this are noise. */
const LEAST_STEP_M = 0.3
/** A log that leaves its values out while they do not change has intervals longer than this. */
const SILENT_INTERVALS = 3
/** Fewer tell no motion. */
const LEAST_VALUES = 3

/** A quantity that a log may tell, before its records are read. */
interface SignalPlan {
  quantity: SyncQuantity
  field: string
  make: () => Signal
}

/** What a log tells of motion. Those that tell it most directly come first. */
export function logSignals(track: SensorTrack): LogSignal[] {
  return signalPlans(track)
    .map(({ quantity, field, make }) => ({ quantity, field, signal: make() }))
    .filter(({ signal }) => signal.timesMs.length >= LEAST_VALUES)
}

/** What {@link logSignals} would be about, by the names of the fields: no record is read. */
export function logQuantities(track: SensorTrack): SyncQuantity[] {
  return signalPlans(track).map(({ quantity }) => quantity)
}

function signalPlans(track: SensorTrack): SignalPlan[] {
  const names = track.fields
    .filter(({ type, count }) => type === 'number' && count >= LEAST_VALUES)
    .map(({ name }) => name)
  const plans: SignalPlan[] = []
  const add = (quantity: SyncQuantity, field: string, make: () => Signal): void => {
    plans.push({ quantity, field, make })
  }
  const named = (pattern: RegExp): string[] =>
    names.filter((name) => pattern.test(lastKeyOf(name)) && !OTHER.test(lastKeyOf(name)))
  const columnOf = (field: string): Signal => columnSignal(track, field)

  for (const field of named(RATE)) add('turn', field, () => columnOf(field))
  for (const field of named(HEADING).filter((name) => !RATE.test(lastKeyOf(name)))) {
    const wholeTurn = /rad$/.test(field) ? 2 * Math.PI : 360
    add('turn', field, () => turnOf(columnOf(field), wholeTurn))
  }
  for (const field of named(STEERING)) add('turn', field, () => columnOf(field))
  for (const field of named(SPEED)) add('speed', field, () => heldWhileSilent(columnOf(field)))
  const place = placeFields(track)
  if (place) {
    const { latitude, longitude } = place
    const field = `${latitude}, ${longitude}`
    let known: ReturnType<typeof alongPlaces> | undefined
    const moved = (): ReturnType<typeof alongPlaces> =>
      (known ??= alongPlaces(columnOf(latitude), columnOf(longitude)))
    if (!plans.some(({ quantity }) => quantity === 'speed'))
      add('speed', field, () => moved().speed)
    if (!plans.some(({ quantity }) => quantity === 'turn')) add('turn', field, () => moved().turn)
  }
  const forces = named(FORCE)
  if (forces.length > 0) add('shake', forces.join(', '), () => shakeOf(forces.map(columnOf)))
  return plans
}

function columnSignal(track: SensorTrack, field: string): Signal {
  return makeSignal(track.timesMs, readColumn(track, field, 0, track.timesMs.length))
}

/**
 * A log that is written when a value changes is silent as long as it does not: there, the value holds
 * until shortly before the next one.
 */
function heldWhileSilent(signal: Signal): Signal {
  const { timesMs, values } = signal
  const intervalMs = medianIntervalMs(timesMs)
  const [heldMs, held]: [number[], number[]] = [[], []]
  timesMs.forEach((timeMs, index) => {
    const lastMs = timesMs[index - 1]
    if (lastMs !== undefined && timeMs - lastMs > SILENT_INTERVALS * intervalMs) {
      heldMs.push(timeMs - intervalMs)
      held.push(values[index - 1] as number)
    }
    heldMs.push(timeMs)
    held.push(values[index] as number)
  })
  return makeSignal(heldMs, held)
}

/** How fast a direction changes; it may jump by a whole turn. */
function turnOf({ timesMs, values }: Signal, wholeTurn: number): Signal {
  const [betweenMs, rates]: [number[], number[]] = [[], []]
  for (let index = 1; index < timesMs.length; index++) {
    const [fromMs, toMs] = [timesMs[index - 1] as number, timesMs[index] as number]
    const step = (values[index] as number) - (values[index - 1] as number)
    betweenMs.push((fromMs + toMs) / 2)
    rates.push(((step - wholeTurn * Math.round(step / wholeTurn)) / (toMs - fromMs)) * 1000)
  }
  return makeSignal(betweenMs, rates, medianIntervalMs(timesMs))
}

/** Speed in m/s, and turn in degrees a second, between places. */
function alongPlaces(latitude: Signal, longitude: Signal): { speed: Signal; turn: Signal } {
  const longitudes = new Map(
    Array.from(longitude.timesMs, (timeMs, index) => [timeMs, longitude.values[index] as number]),
  )
  const [betweenMs, speeds]: [number[], number[]] = [[], []]
  const [coursesMs, courses]: [number[], number[]] = [[], []]
  let last: { timeMs: number; lat: number; lon: number } | null = null
  latitude.timesMs.forEach((timeMs, index) => {
    const lat = latitude.values[index] as number
    const lon = longitudes.get(timeMs)
    if (lon === undefined || !isPlace(lat, lon)) return
    if (last) {
      const { eastM, northM } = new LocalPlane(last.lat, last.lon).pointAt(lat, lon)
      const distanceM = Math.hypot(northM, eastM)
      betweenMs.push((timeMs + last.timeMs) / 2)
      speeds.push((distanceM / (timeMs - last.timeMs)) * 1000)
      if (distanceM >= LEAST_STEP_M) {
        coursesMs.push((timeMs + last.timeMs) / 2)
        courses.push((Math.atan2(eastM, northM) * 180) / Math.PI)
      }
    }
    last = { timeMs, lat, lon }
  })
  const windowMs = medianIntervalMs(latitude.timesMs)
  return {
    speed: makeSignal(betweenMs, speeds, windowMs),
    turn: turnOf(makeSignal(coursesMs, courses, windowMs), 360),
  }
}

/** How far the size of a force is from its mean of the last second, in its own unit. */
function shakeOf(axes: readonly Signal[]): Signal {
  const [first] = axes
  if (!first || axes.some(({ timesMs }) => timesMs.length !== first.timesMs.length)) {
    return makeSignal([], [])
  }
  const size = makeSignal(
    first.timesMs,
    first.values.map((_, index) =>
      Math.hypot(...axes.map(({ values }) => values[index] as number)),
    ),
  )
  const means = new SignalMeans(size)
  const away = makeSignal(
    size.timesMs,
    size.values.map((value, index) =>
      Math.abs(value - means.meanAt(size.timesMs[index] as number, SHAKE_MEAN_MS)),
    ),
  )
  const amounts = new SignalMeans(away)
  const smooth = away.timesMs.map((timeMs) => amounts.meanAt(timeMs, SHAKE_WINDOW_MS))
  return makeSignal(away.timesMs, smooth, SHAKE_WINDOW_MS)
}
