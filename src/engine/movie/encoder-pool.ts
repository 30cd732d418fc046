import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { MOST_ATTEMPTS, WorkerCrew } from '../workers/worker-crew.ts'
import type { CrewPlace } from '../workers/worker-crew.ts'
import { asCallbacks, WorkerHost } from '../workers/worker-host.ts'
import type { Segment } from './movie-segments.ts'
import type { EncodingProgress, SegmentCallbacks, SegmentSetup } from './segment-task.ts'
import type { SegmentWorker } from './segment.worker.ts'

export interface EncoderPoolOptions extends Pick<SegmentCallbacks, 'take' | 'onPacket'> {
  setup: SegmentSetup
  segments: readonly Segment[]
  /** An encoder that gives no sign for longer than this is replaced. */
  frameTimeoutMs: number
  onProgress: (encoderIndex: number, progress: EncodingProgress) => void
  onComplete: (segmentIndex: number) => void
  /** The segment that all others wait for, where another one should not be begun; else null. */
  blockedBy: () => number | null
  /**
   * A segment is made again, as its encoder was lost.
   * @returns the position of the first frame to make again: those before it are in the file
   * @throws Error where it cannot be made again
   */
  restart: (segmentIndex: number) => number
  onReplaced: (encoderIndex: number, why: string) => void
}

interface Encoder extends CrewPlace {
  host: WorkerHost<SegmentWorker>
  /** Those that it was given and that are not complete. */
  segments: Set<number>
  /** The segment it was given last, null before the first. */
  latestSegment: number | null
  /** It makes a segment that another encoder was lost on, and nothing beside it. */
  isOnTrial: boolean
  /** Gives it the next segment, where it waits for one. */
  goOn: (() => void) | null
  /** Its calls that are on the way to an answer: it may have to wait for them. */
  unansweredCount: number
  /** When it called last, or was answered. */
  sinceMs: number
}

/**
 * Web workers that encode segments of a video side by side, each the next one when it is free. One
 * that dies or hangs is replaced and its segments done again, each by itself, so that a video fails
 * only where encoders are lost on the same piece of it again and again.
 */
export class EncoderPool {
  private readonly options: EncoderPoolOptions
  private readonly crew: WorkerCrew<Encoder>
  private count = 0
  private nextIndex = 0
  /** Segments to do again, the earliest first: others wait for it. */
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
    // It may fail before anybody waits for it.
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
   * Resolves when every segment is encoded, or when it was stopped.
   * @throws what was in the way of a segment, or what `fail` was told
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

  /** Goes on with more encoders, or with fewer once these have completed their segments. */
  adapt(encoderCount: number): void {
    const before = this.count
    this.count = encoderCount
    for (let index = before; index < encoderCount && this.hasSegments; index++) this.crew.add(index)
  }

  /** Ends it: what is not encoded yet is dropped. */
  stop(): void {
    this.isStopping = true
    this.goOn()
    // One that is gone cannot answer.
    for (const { host } of this.crew.places) void host.remote.cancel().catch(() => undefined)
  }

  /** Ends it for a reason. */
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

  /** Each call is a sign of life; one of an encoder that was replaced changes nothing. */
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
      // Its own last packets may be those that the others wait for: they come when it goes on.
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
    // What is in the way before the first frame is in the way of any encoder.
    if (problem) this.fail(OverlaneError.fromProblems([problem]))
    this.crew.dismiss(encoder)
    this.refill(encoder.index)
  }

  private findOverdue({ unansweredCount, sinceMs }: Encoder, beforeMs: number): string | null {
    if (unansweredCount > 0 || sinceMs >= beforeMs) return null
    const seconds = Math.round(this.options.frameTimeoutMs / 1000)
    return `nothing was heard of it for longer than ${seconds} s`
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

  /** @throws OverlaneError `worker-failed` where a segment is given up */
  private takeBack(encoder: Encoder, segmentIndex: number, why: string): void {
    const from = this.options.restart(segmentIndex)
    const attempts = this.crew.blame(encoder, from)
    if (attempts >= MOST_ATTEMPTS) {
      const { to } = this.options.segments[segmentIndex] ?? { to: from + 1 }
      const place = `frames ${from + 1} to ${to} of the video`
      const message = `${attempts} workers died or hung on ${place}; the last one, as ${why}.`
      throw new OverlaneError('worker-failed', message)
    }
    this.retries.push(segmentIndex)
    this.retries.sort((a, b) => a - b)
  }

  /** Has a worker take the place of one that ended, where there is work for it. */
  private refill(index: number): void {
    const hasWork = this.retries.length > 0 || (this.hasSegments && index < this.count)
    if (hasWork && !this.isStopping) this.crew.add(index)
    this.finishWhenDone()
  }

  private finishWhenDone(): void {
    if (this.crew.places.length === 0) this.finish()
  }
}
