import { describe, expect, test } from 'vitest'
import { planSegments, segmentsAfter } from './movie-segments.ts'
import type { SegmentTimes } from './movie-segments.ts'

/** Cuts a source of 10 frames/s with a key frame every `keyEvery` frames. */
function cut(
  frameCount: number,
  keyEvery: number,
  times: Partial<SegmentTimes> = {},
): [from: number, to: number][] {
  const segments = planSegments({
    frameCount,
    timeMsAt: (position) => position * 100,
    isKeyAt: (position) => position % keyEvery === 0,
    keyIntervalMs: 2000,
    ...times,
  })
  expect(segments.map(({ index }) => index)).toEqual(segments.map((_, index) => index))
  return segments.map(({ from, to }) => [from, to])
}

describe('segments of a video', () => {
  test('begin at key frames of the source, and are at least two seconds long', () => {
    expect(cut(65, 8)).toEqual([
      [0, 24],
      [24, 48],
      [48, 65],
    ])
  })

  test('are as long as the groups of pictures, if these are longer', () => {
    expect(cut(250, 100)).toEqual([
      [0, 100],
      [100, 200],
      [200, 250],
    ])
  })

  test('are no shorter than the time between the key frames that are written', () => {
    expect(cut(100, 1, { keyIntervalMs: 5000 })).toEqual([
      [0, 50],
      [50, 100],
    ])
  })

  test('follow the times, however irregular these are', () => {
    const timeMsAt = (position: number): number => (position < 3 ? position : position * 3000)
    expect(cut(5, 1, { timeMsAt })).toEqual([
      [0, 3],
      [3, 4],
      [4, 5],
    ])
  })

  test('are one if the source has a single key frame, and none if there is no frame', () => {
    expect(cut(1000, Infinity)).toEqual([[0, 1000]])
    expect(cut(0, 1)).toEqual([])
  })
})

describe('after a position', () => {
  const segments = [
    { index: 0, from: 0, to: 50 },
    { index: 1, from: 50, to: 90 },
  ]

  test('whole segments before it are left out, and the one that it lies in begins there', () => {
    expect(segmentsAfter(segments, 0)).toEqual(segments)
    expect(segmentsAfter(segments, 50)).toEqual([{ index: 0, from: 50, to: 90 }])
    expect(segmentsAfter(segments, 20)).toEqual([
      { index: 0, from: 20, to: 50 },
      { index: 1, from: 50, to: 90 },
    ])
    expect(segmentsAfter(segments, 90)).toEqual([])
  })
})
