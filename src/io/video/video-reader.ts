import type { VideoSample, VideoSampleSink } from 'mediabunny'
import { describeThrown, OverlaneError } from '../../core/errors.ts'
import { answerInTime, NoAnswerError } from '../answer-in-time.ts'
import { SampleConverter } from './sample-converter.ts'
import type { OpenVideo, VideoIndex } from './video-file.ts'

/** The caller closes the frame. */
export interface DecodedFrame {
  frame: VideoFrame
  /** When decoding began, in ms of the Unix epoch. */
  startMs: number
  endMs: number
}

const MOST_DIFFERENCE_MS = 1
/**
 * Times are rounded, so a seek goes to a time slightly after the beginning of the frame, never
 * before it.
 */
const SEEK_MARGIN_MS = 0.001
const REST_AFTER_MS = 500
/** Per frame. A decoder that hangs would hold the stage, and a run, for ever. */
const DECODER_TIMEOUT_MS = 60_000

/**
 * Gives the requested frames of a video, one at a time. If they are requested in order, each frame
 * is decoded once. Otherwise, decoding starts again at the previous key frame.
 */
export class VideoReader {
  private readonly video: OpenVideo
  private sink: VideoSampleSink | null = null
  private samples: AsyncGenerator<VideoSample | null, void, unknown> | null = null
  /** The frame that `samples` yields next. */
  private nextIndex = 0
  /** Frames that cannot be decoded because an earlier one cannot; `to` is exclusive. */
  private broken: { from: number; to: number; error: OverlaneError } | null = null
  private last: Promise<unknown> = Promise.resolve()
  private restTimer: ReturnType<typeof setTimeout> | undefined
  private readonly isFork: boolean
  private readonly converter: SampleConverter

  constructor(video: OpenVideo, isFork = false) {
    this.video = video
    this.isFork = isFork
    this.converter = new SampleConverter(isFork)
  }

  /**
   * Another reader of the same video, for a run. Each reader has its own position. The fork's frames
   * do not hold memory of the decoder, so any number of them may be open. Close it before this one.
   */
  fork(): VideoReader {
    return new VideoReader(this.video, true)
  }

  get file(): File {
    return this.video.file
  }

  /** The index that another thread needs to open the same file. */
  get index(): VideoIndex {
    const { info, timesMs, isKey } = this.video
    return { info, timesMs, isKey }
  }

  /** Whether a frame can be decoded without another one. */
  isKeyAt(index: number): boolean {
    return this.video.isKey[index] === 1
  }

  /** When a frame is shown, on the video's own clock. */
  timeMsAt(index: number): number | undefined {
    return this.video.timesMs[index]
  }

  /**
   * Answers requests one after another. The waiting time does not count as decoding.
   * @throws OverlaneError `frame-unreadable`
   */
  frameAt(index: number): Promise<DecodedFrame> {
    clearTimeout(this.restTimer)
    const answer = this.last.then(() => this.decode(index))
    this.last = answer.catch(() => undefined)
    return answer
  }

  /**
   * No other frame may be requested for a while. A decoder reads dozens of frames ahead, which are in
   * memory until they are requested. So it is released, unless a request comes soon.
   */
  rest(): void {
    clearTimeout(this.restTimer)
    this.restTimer = setTimeout(() => {
      this.last = this.last.then(() => this.reset()).catch(() => undefined)
    }, REST_AFTER_MS)
  }

  /** Releases the decoder and the file. */
  async close(): Promise<void> {
    clearTimeout(this.restTimer)
    await this.last
    await this.reset()
    if (!this.isFork) this.video.input.dispose()
  }

  private async decode(index: number): Promise<DecodedFrame> {
    const { broken } = this
    const startMs = performance.timeOrigin + performance.now()
    if (broken && index >= broken.from && index < broken.to) throw broken.error
    try {
      const frame = await this.decodeNext(index).catch((thrown: unknown) => {
        if (thrown instanceof NoAnswerError) throw thrown
        return this.decodeAgain(index)
      })
      return { frame, startMs, endMs: performance.timeOrigin + performance.now() }
    } catch (thrown) {
      const { info } = this.video
      await this.reset()
      const error = new OverlaneError(
        'frame-unreadable',
        {
          subject: `Frame ${index} of ${info.path}`,
          fault: `cannot be decoded: ${describeFailure(thrown)}`,
          ...(thrown instanceof NoAnswerError ? { remedy: HANG_REMEDY } : {}),
        },
        { file: info.path, frameIndex: index },
        { cause: thrown },
      )
      this.broken = { from: index, to: this.groupEnd(index), error }
      throw error
    }
  }

