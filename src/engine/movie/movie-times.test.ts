import { describe, expect, test } from 'vitest'
import type { FrameEntry, FrameTiming } from '../../core/recording/recording.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { planMovieTimes } from './movie-times.ts'

const timing = { framesPerSecond: 25 } as FrameTiming
const framesAt = (timesMs: readonly number[]): FrameEntry[] =>
  timesMs.map((timestampMs, frameIndex) => ({ frameIndex, timestampMs, fileName: 'drive.mp4' }))
const videoAt = (timesMs: readonly number[]): Pick<VideoReader, 'timeMsAt'> => ({
  timeMsAt: (index) => timesMs[index],
})
const spans = (times: ReturnType<typeof planMovieTimes>, count: number) =>
  Array.from({ length: count }, (_, position) => times?.spanAt(position))

describe('frames of a video that is made', () => {
  test('keep the times of a whole video, also if the first is not at 0', () => {
    const frames = framesAt([2500, 2540, 2600])
    const times = planMovieTimes({ video: videoAt([2500, 2540, 2600]), timing }, { frames }, null)
    expect(spans(times, 3)).toEqual([
      { timestamp: 2_500_000, duration: 40_000 },
      { timestamp: 2_540_000, duration: 60_000 },
      { timestamp: 2_600_000, duration: 40_000 },
    ])
    expect(times?.sound).toEqual({ fromMs: 0, toMs: Infinity, startsAtMs: 0 })
  })

  test('begin at 0 if they are a part of a video, with the same part of its sound', () => {
    const all = framesAt([0, 40, 80, 120])
    const video = videoAt([0, 40, 80, 120])
    const times = planMovieTimes({ video, timing }, { frames: all.slice(1, 3) }, null)
    expect(spans(times, 2).map((span) => span?.timestamp)).toEqual([0, 40_000])
    expect(times?.sound).toEqual({ fromMs: 40, toMs: 120, startsAtMs: 0 })
  })

  test('follow the video’s clock, whatever timestamps.csv says', () => {
    const frames = framesAt([1_761_525_000_000, 1_761_525_000_900])
    const times = planMovieTimes({ video: videoAt([0, 40]), timing }, { frames }, null)
    expect(spans(times, 2).map((span) => span?.timestamp)).toEqual([0, 40_000])
  })

  test('follow it also if timestamps.csv has rows without a frame in the video', () => {
    const frames = framesAt([1_761_525_000_000, 1_761_525_000_040, 1_761_525_000_080])
    const missing = { frameIndex: 7, timestampMs: 1_761_525_000_060, fileName: null }
    const rows = [...frames.slice(0, 2), missing, ...frames.slice(2), { ...missing, frameIndex: 8 }]
    const times = planMovieTimes({ video: videoAt([0, 40, 80]), timing }, { frames: rows }, null)
    const shown = [0, 1, 3].map((position) => times?.spanAt(position))
    expect(shown).toEqual([
      { timestamp: 0, duration: 40_000 },
      { timestamp: 40_000, duration: 40_000 },
      { timestamp: 80_000, duration: 40_000 },
    ])
    expect(times?.sound).toEqual({ fromMs: 0, toMs: Infinity, startsAtMs: 0 })
  })

  test('of a folder follow their timestamps, start at 0, and have no sound', () => {
    const frames = framesAt([1_761_525_000_000, 1_761_525_000_033.333])
    const times = planMovieTimes({ video: null, timing }, { frames }, null)
    expect(spans(times, 2).map((span) => span?.timestamp)).toEqual([0, 33_333])
    expect(times?.sound).toBeNull()
  })

  test('at a constant rate follow each other without a gap', () => {
    const frames = framesAt([0, 500, 501])
    const times = planMovieTimes({ video: null, timing }, { frames }, 30)
    expect(spans(times, 3)).toEqual([
      { timestamp: 0, duration: 33_333 },
      { timestamp: 33_333, duration: 33_334 },
      { timestamp: 66_667, duration: 33_333 },
    ])
  })

  test('must each be later than the frame before', () => {
    const frames = framesAt([0, 40, 40])
    expect(planMovieTimes({ video: null, timing }, { frames }, null)).toBeNull()
  })
})
