import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { MOST_ATTEMPTS, WorkerCrew } from '../workers/worker-crew.ts'
import type { CrewPlace } from '../workers/worker-crew.ts'
import { asCallbacks, WorkerHost } from '../workers/worker-host.ts'
import type { Segment } from './movie-segments.ts'
import type { EncodingProgress, SegmentCallbacks, SegmentSetup } from './segment-messages.ts'
import type { SegmentWorker } from './segment.worker.ts'

export interface EncoderPoolOptions extends Pick<SegmentCallbacks, 'take' | 'onPacket'> {
  setup: SegmentSetup
  segments: readonly Segment[]
  /** An encoder that does not respond for longer than this is replaced. */
  frameTimeoutMs: number
  onProgress: (encoderIndex: number, progress: EncodingProgress) => void
  onComplete: (segmentIndex: number) => void
  /** If no other segment should be begun: the segment that all others wait for. Else null. */
  blockedBy: () => number | null
  /**
   * Called when a segment must be made again because its encoder was lost.
   * @returns the position of the first frame to make again; the frames before it are in the file
   * @throws Error if the segment cannot be made again
   */
  restart: (segmentIndex: number) => number
  onReplaced: (encoderIndex: number, why: string) => void
}

interface Encoder extends CrewPlace {
  host: WorkerHost<SegmentWorker>
  /** The segments that it has and has not completed. */
  segments: Set<number>
  /** The last segment that it got; null before the first. */
  latestSegment: number | null
  /** The encoder makes only one segment, on which another encoder was lost. */
  isOnTrial: boolean
  /** Ends its wait for the next segment; null while it does not wait. */
  goOn: (() => void) | null
  /** Its calls without an answer yet. While there are any, it is not overdue. */
  unansweredCount: number
  /** When it was last answered, or started. */
  sinceMs: number
}

/**
 * Web workers that encode segments of a video side by side. Each takes the next segment when it is
 * free. An encoder that dies or hangs is replaced. Each of its segments is encoded again alone, so
 * that a video fails only if encoders are lost on the same part of it again and again.
 */
export class EncoderPool {
  private readonly options: EncoderPoolOptions
  private readonly crew: WorkerCrew<Encoder>
  private count = 0
  private nextIndex = 0
  /** Segments to encode again, the earliest first, because the others wait for it. */
  private readonly retries: number[] = []
  private isStopping = false
  private finish: () => void = () => undefined
  private reject: (thrown: unknown) => void = () => undefined
  private readonly finished: Promise<void>

  constructor(options: EncoderPoolOptions) {
    this.options = options
    this.finished = new Promise((resolve, reject) => {
      this.finish = resolve
      this.reject = reject
    })
    // It may reject before `run` awaits it.
    this.finished.catch(() => undefined)
    this.crew = new WorkerCrew<Encoder>({
      timeoutMs: options.frameTimeoutMs,
      spawn: (index) => this.spawn(index),
      findOverdue: (encoder, beforeMs) => this.findOverdue(encoder, beforeMs),
      onReplaced: options.onReplaced,
      onLost: (encoder, hopeless, why) => this.onLost(encoder, hopeless, why),
    })
  }

  /**
   * Resolves when every segment is encoded, or after `stop`.
   * @throws the problem of a segment that cannot be encoded, or what `fail` was called with
   */
  async run(encoderCount: number): Promise<void> {
    try {
      this.adapt(encoderCount)
      this.finishWhenDone()
      await this.finished
    } finally {
      this.crew.end()
    }
  }

  /** Continues with more encoders; or with fewer, when the others have completed their segments. */
  adapt(encoderCount: number): void {
    const before = this.count
    this.count = encoderCount
    for (let index = before; index < encoderCount && this.hasSegments; index++) this.crew.add(index)
  }

  /** Stops encoding. Frames that are not encoded yet are dropped. */
  stop(): void {
    this.isStopping = true
    this.goOn()
    // An encoder that died cannot answer.
    for (const { host } of this.crew.places) void host.remote.cancel().catch(() => undefined)
  }

  /** Stops encoding. `run` throws this. */
  fail(thrown: unknown): void {
    this.isStopping = true
    this.reject(thrown)
  }

  private get hasSegments(): boolean {
    return !this.isStopping && this.nextIndex < this.options.segments.length
  }

