import type { VideoSample } from 'mediabunny'
import { describeThrown, OverlaneError } from '../../core/errors.ts'
import { countBefore } from '../../core/time/match.ts'
import { answerInTime, NoAnswerError } from '../answer-in-time.ts'
import type { JumpSink } from './jump/jump-sink.ts'
import { SampleConverter } from './sample-converter.ts'
import type { OpenVideo, VideoIndex } from './video-file.ts'

/** The caller closes the frame. */
export interface DecodedFrame {
  frame: VideoFrame
  /** When decoding began, in ms of the Unix epoch. */
  startMs: number
  endMs: number
}

/** Frames that are decoded on the way to one that is wanted. The caller closes what it takes. */
export interface FramesOnTheWay {
  /** So many frames before the wanted one are all decoded. Of earlier ones, only those that it needs. */
  leadCount: number
  /** Whether the frames after the wanted one may be asked for next. Else the decoder ends with it. */
  goesOn: boolean
  /** Whether this one is wanted too. */
  isWanted(index: number): boolean
  take(index: number, frame: VideoFrame): void
  /** Asked after each of them: whether the wanted frame is of no use any more. */
  isOver(): boolean
}

const MOST_DIFFERENCE_MS = 1
/**
 * Times are rounded, so a seek goes to a time slightly after the beginning of the frame, never
 * before it.
 */
const SEEK_MARGIN_MS = 0.001
/** Frames that are so near to the one before are read one after another. */
const READ_ON = 8
/** Unless a run asks for them: it is not interrupted, and wants as many as the decoder can give. */
const READ_AHEAD = 4
/** Who looks at a frame may go on from it. The decoder would begin at a key frame again. */
const REST_AFTER_MS = 4000
/** Per frame. A decoder that hangs would hold the stage, and a run, for ever. */
const DECODER_TIMEOUT_MS = 60_000

/**
 * Gives the requested frames of a video, one at a time. If they are requested in order, each frame
 * is decoded once. Otherwise, decoding starts again at the previous key frame.
 */
export class VideoReader {
  private readonly video: OpenVideo
  private sink: JumpSink | null = null
  private samples: AsyncGenerator<VideoSample | null, void, unknown> | null = null
  /** The frame that `samples` yields next. */
  private nextIndex = 0
  /** From this frame on, none is left out by the decoder that is open. */
  private completeFrom = 0
  /** Whether it ends with the frame that was asked for. */
  private isEnding = false
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
  async frameAt(index: number): Promise<DecodedFrame> {
    const decoded = await this.jumpTo(index, null)
    if (!decoded) throw new OverlaneError('internal', 'Nobody ended the way to a frame.')
    return decoded
  }

  /**
   * As {@link frameAt}, and tells of the frames on the way.
   * @returns null if the way to the frame was ended by `isOver`
   */
  jumpTo(index: number, onTheWay: FramesOnTheWay | null): Promise<DecodedFrame | null> {
    clearTimeout(this.restTimer)
    const answer = this.last.then(() => this.decode(index, onTheWay))
    this.last = answer.catch(() => undefined)
    return answer
  }

  /**
   * As {@link frameAt}, of one frame after another until something urgent follows: few frames are decoded
   * before they are asked for.
   * @returns null if the way to the frame was ended by `isOver`
   */
  stepTo(index: number, isOver = (): boolean => false): Promise<DecodedFrame | null> {
    return this.jumpTo(index, {
      leadCount: 0,
      goesOn: true,
      isWanted: () => false,
      take: (_, frame) => frame.close(),
      isOver,
    })
  }

  /** How many frames lie between the next one that is decoded and another one; it may begin at a key frame. */
  framesTo(index: number): number {
    return index - (this.isOnTheWayTo(index, index) ? this.nextIndex : this.keyBefore(index))
  }

