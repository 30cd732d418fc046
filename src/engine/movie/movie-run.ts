import { transfer } from 'comlink'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { removeUnfinished } from '../../io/folders/handle-directory.ts'
import { buffersOf } from '../../io/video/packet-encoder.ts'
import type { Tuning } from '../workers/auto-tuner.ts'
import { EncoderPool } from './encoder-pool.ts'
import { EncoderTuner } from './encoder-tuner.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes, WorkerStage } from '../frames/step-clock.ts'
import type { SegmentFile } from '../resume/finished-segments.ts'
import { cannotJoinKept, SegmentDamagedError, toWriteError } from './movie-errors.ts'
import type { MovieManifest } from './movie-manifest.ts'
import { segmentsAfter } from './movie-segments.ts'
import type { Segment } from './movie-segments.ts'
import type { MovieSetup, MovieWriter } from './movie.worker.ts'
import type { WorkerPlan } from '../workers/plan-workers.ts'
import { EncodersDifferError, SegmentJoin } from './segment-join.ts'
import type { MovieFrame, SegmentSetup, SettledFrame } from './segment-messages.ts'
import { answerInTime } from '../../io/answer-in-time.ts'
import { PauseGate } from '../workers/pause-gate.ts'
import { WorkerHost } from '../workers/worker-host.ts'

export interface MovieRunOptions {
  encoders: SegmentSetup
  writer: MovieSetup
  segments: readonly Segment[]
  /** Whether the segments are saved for another run, and no video is made of them. */
  isPart: boolean
  manifest: MovieManifest
  /** The time of the run without its pauses, in ms. */
  now: () => number
  /** How many encoders the run starts with, and how many it may use. */
  workers: WorkerPlan
  /** The task of a frame; null if the frame cannot be rendered and is settled already. */
  taskAt: (position: number) => Promise<FrameTask> | null
  spanOf: (position: number) => MovieFrame['span']
  /** An encoder that does not respond for longer than this is replaced. */
  frameTimeoutMs: number
  onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) => void
  onSettled: (
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ) => void
  onReplaced: (workerIndex: number, why: string) => void
  /** Called when the number of encoders changes. */
  onTuned: (tuning: Tuning) => void
}

const CANCEL_TIMEOUT_MS = 10_000
/** To open what is kept, and to put a large file in its place, may take the browser longer. */
const LONG_FACTOR = 10
const EMPTY: Segment = { index: 0, from: 0, to: 0 }
/** The frame was reported as rendered. */
const RENDERED = 1
/** The frame is not in the video, because it is missing or failed. */
const LEFT_OUT = 2

/** Makes a video of all frames: encoders make its segments, and their packets are joined. */
export class MovieRun {
  private readonly options: MovieRunOptions
  private readonly tuner: EncoderTuner
  private readonly held = new Map<number, FrameTask>()
  /** The state of each frame of the plan; 0 until it is settled. */
  private readonly states: Uint8Array
  private pool: EncoderPool | null = null
  private isAlone = false
  /** How many segments of an earlier run the file begins with. */
  private keptCount = 0
  private isStopping = false
  /** Where encoders that ask for frames wait during a pause. */
  private readonly pauseGate = new PauseGate()
  private stopTimeout: ReturnType<typeof setTimeout> | undefined
  /** Why the video could not be made; else null. */
  failure: Problem | null = null
  /** Null while there is no video. */
  written: { soundLoss: string | null } | null = null
  readonly busyMs: number[] = []
  readonly abandoned: FrameTask[] = []