  /**
   * Decoders read ahead, so they fail before they give out the frames before a damaged one. This
   * searches for the last frame of the group that can be decoded, and decodes no further.
   */
  private async decodeAgain(index: number): Promise<VideoFrame> {
    await this.startWithin(index, index + 1)
    const frame = await this.decodeNext(index)
    let [good, bad] = [index, this.groupEnd(index)]
    // Most often the damaged frame is in a later group.
    let probe = bad - 1
    while (good + 1 < bad) {
      if (await this.canDecode(probe)) good = probe
      else bad = probe
      probe = Math.floor((good + bad) / 2)
    }
    await this.startWithin(index + 1, bad)
    return frame
  }

  private async canDecode(index: number): Promise<boolean> {
    try {
      await this.startWithin(index, index + 1)
      const frame = await this.decodeNext(index)
      frame.close()
      return true
    } catch {
      return false
    }
  }

  /** The next key frame after a frame, or the end of the video. */
  private groupEnd(index: number): number {
    const { isKey } = this.video
    const nextKey = isKey.indexOf(1, index + 1)
    return nextKey < 0 ? isKey.length : nextKey
  }

  private async decodeNext(index: number): Promise<VideoFrame> {
    const timeMs = this.video.timesMs[index]
    if (timeMs === undefined) throw new RangeError('there is no such frame')
    // If there is no key frame in between, a seek would decode the same frames, and earlier ones
    // too.
    const key = this.video.isKey.lastIndexOf(1, index)
    if (!this.samples || index < this.nextIndex || key > this.nextIndex) await this.seek(index)
    for (;;) {
      const sample = await this.nextSample()
      if (!sample) throw new Error('the video ends before it')
      const differenceMs = sample.timestamp * 1000 - timeMs
      if (differenceMs > MOST_DIFFERENCE_MS) {
        sample.close()
        throw new Error('the decoder skipped it')
      }
      this.nextIndex++
      if (differenceMs >= -MOST_DIFFERENCE_MS) {
        this.nextIndex = index + 1
        return await this.inTime(this.converter.toFrame(sample), (frame) => frame.close())
      }
      sample.close()
    }
  }

  private async nextSample(): Promise<VideoSample | null> {
    const answer = this.samples?.next().then(({ value }) => value ?? null) ?? Promise.resolve(null)
    return this.inTime(answer, (sample) => sample?.close())
  }

  /** @param close what comes too late */
  private async inTime<Answer>(
    answer: Promise<Answer>,
    close: (late: Answer) => void,
  ): Promise<Answer> {
    try {
      return await answerInTime(answer, DECODER_TIMEOUT_MS, 'the browser’s decoder')
    } catch (thrown) {
      if (thrown instanceof NoAnswerError) {
        // It would not end either. The next frame gets another decoder.
        this.samples = null
        answer.then(close, () => undefined)
      }
      throw thrown
    }
  }

  private async seek(index: number): Promise<void> {
    await this.reset()
    const sink = await this.openSink()
    // Start at the key frame, which must be decoded anyway. If a Matroska file has no index, the sink
    // finds only key frames: for others it would decode from the first frame of the file.
    this.nextIndex = Math.max(this.video.isKey.lastIndexOf(1, index), 0)
    this.samples = sink.samples(seekTimeS(this.video.timesMs[this.nextIndex] ?? 0))
  }

  /** @param end exclusive; only the frames before it, and the frames that they need, are decoded */
  private async startWithin(index: number, end: number): Promise<void> {
    await this.reset()
    const sink = await this.openSink()
    this.nextIndex = index
    const timesS = Array.from(this.video.timesMs.subarray(index, end), seekTimeS)
    this.samples = sink.samplesAtTimestamps(timesS)
  }

  private async openSink(): Promise<VideoSampleSink> {
    const { VideoSampleSink } = await import('mediabunny')
    return (this.sink ??= new VideoSampleSink(this.video.track))
  }

  private async reset(): Promise<void> {
    const { samples } = this
    this.samples = null
    await samples?.return()
  }
}

const HANG_REMEDY = 'Close other videos, or restart the browser.'

function seekTimeS(timeMs: number): number {
  return (timeMs + SEEK_MARGIN_MS) / 1000
}

/** For damaged data, the errors of decoders say only that they failed, or at which step. */
function describeFailure(thrown: unknown): string {
  const isDamaged = thrown instanceof DOMException && thrown.name === 'EncodingError'
  return isDamaged ? 'its data are damaged or cut off.' : describeThrown(thrown)
}