  private spawn(index: number): Encoder {
    const { setup, take, onProgress, onPacket, onComplete } = this.options
    const worker = new Worker(new URL('./segment.worker.ts', import.meta.url), { type: 'module' })
    const encoder: Encoder = {
      index,
      host: new WorkerHost(worker, (why) => this.crew.replace(encoder, why)),
      segments: new Set(),
      latestSegment: null,
      isOnTrial: false,
      goOn: null,
      unansweredCount: 0,
      sinceMs: performance.now(),
      isAlive: false,
      isSuspect: false,
    }
    const callbacks = asCallbacks<SegmentCallbacks>({
      nextSegment: () => this.answer(encoder, () => this.nextSegment(encoder), null),
      take: (...asked) => this.answer(encoder, () => take(...asked), []),
      onProgress: (progress) => this.answer(encoder, () => onProgress(index, progress), undefined),
      onPacket: (...packet) => this.answer(encoder, () => onPacket(...packet), undefined),
      onComplete: (segmentIndex) =>
        this.answer(
          encoder,
          () => {
            encoder.segments.delete(segmentIndex)
            onComplete(segmentIndex)
            this.goOn()
          },
          undefined,
        ),
    })
    encoder.host.remote.encode(setup, callbacks).then(
      (problem) => this.onEnded(encoder, problem),
      (thrown: unknown) => this.crew.replace(encoder, describeThrown(thrown)),
    )
    return encoder
  }

  /** Each call shows that an encoder works. Calls of an encoder that was replaced are ignored. */
  private async answer<Result>(
    encoder: Encoder,
    work: () => Result | Promise<Result>,
    toLost: Result,
  ): Promise<Result> {
    if (!this.crew.has(encoder)) return toLost
    this.crew.noteSign(encoder)
    encoder.unansweredCount++
    try {
      return await work()
    } finally {
      encoder.unansweredCount--
      encoder.sinceMs = performance.now()
    }
  }

  private async nextSegment(encoder: Encoder): Promise<number | null> {
    if (encoder.isOnTrial) return null
    const retry = encoder.latestSegment === null ? this.retries.shift() : undefined
    encoder.isOnTrial = retry !== undefined
    if (retry !== undefined) return this.give(encoder, retry)
    const { blockedBy } = this.options
    for (let head = blockedBy(); head !== null; head = blockedBy()) {
      // The others may wait for this encoder's last packets, which come only if it continues.
      if (encoder.latestSegment === head || !this.hasSegments) break
      await new Promise<void>((resolve) => (encoder.goOn = resolve))
    }
    if (!this.hasSegments || encoder.index >= this.count) return null
    return this.crew.has(encoder) ? this.give(encoder, this.nextIndex++) : null
  }

  private give(encoder: Encoder, segmentIndex: number): number {
    encoder.latestSegment = segmentIndex
    encoder.segments.add(segmentIndex)
    return segmentIndex
  }

  private goOn(): void {
    for (const encoder of this.crew.places) {
      encoder.goOn?.()
      encoder.goOn = null
    }
  }

  private onEnded(encoder: Encoder, problem: Problem | null): void {
    if (!this.crew.has(encoder)) return
    if (problem && encoder.isAlive) {
      this.crew.replace(encoder, problem.message.replace(/\.$/, ''))
      return
    }
    // A problem before the first frame would stop any other encoder, too.
    if (problem) this.fail(OverlaneError.fromProblems([problem]))
    this.crew.dismiss(encoder)
    this.refill(encoder.index)
  }

  private findOverdue({ unansweredCount, sinceMs }: Encoder, beforeMs: number): string | null {
    if (unansweredCount > 0 || sinceMs >= beforeMs) return null
    const seconds = Math.round(this.options.frameTimeoutMs / 1000)
    return `it did not respond for longer than ${seconds} s`
  }

  private onLost(encoder: Encoder, hopeless: Problem | null, why: string): void {
    try {
      if (hopeless) throw OverlaneError.fromProblems([hopeless])
      for (const segmentIndex of encoder.segments) {
        if (!this.isStopping) this.takeBack(encoder, segmentIndex, why)
      }
    } catch (thrown) {
      this.fail(thrown)
    }
    this.refill(encoder.index)
  }

  /** @throws OverlaneError `worker-failed` if a segment is given up */
  private takeBack(encoder: Encoder, segmentIndex: number, why: string): void {
    const from = this.options.restart(segmentIndex)
    const attempts = this.crew.blame(encoder, from)
    if (attempts >= MOST_ATTEMPTS) {
      const { to } = this.options.segments[segmentIndex] ?? { to: from + 1 }
      const place = `frames ${from + 1} to ${to} of the video`
      const message = `${attempts} workers died or hung on ${place}. The last one: ${why}.`
      throw new OverlaneError('worker-failed', message)
    }
    this.retries.push(segmentIndex)
    this.retries.sort((a, b) => a - b)
  }

  /** Starts a worker in place of one that ended, if there is work for it. */
  private refill(index: number): void {
    const hasWork = this.retries.length > 0 || (this.hasSegments && index < this.count)
    if (hasWork && !this.isStopping) this.crew.add(index)
    this.finishWhenDone()
  }

  private finishWhenDone(): void {
    if (this.crew.places.length === 0) this.finish()
  }
}