  constructor(options: MovieRunOptions) {
    this.options = options
    this.tuner = new EncoderTuner(options.workers, options.now)
    const { frameCount } = options.writer
    this.states = new Uint8Array(frameCount)
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { writer, segments } = this.options
    try {
      try {
        await this.makeAfter(this.options.manifest.kept)
      } catch (thrown) {
        if (!(thrown instanceof EncodersDifferError) || this.isStopping) throw thrown
        if (this.keptCount > 0) throw cannotJoinKept()
        this.isAlone = true
        const reason =
          '1 worker: the output of several encoders could not be joined, so the video was started again.'
        this.options.onTuned({ workerCount: 1, chunkSize: 1, reason })
        const { from } = segments[0] ?? EMPTY
        const { to } = segments.at(-1) ?? EMPTY
        await this.make([{ index: 0, from, to }], 1, [])
      }
    } catch (thrown) {
      // A writer that was ended could not do it.
      await removeUnfinished(writer.folder, writer.fileName)
      this.failure = toWriteError(thrown, writer.fileName).toProblem()
    } finally {
      clearTimeout(this.stopTimeout)
    }
  }

  /** Nothing to do: encoders ask for frames when they have room for them. */
  resume(): void {}
  /** Nothing to do: the `EncoderTuner` sets the number of encoders. */
  adapt(): void {}

  /** During a pause, encoders finish the frames that they hold and get no others. */
  setPaused(isPaused: boolean): void {
    this.pauseGate.setPaused(isPaused)
  }

  /** Ends the run without a video. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.setPaused(false)
    this.pool?.stop()
    this.stopTimeout = setTimeout(
      () => this.pool?.fail(new Error('its encoders did not stop in time.')),
      CANCEL_TIMEOUT_MS,
    )
  }

  /** Makes what follows the kept segments. If one of them is damaged, it is made again, too. */
  private async makeAfter(kept: readonly SegmentFile[]): Promise<void> {
    const { segments, workers } = this.options
    this.keptCount = kept.length
    const left = segmentsAfter(segments, kept.at(-1)?.segment.to ?? 0)
    try {
      await this.make(left, workers.workerCount, kept)
    } catch (thrown) {
      if (!(thrown instanceof SegmentDamagedError) || this.isStopping) throw thrown
      await this.makeAfter(kept.slice(0, thrown.segmentIndex))
    }
  }

  private async make(
    segments: readonly Segment[],
    encoderCount: number,
    kept: readonly SegmentFile[],
  ): Promise<void> {
    const { manifest, frameTimeoutMs, isPart } = this.options
    let onDied: (thrown: Error) => void = () => undefined
    const died = new Promise<never>((_, reject) => (onDied = reject))
    const worker = new Worker(new URL('./movie.worker.ts', import.meta.url), { type: 'module' })
    const host = new WorkerHost<MovieWriter>(worker, (why) => onDied(new Error(`${why}.`)))
    const writer = host.remote
    const inTime = <Answer>(answer: Answer, timeoutMs = frameTimeoutMs): Promise<Awaited<Answer>> =>
      answerInTime(answer, timeoutMs, 'the worker that writes the file')
    const longMs = frameTimeoutMs * LONG_FACTOR
    const saved = manifest.folder?.handle ? { folder: manifest.folder.handle, kept } : null
    const opened = inTime(writer.open(this.options.writer, saved), longMs).then((answer) => {
      if ('problem' in answer) throw OverlaneError.fromProblems([answer.problem])
      return answer
    })
    const begun = opened.then(async ({ soundLoss, keptCount, decoderConfig }) => {
      if (keptCount < kept.length) throw new SegmentDamagedError(keptCount)
      join.expect(decoderConfig)
      await manifest.begin(kept)
      return { soundLoss }
    })
    const join = new SegmentJoin(
      async (packet) => {
        await begun
        await inTime(writer.add(transfer(packet, buffersOf(packet))))
      },
      (segmentIndex, untilS) => {
        const segment = segments[segmentIndex] ?? EMPTY
        const to = untilS === null ? segment.to : this.positionAt(segment, untilS)
        manifest.offer(to, (name) => inTime(writer.saveSegment(name), longMs))
      },
    )
    const pool = this.createPool(segments, join)
    this.pool = pool
    const work = async (): Promise<void> => {
      // The encoders start while the file is opened.
      const [{ soundLoss }] = await Promise.all([begun, pool.run(encoderCount)])
      await manifest.settle()
      if (this.isStopping) return writer.abort()
      if (join.isEmpty) throw new Error('no frame could be rendered.')
      await join.drain()
      await manifest.settle()
      await inTime(isPart ? writer.abort() : writer.finish(), longMs)
      this.written = { soundLoss }
    }
    try {
      await Promise.race([work(), died])
    } catch (thrown) {
      pool.fail(thrown)
      // The failure itself is reported, whether or not the unfinished file can be removed.
      const endMs = Math.min(frameTimeoutMs, CANCEL_TIMEOUT_MS)
      const abort = opened.then(() => manifest.settle()).then(() => inTime(writer.abort(), endMs))
      await Promise.race([abort, died]).catch(() => undefined)
      throw thrown
    } finally {
      host.end()
    }
  }