  /** Whether a decoder is open that comes to a frame after so few others. */
  isSoonAt(index: number, mostBefore: number): boolean {
    return this.isOnTheWayTo(index, index) && index - this.nextIndex <= mostBefore
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

  private async decode(
    index: number,
    onTheWay: FramesOnTheWay | null,
  ): Promise<DecodedFrame | null> {
    const { broken } = this
    const startMs = performance.timeOrigin + performance.now()
    if (broken && index >= broken.from && index < broken.to) throw broken.error
    try {
      const frame = await this.decodeNext(index, onTheWay).catch((thrown: unknown) => {
        if (thrown instanceof NoAnswerError) throw thrown
        return this.decodeAgain(index)
      })
      return frame && { frame, startMs, endMs: performance.timeOrigin + performance.now() }
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
  private async decodeAgain(index: number): Promise<VideoFrame | null> {
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
      frame?.close()
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

  /**
   * Whether the decoder comes to a frame if it goes on. If there is a key frame in between, a seek is
   * faster. @param lead from this frame on, all of them are needed
   */
  private isOnTheWayTo(index: number, lead: number): boolean {
    if (
      !this.samples ||
      this.isEnding ||
      index < this.nextIndex ||
      this.keyBefore(index) > this.nextIndex
    )
      return false
    return Math.max(lead, this.nextIndex) >= this.completeFrom
  }

  private keyBefore(index: number): number {
    return Math.max(this.video.isKey.lastIndexOf(1, index), 0)
  }

  /**
   * @param from all frames from this one on will be decoded; of earlier ones, those that others need
   * @param until the decoder does not read ahead of this frame. Infinity: it does
   */
  private want(from: number, until: number): void {
    const { timesMs } = this.video
    this.completeFrom = from
    const fromMs = (timesMs[from] ?? 0) - MOST_DIFFERENCE_MS
    this.sink?.want({ fromMs, untilMs: timesMs[until] ?? Infinity, goesOn: !this.isEnding })
  }

  /** Null if it was ended on the way. */
  private async decodeNext(
    index: number,
    onTheWay: FramesOnTheWay | null = null,
  ): Promise<VideoFrame | null> {
    const { timesMs } = this.video
    const timeMs = timesMs[index]
    if (timeMs === undefined) throw new RangeError('there is no such frame')
    const lead = Math.max(0, index - (onTheWay?.leadCount ?? 0))
    const goesOn = onTheWay?.goesOn ?? true
    if (this.isOnTheWayTo(index, lead)) {
      const isReadOn = goesOn && index - this.nextIndex < READ_ON
      const aheadCount = onTheWay ? READ_AHEAD : Infinity
      this.want(Math.max(lead, this.nextIndex), isReadOn ? index + aheadCount : index)
    } else await this.seek(index, lead, goesOn)
    for (;;) {
      const sample = await this.nextSample()
      if (!sample) throw new Error('the video ends before it')
      const differenceMs = sample.timestamp * 1000 - timeMs
      if (differenceMs > MOST_DIFFERENCE_MS) {
        sample.close()
        throw new Error('the decoder skipped it')
      }
      // Some frames are left out on the way.
      const sampleIndex = countBefore(timesMs, sample.timestamp * 1000 - MOST_DIFFERENCE_MS)
      this.nextIndex = sampleIndex + 1
      const isWanted = differenceMs >= -MOST_DIFFERENCE_MS
      if (isWanted) this.sink?.rest()
      if (!isWanted && !onTheWay?.isWanted(sampleIndex)) sample.close()
      else {
        const converting = this.converter.toFrame(sample)
        const frame = await this.inTime(converting, (late) => late.close())
        if (isWanted) return frame
        onTheWay?.take(sampleIndex, frame)
      }
      if (onTheWay?.isOver()) return null
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

  private async seek(index: number, lead: number, goesOn: boolean): Promise<void> {
    await this.reset()
    const { JumpSink } = await import('./jump/jump-sink.ts')
    this.sink ??= await JumpSink.open(this.video.track)
    this.isEnding = !goesOn
    this.want(lead, index)
    // Start at the key frame, which must be decoded anyway. If a Matroska file has no index, the sink
    // finds only key frames: for others it would decode from the first frame of the file.
    this.nextIndex = this.keyBefore(index)
    this.samples = this.sink.samples(seekTimeS(this.video.timesMs[this.nextIndex] ?? 0))
  }

  /** @param end exclusive; only the frames before it, and the frames that they need, are decoded */
  private async startWithin(index: number, end: number): Promise<void> {
    await this.reset()
    const { VideoSampleSink } = await import('mediabunny')
    const sink = new VideoSampleSink(this.video.track)
    this.nextIndex = index
    this.completeFrom = index
    this.isEnding = false
    const timesS = Array.from(this.video.timesMs.subarray(index, end), seekTimeS)
    this.samples = sink.samplesAtTimestamps(timesS)
  }

  private async reset(): Promise<void> {
    const { samples } = this
    this.samples = null
    await samples?.return()
    this.sink?.end()
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
