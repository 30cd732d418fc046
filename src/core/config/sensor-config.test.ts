import { describe, expect, test } from 'vitest'
import { OverlaneError } from '../errors.ts'
import { parseConfig, serializeConfig } from './parse-config.ts'
import type { SensorConfig } from './sensor-config.ts'

function sensorOf(gps: Record<string, unknown>): SensorConfig | undefined {
  return parseConfig({ sensors: { gps } }).sensors.gps
}

function problemsOf(gps: Record<string, unknown>): string[] {
  try {
    sensorOf(gps)
    return []
  } catch (thrown) {
    return OverlaneError.from(thrown, 'internal').problems.map(({ message }) => message)
  }
}

const file = {
  sync_points: [
    { video_ms: 1000, log_ms: 250.5 },
    { video_ms: 3000, log_ms: 2250, left_out: true },
  ],
}

describe('the sync points of a sensor', () => {
  test('are read and written', () => {
    expect(sensorOf(file)?.syncPoints).toEqual([
      { videoMs: 1000, logMs: 250.5, isLeftOut: false },
      { videoMs: 3000, logMs: 2250, isLeftOut: true },
    ])
    expect(serializeConfig(parseConfig({ sensors: { gps: file } }))).toEqual({
      sensors: { gps: file },
    })
  })

  test('may be an empty list, or nothing', () => {
    for (const sync_points of [[], null, undefined]) {
      expect(sensorOf({ sync_points })?.syncPoints).toEqual([])
    }
  })

  test('and an offset or a scale are an error that names both; their defaults are none', () => {
    const both =
      'sensors.gps.sync_points: they stand in place of time_offset_ms and time_scale, and both are given. Remove the one or the other.'
    expect(problemsOf({ ...file, time_offset_ms: 5 })).toEqual([both])
    expect(problemsOf({ ...file, time_scale: 1.001 })).toEqual([both])
    expect(problemsOf({ ...file, time_offset_ms: 0, time_scale: 1 })).toEqual([])
  })

  test.each<[string, unknown, string]>([
    ['no list', { video_ms: 1 }, 'sensors.gps.sync_points: {"video_ms":1} is not a list.'],
    ['no point', [5], 'sensors.gps.sync_points[0]: 5 is not a mapping with video_ms and log_ms.'],
    [
      'a missing time',
      [{ video_ms: 5 }],
      'sensors.gps.sync_points[0].log_ms: nothing is not a number of ms.',
    ],
    [
      'a mistyped key',
      [{ video_ms: 5, log_ms: 5, leftout: true }],
      'sensors.gps.sync_points[0].leftout: this key is not known. Did you mean "left_out"?',
    ],
    [
      'a wrong word',
      [{ video_ms: 5, log_ms: 5, left_out: 'yes' }],
      'sensors.gps.sync_points[0].left_out: "yes" is not true or false.',
    ],
    [
      'a clock that runs too fast',
      [
        { video_ms: 0, log_ms: 0 },
        { video_ms: 10, log_ms: 30 },
      ],
      'sensors.gps.sync_points: the log would run 3 times as fast as the video, which is not from 0.5 to 2.',
    ],
  ])('%s is told', (_, sync_points, message) => {
    expect(problemsOf({ sync_points })).toEqual([message])
  })
})
