import { describe, expect, test } from 'vitest'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import { lastEvents } from './plan-events.ts'
import type { TrackEntry } from './plan-tracks.ts'

const entry: TrackEntry = {
  track: fakeTrack('log', [
    { timestamp_ms: 100, note: ' start ' },
    { timestamp_ms: 200, note: null },
    { timestamp_ms: 300, note: 42 },
    { timestamp_ms: 300, note: '' },
    { timestamp_ms: 400, note: { text: 'no' } },
    { timestamp_ms: 500, note: true },
  ]),
  matching: { ...defaultSensorConfig(), toleranceMs: 1 },
}

const textsAt = (frameMs: number, count = 9): string[] =>
  lastEvents(entry, { field: 'note', count }, frameMs).map(({ text }) => text)

describe('the last events before a frame', () => {
  test('are the records whose field has a text or a number, the newest first', () => {
    expect(textsAt(1000)).toEqual(['true', '42', 'start'])
  })

  test('include one at the time of the frame, and none after it', () => {
    expect(textsAt(300)).toEqual(['42', 'start'])
    expect(textsAt(299)).toEqual(['start'])
    expect(textsAt(99)).toEqual([])
  })

  test('are at most as many as asked for', () => {
    expect(textsAt(1000, 2)).toEqual(['true', '42'])
  })

  test('have times of the video’s clock', () => {
    const late = { ...entry, matching: { ...entry.matching, timeOffsetMs: 1000, timeScale: 0.5 } }
    expect(lastEvents(late, { field: 'note', count: 1 }, 1700)).toEqual([
      { timeMs: 1600, text: '42' },
    ])
  })
})
