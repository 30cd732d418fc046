import type { SensorTrack } from '../recording/recording.ts'

const TARGET = {
  id: 3,
  type: 'car',
  distance_m: 31.5,
  angle_left: 4.5,
  angle_right: 1.3,
  angle_top: 0.8,
  angle_bottom: -2,
}

const EVENTS = ['Lane change', 'Hard braking', 'Cut-in on the right', 'Speed limit 80']

/**
 * A log whose fields have the names of roles, a record each 100 ms: layouts and presets can be drawn
 * with it as they are.
 * @param lastMs the time of the last record
 */
export function roleRecords(count: number, lastMs: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => {
    const seconds = (at - count + 1) / 10
    return {
      timestamp_ms: lastMs + 1000 * seconds,
      speed: 128 + 30 * Math.sin(seconds / 3),
      altitude: 460 + 80 * Math.sin(seconds / 6),
      latitude: 47 + 0.004 * Math.sin(seconds / 8),
      longitude: 8 + 0.006 * Math.cos(seconds / 11),
      heading: (690 + 8 * seconds) % 360,
      roll: 14 * Math.sin(1 + seconds / 2),
      pitch: 7 * Math.sin(0.6 + seconds / 3),
      lateral_acceleration: 3.6 * Math.sin(0.9 + seconds),
      longitudinal_acceleration: 2.8 * Math.cos(0.9 + seconds / 1.3),
      steering: 32 + 20 * Math.sin(seconds),
      throttle: 0.72,
      brake: 0.12,
      gear: 4,
      rudder: 0.2,
      aileron: -0.35,
      elevator: 0.6,
      event: (at - count) % 37 === 0 ? EVENTS[Math.floor(at / 37) % EVENTS.length] : null,
      lap: 1 + Math.floor(at / 83),
      engine_speed: 6100 + 900 * Math.sin(seconds),
      heart_rate: 148,
      power: -180,
      temperature: 21.4,
      battery: 64,
      signal: Math.sin(seconds),
      second_signal: 0.7 * Math.cos(seconds / 1.4),
      third_signal: 0.5 * Math.sin(1.7 * seconds),
      targets: [
        TARGET,
        {
          ...TARGET,
          id: 7,
          type: 'truck',
          distance_m: 18,
          angle_left: -5,
          angle_right: -13,
          angle_top: 4,
        },
        { ...TARGET, id: 9, type: 'bus', distance_m: 62, angle_left: 9, angle_right: 7 },
        { ...TARGET, id: 12, type: 'bicycle', distance_m: 11, angle_left: 17, angle_right: 13 },
      ],
    }
  })
}

/** The log of {@link roleRecords}, with its fields. */
export function roleTrack(name: string, count: number, lastMs: number): SensorTrack {
  const records = roleRecords(count, lastMs)
  const fields = Object.entries({ ...records.at(-1), event: EVENTS[0] }).map(([field, value]) => ({
    name: field,
    type: Array.isArray(value)
      ? ('array' as const)
      : typeof value === 'number'
        ? ('number' as const)
        : ('text' as const),
    count,
  }))
  return {
    name,
    label: name,
    isMinor: false,
    file: `${name}.jsonl`,
    timesMs: Float64Array.from(records, ({ timestamp_ms: timeMs }) => Number(timeMs)),
    recordAt(index) {
      const record = records[index]
      if (!record) throw new RangeError(`${name} has no record ${index}`)
      return record
    },
    lineAt: (index) => index + 1,
    fields,
    hasAllFields: true,
    lastValues: new Map(),
    firstRecords: [],
    recordsPerSecond: 10,
    timeColumn: 'timestamp_ms',
    timeUnit: 'ms',
    columns: ['timestamp_ms'],
  }
}
