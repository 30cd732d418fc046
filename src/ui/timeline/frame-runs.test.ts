import { expect, test } from 'vitest'
import { runsOf } from './frame-runs.ts'

test('frames follow each other in runs, with a gap where a frame has no file', () => {
  const frames = [0, 250, 500, 750].map((timestampMs) => ({
    timestampMs,
    fileName: timestampMs === 500 ? null : 'frame.png',
  }))
  expect(runsOf(frames, 1000)).toEqual([
    { fromMs: 0, toMs: 500 },
    { fromMs: 750, toMs: 1000 },
  ])
  expect(runsOf([], 1000)).toEqual([])
})
