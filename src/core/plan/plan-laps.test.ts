import { describe, expect, test } from 'vitest'
import type { LapRequest } from '../draw/renderers/renderer.ts'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { SensorRecord } from '../recording/recording.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import { lastLaps } from './plan-laps.ts'

const START = { latitude: 48, longitude: 11 }
/** A line of about 111 m from south to north. */
const LINE: LapRequest['line'] = {
  latitude: 'lat',
  longitude: 'lon',
  from: START,
  to: { latitude: 48.001, longitude: 11 },
}

function laps(
  records: readonly SensorRecord[],
  timeMs: number,
  request: Partial<LapRequest>,
  matching = defaultSensorConfig(),
): (string | undefined)[][] {
  const entry = { track: fakeTrack('log', records), matching }
  return lastLaps(entry, { field: '', line: null, count: 5, ...request }, timeMs).map(
    ({ text, detail }) => [text, detail],
  )
}

describe('laps by a field', () => {
  const records = [
    [0, 1],
    [1000, null],
    [2000, 2],
    [62_340, 2],
    [62_350, 3],
    [121_110, 4],
    [200_000, 5],
  ].map(([timestamp_ms, lap]) => ({ timestamp_ms, lap }))
  const at = (timeMs: number, count = 5): unknown => laps(records, timeMs, { field: 'lap', count })

  test('begin where it changes; how long the first took is not known', () => {
    expect(at(2500)).toEqual([
      ['Lap 2', '0:00.5'],
      ['Lap 1', ''],
    ])
  })

  test('have their times, the best of those that are finished, and how much longer the others took', () => {
    expect(at(121_110 + 3450)).toEqual([
      ['Lap 4', '0:03.4'],
      ['Lap 3', '0:58.76  best'],
      ['Lap 2', '1:00.35  +1.59'],
      ['Lap 1', ''],
    ])
    expect(at(63_000)).toEqual([
      ['Lap 3', '0:00.6'],
      ['Lap 2', '1:00.35  best'],
      ['Lap 1', ''],
    ])
  })

  test('are the last ones, of which the best may be none', () => {
    expect(at(200_000, 2)).toEqual([
      ['Lap 5', '0:00.0'],
      ['Lap 4', '1:18.89  +20.13'],
    ])
  })

  test('are on the clock of the video', () => {
    const matching = { ...defaultSensorConfig(), timeOffsetMs: 500, timeScale: 2 }
    expect(laps(records, 1500 + 500, { field: 'lap' }, matching)[0]).toEqual(['Lap 2', '0:00.5'])
  })

  test('before the first record there is none', () => {
    expect(at(-1)).toEqual([])
  })
})

describe('laps by a line', () => {
  /** East and west of the line, by about 75 m a step. */
  const drive = (steps: readonly number[], lat = 48.0005): SensorRecord[] =>
    steps.map((step, index) => ({ timestamp_ms: index * 1000, lat, lon: 11 + step / 1000 }))

  test('begin between the records where the track crosses it, in one direction', () => {
    // It crosses eastwards at 0.5 s, back at 2.5 s, and eastwards again at 4.25 s.
    const records = drive([-1, 1, 1, -1, -1, 3, 3])
    expect(laps(records, 400, { line: LINE })).toEqual([])
    expect(laps(records, 6000, { line: LINE })).toEqual([
      ['Lap 2', '0:01.7'],
      ['Lap 1', '0:03.75  best'],
    ])
  })

  test('do not begin beside the line', () => {
    expect(laps(drive([-1, 1, 2], 48.0015), 2000, { line: LINE })).toEqual([])
    expect(laps(drive([-1, 1, 2], 47.9995), 2000, { line: LINE })).toEqual([])
  })

  test('that touch it with a record begin once', () => {
    expect(laps(drive([-1, 0, 1, 2]), 3000, { line: LINE })).toEqual([['Lap 1', '0:02.0']])
  })

  test('begin on the way from the last known place where places are missing', () => {
    const records = drive([-1, 5, 1, 1])
    records[1] = { timestamp_ms: 1000, lat: null, lon: null }
    expect(laps(records, 3000, { line: LINE })).toEqual([['Lap 1', '0:02.0']])
  })
})
