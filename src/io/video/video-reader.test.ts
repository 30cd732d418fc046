import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OpenVideo } from './video-file.ts'
import { VideoReader } from './video-reader.ts'

const library = vi.hoisted(() => ({
  isHanging: false,
  decoderCount: 0,
  untilMs: NaN,
  restCount: 0,
}))

vi.mock('./jump/jump-sink.ts', () => ({
  /** Gives the frames from a time on, 40 ms each, or hangs. Odd frames are given only from a time on. */
  JumpSink: class JumpSink {
    #fromMs = 0
    static open(): Promise<unknown> {
      return Promise.resolve(new JumpSink())
    }
    want({ fromMs, untilMs }: { fromMs: number; untilMs: number }): void {
      this.#fromMs = fromMs
      library.untilMs = untilMs
    }
    rest(): void {
      library.restCount++
    }
    end(): void {}
    async *samples(fromS: number): AsyncGenerator<unknown, void> {
      library.decoderCount++
      if (library.isHanging) await new Promise(() => undefined)
      for (let index = Math.floor(fromS * 25); ; index++) {
        if (index % 2 === 0 || index * 40 >= this.#fromMs) yield sample(index)
      }
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

/** Groups of five frames, and one of forty. */
const video = {
  info: { path: 'drive.mp4' },
  track: {},
  timesMs: Float64Array.from({ length: 50 }, (_, index) => index * 40),
  isKey: Uint8Array.from({ length: 50 }, (_, index) => (index === 5 || index === 10 ? 1 : 0)),
} as unknown as OpenVideo

beforeEach(() => {
  vi.useFakeTimers()
  library.decoderCount = 0
  library.restCount = 0
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

describe('on the way to a frame', () => {
  /** The frames that are given on the way, until there are so many of them. */
  async function jump(
    reader: VideoReader,
    index: number,
    { leadCount = 0, goesOn = true, mostCount = Infinity } = {},
  ): Promise<{ index: number | null; given: number[] }> {
    const given: number[] = []
    const decoded = await reader.jumpTo(index, {
      leadCount,
      goesOn,
      isWanted: () => true,
      take: (at) => given.push(at),
      isOver: () => given.length >= mostCount,
    })
    return { index: (decoded?.frame as { index: number } | undefined)?.index ?? null, given }
  }

  test('only what it needs is decoded, and all of the last frames', async () => {
    const reader = new VideoReader(video)
    const { index, given } = await jump(reader, 17, { leadCount: 3 })
    expect({ index, given }).toEqual({ index: 17, given: [10, 12, 14, 15, 16] })
  })

  test('the decoder goes on to a frame that lies ahead, and begins again for others', async () => {
    const reader = new VideoReader(video)
    await jump(reader, 20)
    expect(reader.framesTo(31)).toBe(10)
    expect(reader.isSoonAt(23, 2)).toBe(true)
    expect(reader.isSoonAt(24, 2)).toBe(false)
    expect((await jump(reader, 31)).index).toBe(31)
    expect(library.decoderCount).toBe(1)
    expect((await jump(reader, 29)).index).toBe(29)
    expect(library.decoderCount).toBe(2)
  })

  test('the decoder reads little ahead of it, if the frames after it are asked for too', async () => {
    const reader = new VideoReader(video)
    await jump(reader, 20)
    expect(library.untilMs).toBe(20 * 40)
    expect(library.restCount).toBe(1)
    await jump(reader, 21)
    expect(library.untilMs).toBe(25 * 40)
    await jump(reader, 40)
    expect(library.untilMs).toBe(40 * 40)
    expect(library.decoderCount).toBe(1)
  })

  test('for a run, which asks for one after another, it reads as far as it can', async () => {
    const reader = new VideoReader(video)
    await reader.frameAt(20)
    await reader.frameAt(21)
    expect(library.untilMs).toBe(Infinity)
    await reader.stepTo(22)
    expect(library.untilMs).toBe(26 * 40)
    expect(library.decoderCount).toBe(1)
  })

  test('a decoder that ends with a frame is not asked for the next one', async () => {
    const reader = new VideoReader(video)
    await jump(reader, 20, { goesOn: false })
    expect(reader.framesTo(21)).toBe(11)
    expect(reader.isSoonAt(21, 2)).toBe(false)
    expect((await jump(reader, 21)).index).toBe(21)
    expect(library.decoderCount).toBe(2)
  })

  test('it can be ended; a frame that was left out on it is decoded from the key frame', async () => {
    const reader = new VideoReader(video)
    expect(await jump(reader, 45, { mostCount: 3 })).toEqual({ index: null, given: [10, 12, 14] })
    expect((await jump(reader, 17)).index).toBe(17)
    expect(library.decoderCount).toBe(2)
    expect((await jump(reader, 49, { mostCount: 2 })).index).toBeNull()
    expect((await jump(reader, 49)).index).toBe(49)
    expect(library.decoderCount).toBe(2)
  })
})