  private createPool(segments: readonly Segment[], join: SegmentJoin): EncoderPool {
    const { encoders, frameTimeoutMs, onReplaced } = this.options
    /** The next frame to take, of each segment. */
    const cursors = segments.map(({ from }) => from)
    const pool = new EncoderPool({
      setup: encoders,
      segments,
      frameTimeoutMs,
      take: (segmentIndex, count) => this.take(segments, cursors, segmentIndex, count),
      onProgress: (encoderIndex, { settled, current }) => {
        for (const frame of settled) this.settle(encoderIndex, frame)
        const task = current && this.held.get(current.position)
        if (task) this.options.onStage(encoderIndex, task, current.stage)
      },
      onPacket: async (segmentIndex, packet) => {
        try {
          await join.add(segmentIndex, packet)
        } catch (thrown) {
          pool.fail(thrown)
        }
      },
      onComplete: (segmentIndex) => join.complete(segmentIndex),
      blockedBy: () => (join.isFull ? join.head : null),
      restart: (segmentIndex) => {
        const from = this.positionAt(segments[segmentIndex] ?? EMPTY, join.restart(segmentIndex))
        cursors[segmentIndex] = from
        return from
      },
      onReplaced,
    })
    return pool
  }

  /** The first frame of a segment that is shown at or after a time of the video. */
  private positionAt({ from, to }: Segment, timeS: number): number {
    const timeUs = Math.round(timeS * 1e6)
    let [low, high] = [from, to]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.options.spanOf(middle).timestamp < timeUs) low = middle + 1
      else high = middle
    }
    return low
  }

  private async take(
    segments: readonly Segment[],
    cursors: number[],
    segmentIndex: number,
    count: number,
  ): Promise<MovieFrame[]> {
    await this.pauseGate.pass()
    const { to } = segments[segmentIndex] ?? EMPTY
    const tasks: Promise<FrameTask>[] = []
    let position = cursors[segmentIndex] ?? to
    for (; position < to && tasks.length < count && !this.isStopping; position++) {
      const task = this.states[position] === LEFT_OUT ? null : this.options.taskAt(position)
      if (task) tasks.push(task)
      else this.states[position] = LEFT_OUT
    }
    cursors[segmentIndex] = position
    const taken = await Promise.all(tasks)
    for (const task of taken) this.held.set(task.position, task)
    return taken.map((task) => ({ ...task, span: this.options.spanOf(task.position) }))
  }

  private settle(encoderIndex: number, { position, outcome, times, busyMs }: SettledFrame): void {
    const task = this.held.get(position)
    if (!task) return
    this.held.delete(position)
    this.options.manifest.noteFrame(position, outcome)
    this.busyMs[encoderIndex] = (this.busyMs[encoderIndex] ?? 0) + busyMs
    const wasRendered = this.states[position] === RENDERED
    if (outcome.kind === 'rendered') this.states[position] = RENDERED
    // A failed frame is not tried again when its segment is made again.
    else if (outcome.kind !== 'dropped') this.states[position] = LEFT_OUT
    // A rendered frame of a segment that is made again is not reported twice, unless it failed now.
    if (!wasRendered || this.states[position] === LEFT_OUT) {
      this.options.onSettled(encoderIndex, task, outcome, times)
    }
    const tuning = this.isAlone ? null : this.tuner.note(encoderIndex)
    if (!tuning) return
    this.options.onTuned(tuning)
    this.pool?.adapt(tuning.workerCount)
  }
}
