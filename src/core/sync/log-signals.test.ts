import { expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import { logSignals } from './log-signals.ts'
import type { LogSignal } from './log-signals.ts'

function signalsOf(records: Record<string, unknown>[]): LogSignal[] {
  const names = Object.keys(records[0] ?? {}).filter((name) => name !== 'timestamp_ms')
  const fields = names.map((name) => {
    const type = typeof records[0]?.[name] === 'number' ? ('number' as const) : ('text' as const)
    return { name, type, count: records.length }
  })
  return logSignals({ ...fakeTrack('log', records), fields })
}

const times = Array.from({ length: 20 }, (_, index) => index * 100)

test.each([
  ['z_radps', 'turn'],
  ['yaw_rate', 'turn'],
  ['gyro_x', 'turn'],
  ['steering_deg', 'turn'],
  ['heading_deg', 'turn'],
  ['yaw_rad', 'turn'],
  ['speed', 'speed'],
  ['front_left_speed_mps', 'speed'],
  ['accel_x', 'shake'],
  ['up_mps2', 'shake'],
])('the field %s tells a %s', (field, quantity) => {
  const found = signalsOf(
    times.map((timestamp_ms) => ({ timestamp_ms, [field]: timestamp_ms % 7 })),
  )
  expect(found.map((each) => [each.quantity, each.field])).toEqual([[quantity, field]])
})

test('fields that tell no motion give nothing', () => {
  expect(
    signalsOf(
      times.map((timestamp_ms) => ({ timestamp_ms, temperature: 5, speed_accuracy: 1, name: 'a' })),
    ),
  ).toEqual([])
})

test('a heading that passes north does not jump: its change is what counts', () => {
  const [turn] = signalsOf(
    times.map((timestamp_ms) => ({ timestamp_ms, heading_deg: (355 + timestamp_ms / 100) % 360 })),
  )
  turn?.signal.values.forEach((rate) => expect(rate).toBeCloseTo(10, 6))
  expect(turn?.signal.timesMs[0]).toBe(50)
})

test('places give a speed where the field of the speed is nearly empty', () => {
  const records = times.map((timestamp_ms) => ({
    timestamp_ms,
    lat: 48 + timestamp_ms / 1e6,
    lon: 11,
    ...(timestamp_ms === 0 && { speed: 30 }),
  }))
  const fields = ['lat', 'lon', 'speed'].map((name) => ({
    name,
    type: 'number' as const,
    count: name === 'speed' ? 1 : records.length,
  }))
  const found = logSignals({ ...fakeTrack('log', records), fields })
  expect(found.find(({ quantity }) => quantity === 'speed')?.field).toBe('lat, lon')
})

test('places give a speed and a turn', () => {
  const found = signalsOf(
    times.map((timestamp_ms) => ({ timestamp_ms, lat: 48 + timestamp_ms / 1e6, lon: 11 })),
  )
  const speed = found.find(({ quantity }) => quantity === 'speed')
  expect(speed?.field).toBe('lat, lon')
  // A thousandth of a degree a second is 111 m/s.
  expect(speed?.signal.values[3]).toBeCloseTo(111.19, 1)
})

test('a log that is silent while its value stays holds it until shortly before the next one', () => {
  const [speed] = signalsOf(
    [0, 100, 200, 3200, 3300, 3400].map((timestamp_ms, index) => ({ timestamp_ms, speed: index })),
  )
  expect(Array.from(speed?.signal.timesMs ?? [])).toEqual([0, 100, 200, 3100, 3200, 3300, 3400])
  expect(Array.from(speed?.signal.values ?? [])).toEqual([0, 1, 2, 2, 3, 4, 5])
})

test.each([
  ['across 180°', 179.9995, 0.5],
  ['beside 0, 0', -0.0005, -0.0005],
])('places %s go on evenly', (_, lon, lat) => {
  const found = signalsOf(
    times.map((timestamp_ms) => {
      const east = lon + timestamp_ms / 1e6
      return { timestamp_ms, lat, lon: east > 180 ? east - 360 : east }
    }),
  )
  const speed = found.find(({ quantity }) => quantity === 'speed')
  expect(speed?.signal.values.length).toBe(times.length - 1)
  speed?.signal.values.forEach((value) => expect(value).toBeCloseTo(111.2, 0))
})

test('a receiver without a fix, which writes 0, 0, is nowhere', () => {
  const found = signalsOf(
    times.map((timestamp_ms) =>
      timestamp_ms === 1000
        ? { timestamp_ms, lat: 0, lon: 0 }
        : { timestamp_ms, lat: 48 + timestamp_ms / 1e6, lon: 11 },
    ),
  )
  const speed = found.find(({ quantity }) => quantity === 'speed')
  speed?.signal.values.forEach((value) => expect(value).toBeCloseTo(111.2, 0))
})
