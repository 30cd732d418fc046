import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OpenVideo } from './video-file.ts'
import { VideoReader } from './video-reader.ts'

const library = vi.hoisted(() => ({ isHanging: false, decoderCount: 0 }))

vi.mock('mediabunny', () => ({
  /** Gives the frames from a time on, 40 ms each, or hangs. */
  VideoSampleSink: class {
    async *samples(fromS: number): AsyncGenerator<unknown, void> {
      library.decoderCount++
      if (library.isHanging) await new Promise(() => undefined)
      for (let index = Math.floor(fromS * 25); ; index++) yield sample(index)
    }
  },
}))

function sample(index: number): unknown {
  return {
    timestamp: index / 25,
    rotation: 0,
    flip: false,
    visibleRect: { width: 4 },
    displayWidth: 4,
    toVideoFrame: () => ({ index, close: () => undefined }),
    close: () => undefined,
  }
}

/** Two groups of five frames. */
const video = {
  info: { path: 'drive.mp4' },
  track: {},
  timesMs: Float64Array.from({ length: 10 }, (_, index) => index * 40),
  isKey: Uint8Array.from({ length: 10 }, (_, index) => (index % 5 === 0 ? 1 : 0)),
} as unknown as OpenVideo

beforeEach(() => {
  vi.useFakeTimers()
  library.decoderCount = 0
})
afterEach(() => {
  library.isHanging = false
  vi.useRealTimers()
})

describe('when the decoder hangs', () => {
  test('the frame is refused after a minute, and the frames that need it are refused at once', async () => {
    library.isHanging = true
    const reader = new VideoReader(video)
    const message =
      'Frame 1 of drive.mp4 cannot be decoded: the browser’s decoder did not respond for longer than 60 s.'
    const refused = expect(reader.frameAt(1)).rejects.toThrow(message)
    await vi.advanceTimersByTimeAsync(62_000)
    await refused
    await expect(reader.frameAt(2)).rejects.toThrow(message)
    expect(library.decoderCount).toBe(1)
  })

  test('frames after the next key frame get another decoder', async () => {
    library.isHanging = true
    const reader = new VideoReader(video)
    const refused = expect(reader.frameAt(1)).rejects.toThrow('did not respond')
    await vi.advanceTimersByTimeAsync(62_000)
    await refused
    library.isHanging = false
    const { frame } = await reader.frameAt(7)
    expect(frame).toMatchObject({ index: 7 })
    expect(library.decoderCount).toBe(2)
  })
})
