import { proxy, releaseProxy, wrap } from 'comlink'
import type { Remote } from 'comlink'
import { OverlaneError } from '../../core/errors.ts'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import type { Segment } from './movie-segments.ts'
import type { EncodingProgress, MovieFrame, SegmentSetup } from './segment-task.ts'
import type { SegmentWorker } from './segment.worker.ts'

export interface EncoderPoolOptions {
  setup: SegmentSetup
  segments: readonly Segment[]
  /** The next frames of a segment, up to `count`; none when there are no more. */
  take: (segmentIndex: number, count: number) => Promise<MovieFrame[]>
  onProgress: (encoderIndex: number, progress: EncodingProgress) => void
  /** Resolves when the next packet may come. */
  onPacket: (segmentIndex: number, packet: VideoPacket) => Promise<void>
  onComplete: (segmentIndex: number) => void
  /** The segment that all others wait for, where another one should not be begun; else null. */
  blockedBy: () => number | null
}

interface Encoder {
  worker: Worker
  /** The segment it was given last. */
  segmentIndex: number
  /** Gives it the next segment, where it waits for one. */
  goOn: (() => void) | null
  /** Kept for as long as the run lasts: Comlink loses the calls of a proxy that was collected. */
  remote: Remote<SegmentWorker>
}

/** Web workers that encode segments of a video side by side, each the next one when it is free. */
export class EncoderPool {
  private readonly options: EncoderPoolOptions
  private readonly encoders: Encoder[] = []
  private count = 0
  private workingCount = 0
  private nextIndex = 0
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
  }

  /**
   * Resolves when every segment is encoded, or when it was stopped.
   * @throws what the first encoder failed with, or what `fail` was told
   */
  async run(encoderCount: number): Promise<void> {
    try {
      this.adapt(encoderCount)
      if (this.workingCount === 0) this.finish()
      await this.finished
    } finally {
      for (const { worker, remote } of this.encoders) {
        remote[releaseProxy]()
        worker.terminate()
      }
    }
  }

  /** Goes on with more encoders, or with fewer once these have completed their segments. */
  adapt(encoderCount: number): void {
    this.count = encoderCount
    while (this.encoders.length < encoderCount && this.hasSegments) this.spawn()
  }

  /** Ends it: what is not encoded yet is dropped. */
  stop(): void {
    this.isStopping = true
    this.goOn()
    // One that is gone cannot answer.
    for (const { remote } of this.encoders) void remote.cancel().catch(() => undefined)
  }

  fail(thrown: unknown): void {
    this.reject(thrown)
  }

  private get hasSegments(): boolean {
    return !this.isStopping && this.nextIndex < this.options.segments.length
  }

  private spawn(): void {
    const { setup, take, onProgress, onPacket, onComplete } = this.options
    const worker = new Worker(new URL('./segment.worker.ts', import.meta.url), { type: 'module' })
    const remote = wrap<SegmentWorker>(worker)
    const encoder: Encoder = { worker, remote, segmentIndex: -1, goOn: null }
    const index = this.encoders.push(encoder) - 1
    this.workingCount++
    worker.onerror = ({ message }) => this.fail(new Error(message || 'its script failed'))
    remote
      .encode(
        setup,
        proxy(() => this.nextSegment(encoder, index)),
        proxy(take),
        proxy((progress) => {
          onProgress(index, progress)
          return Promise.resolve()
        }),
        proxy((segmentIndex, packet) => onPacket(segmentIndex, packet)),
        proxy((segmentIndex) => {
          onComplete(segmentIndex)
          this.goOn()
          return Promise.resolve()
        }),
      )
      .then((problem) => {
        if (problem) throw OverlaneError.fromProblems([problem])
        this.workingCount--
        if (this.workingCount === 0) this.finish()
      })
      .catch((thrown: unknown) => this.fail(thrown))
  }

  private async nextSegment(encoder: Encoder, index: number): Promise<number | null> {
    const { blockedBy } = this.options
    for (let head = blockedBy(); head !== null; head = blockedBy()) {
      // Its own last packets may be those that the others wait for: they come when it goes on.
      if (encoder.segmentIndex === head || !this.hasSegments) break
      await new Promise<void>((resolve) => (encoder.goOn = resolve))
    }
    if (!this.hasSegments || index >= this.count) return null
    encoder.segmentIndex = this.nextIndex++
    return encoder.segmentIndex
  }

  private goOn(): void {
    for (const encoder of this.encoders) {
      encoder.goOn?.()
      encoder.goOn = null
    }
  }
}
