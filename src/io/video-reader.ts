import type { VideoSample, VideoSampleSink } from 'mediabunny'
import { describeThrown, OverlaneError } from '../core/errors.ts'
import type { OpenVideo } from './video-file.ts'

/** The caller closes the frame. */
export interface DecodedFrame {
  frame: VideoFrame
  /** When it was decoded; Unix epoch. */
  startMs: number
  endMs: number
}

const MOST_DIFFERENCE_MS = 1

/**
 * The frames of a video, one at a time, exactly those that are asked for. Frames in their order cost
 * one decoding each; others begin again at the key frame before them.
 */
export class VideoReader {
  private readonly video: OpenVideo
  private sink: VideoSampleSink | null = null
  private samples: AsyncGenerator<VideoSample, void, unknown> | null = null
  /** The frame that `samples` yields next. */
  private nextIndex = 0
  /** Frames that cannot be decoded as one before them could not: from, to (exclusive), why. */
  private broken: { from: number; to: number; error: OverlaneError } | null = null
  private last: Promise<unknown> = Promise.resolve()
  private readonly isFork: boolean

  constructor(video: OpenVideo, isFork = false) {
    this.video = video
    this.isFork = isFork
  }

  /** Another reader of the same video: each goes forward by itself. It is closed before this one. */
  fork(): VideoReader {
    return new VideoReader(this.video, true)
  }

  get file(): File {
    return this.video.file
  }

  /** When a frame is shown, on the video's own clock. */
  timeMsAt(index: number): number | undefined {
    return this.video.timesMs[index]
  }

  /**
   * Requests are answered one after another; waiting for others does not count as decoding.
   * @throws OverlaneError `frame-unreadable`
   */
  frameAt(index: number): Promise<DecodedFrame> {
    const answer = this.last.then(() => this.decode(index))
    this.last = answer.catch(() => undefined)
    return answer
  }

  /** Lets go of the decoder, and of the file. */
  async close(): Promise<void> {
    await this.last
    await this.reset()
    if (!this.isFork) this.video.input.dispose()
  }

  private async decode(index: number): Promise<DecodedFrame> {
    const { broken } = this
    const startMs = performance.timeOrigin + performance.now()
    if (broken && index >= broken.from && index < broken.to) throw broken.error
    try {
      const frame = await this.decodeNext(index)
      return { frame, startMs, endMs: performance.timeOrigin + performance.now() }
    } catch (thrown) {
      const { isKey, info } = this.video
      await this.reset()
      const nextKey = isKey.indexOf(1, index + 1)
      const error = new OverlaneError(
        'frame-unreadable',
        `Frame ${index} of ${info.path} cannot be decoded: ${describeThrown(thrown)}`,
        { file: info.path, frameIndex: index },
        { cause: thrown },
      )
      this.broken = { from: index, to: nextKey < 0 ? isKey.length : nextKey, error }
      throw error
    }
  }

  private async decodeNext(index: number): Promise<VideoFrame> {
    const timeMs = this.video.timesMs[index]
    if (timeMs === undefined) throw new RangeError('there is no such frame')
    // Without a key frame on the way, seeking would decode the same frames, and those before them.
    const key = this.video.isKey.lastIndexOf(1, index)
    if (!this.samples || index < this.nextIndex || key > this.nextIndex) await this.seek(index)
    for (;;) {
      const next = await this.samples?.next()
      const sample = next?.value
      if (!sample) throw new Error('the video ended before it')
      const differenceMs = sample.timestamp * 1000 - timeMs
      if (differenceMs > MOST_DIFFERENCE_MS) {
        sample.close()
        throw new Error('the decoder left it out')
      }
      this.nextIndex++
      if (differenceMs >= -MOST_DIFFERENCE_MS) {
        this.nextIndex = index + 1
        return toFrame(sample)
      }
      sample.close()
    }
  }

  private async seek(index: number): Promise<void> {
    await this.reset()
    const { VideoSampleSink } = await import('mediabunny')
    this.sink ??= new VideoSampleSink(this.video.track)
    this.samples = this.sink.samples((this.video.timesMs[index] ?? 0) / 1000)
    this.nextIndex = index
  }

  private async reset(): Promise<void> {
    const { samples } = this
    this.samples = null
    await samples?.return()
  }
}

/** The sample as it is shown: in square pixels, and turned as the file says. */
function toFrame(sample: VideoSample): VideoFrame {
  try {
    const isUpright = sample.rotation === 0 && !sample.flip
    const isSquare = sample.displayWidth === sample.visibleRect.width
    if (isUpright && isSquare) return sample.toVideoFrame()
    const canvas = new OffscreenCanvas(sample.displayWidth, sample.displayHeight)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('this browser gave no 2D canvas')
    sample.draw(context, 0, 0, canvas.width, canvas.height)
    return new VideoFrame(canvas, { timestamp: sample.microsecondTimestamp })
  } finally {
    sample.close()
  }
}
