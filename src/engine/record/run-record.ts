import { RoadTally } from './road-tally.ts'
import type { RoadCount } from './road-tally.ts'
import { addNotes, noNotes } from '../../core/draw/draw-notes.ts'
import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { endSentence } from '../../core/text/end-sentence.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { DamagedFrames } from './damaged-frames.ts'
import { FrameSizes } from './frame-sizes.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes, WorkerStage } from '../frames/step-clock.ts'
import type { FinishedFrame } from '../resume/manifest.ts'
import type {
  FrameIssue,
  RenderProgress,
  RunStatus,
  RunSummary,
  Stage,
} from '../run/render-report.ts'
import { RunPace } from './run-pace.ts'
import { WorkerRecords } from './worker-records.ts'

type CountedFrame = Omit<FinishedFrame, 'frameIndex' | 'source'>

/** Why a frame is in no file. */
interface LeftOut {
  kind: 'skipped' | 'failed'
  reason: string
}

const OPEN = 0
const WRITTEN = 1
/** Written by an earlier run. */
const KEPT = 2
const LEFT_OUT = 3

/**
 * Records what happens in a run. Every planned frame ends once, as rendered, kept, skipped or failed.
 */
export class RunRecord {
  readonly skipped: FrameIssue[] = []
  readonly failed: FrameIssue[] = []
  readonly warnings: Problem[] = []
  readonly stageMs: Record<Stage, number> = {
    load_frame: 0,
    get_sensor_data: 0,
    render: 0,
    save_frame: 0,
  }
  private readonly workers = new WorkerRecords()
  /** Why the run was stopped; else null. */
  stopReason: Problem | null = null
  renderedCount = 0
  keptCount = 0
  /** Frames that an earlier run may have finished. They are being checked. */
  uncheckedCount = 0
  private readonly notes = noNotes()
  private readonly roads = new RoadTally()
  private isCancelled = false
  private busyMs: readonly number[] = []
  private readonly plan: FramePlan
  private readonly frameCount: number
  private readonly pace = new RunPace()
  /** The skipped and failed frames, by position. */
  private readonly leftOut = new Map<number, LeftOut>()
  /** How each planned frame ended. */
  private readonly ends: Uint8Array
  private latestPosition: number | null = null
  private readonly sizes: FrameSizes
  private readonly damaged = new DamagedFrames()

  /**
   * @param size the expected size of frames; null: any size
   * @param frameCount how many of the planned frames the run makes
   */
  constructor(
    plan: FramePlan,
    workerCount: number,
    size: FrameSize | null,
    frameCount = plan.frames.length,
  ) {
    this.plan = plan
    this.frameCount = frameCount
    this.sizes = new FrameSizes(size)
    this.ends = new Uint8Array(plan.frames.length)
    this.addWorkers(workerCount)
  }

  /** @param workerCount the new number of workers */
  addWorkers(workerCount: number): void {
    this.workers.growTo(workerCount, this.elapsedMs)
  }

  /** When the run began, on the clock of `performance.now()`. */
  get startMs(): number {
    return this.pace.startMs
  }

  /** The time of the run without its pauses. */
  get elapsedMs(): number {
    return this.pace.elapsedMs
  }

  setPaused(isPaused: boolean): void {
    this.pace.setPaused(isPaused)
  }

  enterStage(workerIndex: number, { job }: FrameTask, stage: WorkerStage): void {
    this.workers.enterStage(workerIndex, job.frameIndex, stage)
  }

  /** @param times null if no worker reported them */
  settle(
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ): void {
    const { job, position } = task
    for (const [stage, ms] of Object.entries(times?.stageMs ?? {}))
      this.stageMs[stage as Stage] += ms
    this.workers.settle(workerIndex, job.frameIndex)
    switch (outcome.kind) {
      case 'rendered':
        this.renderedCount++
        this.latestPosition = position
        this.count(position, outcome)
        break
      case 'skipped':
        this.revoke(position)
        this.skip(position, outcome.problem.message)
        return
      case 'failed':
        this.revoke(position)
        this.fail(position, outcome.problem.message)
        break
      case 'write-failed':
      case 'dropped':
        return
    }
    this.pace.noteFrame()
  }

  /** A frame that an earlier run finished. */
  keep(position: number, frame: CountedFrame): void {
    this.keptCount++
    this.count(position, frame)
    this.ends[position] = KEPT
  }

  private count(position: number, frame: CountedFrame): void {
    this.ends[position] = WRITTEN
    addNotes(this.notes, frame.notes)
    this.roads.add(frame)
    this.sizes.note(position, frame)
    this.damaged.note(position, frame.fault)
  }

  /** Notes a frame that is missing or cannot be read. */
  skip(position: number, reason: string): void {
    this.ends[position] = LEFT_OUT
    this.skipped.push(this.issueAt(position, reason))
    this.leftOut.set(position, { kind: 'skipped', reason })
  }

  /** Notes a frame that cannot be drawn. */
  fail(position: number, reason: string): void {
    this.ends[position] = LEFT_OUT
    this.failed.push(this.issueAt(position, reason))
    this.leftOut.set(position, { kind: 'failed', reason })
  }

  /** When the frames of a lost worker are rendered again, one that succeeded before may fail. */
  private revoke(position: number): void {
    if (!this.isRendered(position)) return
    this.ends[position] = OPEN
    this.renderedCount--
    this.damaged.note(position, null)
  }

  replaceWorker(workerIndex: number, why: string): void {
    this.workers.replacedCount++
    const lost = endSentence(`Worker ${workerIndex + 1} was replaced: ${why}`)
    const message = `${lost} Its frames were rendered again.`
    this.warnings.push(problem('warning', 'worker-replaced', message))
  }

  /** Closes the record. A run that was not stopped or cancelled must have settled every frame. */
  end(run: {
    failure: Problem | null
    busyMs: readonly number[]
    isCancelled: boolean
    /** False: the video failed, although every frame may be settled. Default true. */
    hasResult?: boolean
  }): void {
    this.pace.end()
    this.busyMs = run.busyMs
    this.stopReason ??= run.failure
    const missingCount = this.frameCount - this.settledCount
    this.isCancelled = run.isCancelled && (missingCount > 0 || run.hasResult === false)
    if (missingCount > 0 && !this.isCancelled && !this.stopReason) {
      const message = `${missingCount} frames were lost. This is a fault in Overlane: please report it, and render again.`
      this.stopReason = problem('error', 'internal', message)
    }
    const inOrder = (a: FrameIssue, b: FrameIssue): number => a.frameIndex - b.frameIndex
    this.skipped.sort(inOrder)
    this.failed.sort(inOrder)
    const sizeWarning = this.sizes.warning(this.plan, this.renderedCount + this.keptCount)
    if (sizeWarning) this.warnings.push(sizeWarning)
    this.warnings.push(...this.damaged.warnings(this.plan))
  }

  get isFinished(): boolean {
    return !this.isCancelled && this.stopReason === null
  }

  get settledCount(): number {
    return this.renderedCount + this.keptCount + this.skipped.length + this.failed.length
  }

  /** Whether nothing is left to do. */
  get isSettled(): boolean {
    return this.settledCount === this.frameCount
  }

  /** Whether its file is there: it was rendered, or kept. */
  isRendered(position: number): boolean {
    return this.ends[position] === WRITTEN || this.wasKept(position)
  }

  /** Whether the frame has ended: as written, kept, skipped or failed. */
  hasEnded(position: number): boolean {
    return this.ends[position] !== OPEN
  }

  /** Null if the frame was neither skipped nor failed. */
  leftOutAt(position: number): LeftOut | null {
    return this.leftOut.get(position) ?? null
  }

  /** Whether an earlier run made its file. */
  wasKept(position: number): boolean {
    return this.ends[position] === KEPT
  }

  private issueAt(position: number, reason: string): FrameIssue {
    const { frameIndex = -1, fileName = null } = this.plan.frames[position] ?? {}
    return { frameIndex, fileName, reason }
  }

  /** Names of the files that were written, in the order of the plan. */
  writtenFiles(): string[] {
    const files: string[] = []
    this.ends.forEach((_, position) => {
      if (this.isRendered(position)) files.push(this.plan.outputNameAt(position))
    })
    return files
  }

  progress(): RenderProgress {
    const { settledCount } = this
    const drawnCount = settledCount - this.skipped.length - this.keptCount
    return {
      plannedCount: this.frameCount,
      settledCount,
      renderedCount: this.renderedCount,
      keptCount: this.keptCount,
      skipped: this.skipped,
      failed: this.failed,
      ...this.pace.measure(drawnCount, this.frameCount - settledCount - this.uncheckedCount),
      workers: this.workers.activities(),
      replacedWorkerCount: this.workers.replacedCount,
      latestPosition: this.latestPosition,
    }
  }

  /** The record's part of the report. */
  summary(): RunSummary {
    const { renderedCount } = this
    const { startedAt, elapsedMs: durationMs, pausedMs } = this.pace
    return {
      status: this.status,
      stopReason: this.stopReason,
      startedAt: startedAt.toISOString(),
      durationMs,
      ...(pausedMs > 0 ? { pausedMs } : {}),
      framesPerSecond: durationMs > 0 ? (renderedCount * 1000) / durationMs : 0,
      plannedCount: this.frameCount,
      renderedCount,
      keptCount: this.keptCount,
      skipped: this.skipped,
      failed: this.failed,
      ...this.notes,
      roads: this.roadCounts(),
      stageMs: this.stageMs,
      workers: this.workers.report(this.busyMs, durationMs),
      replacedWorkerCount: this.workers.replacedCount,
      warnings: this.warnings,
    }
  }

  private get status(): RunStatus {
    if (this.stopReason) return 'stopped'
    if (this.isCancelled) return 'cancelled'
    return this.failed.length > 0 ? 'finished-with-failures' : 'finished'
  }

  private roadCounts(): RoadCount[] {
    // Frames of a segment that was made again were counted twice, but are in the video once.
    return this.plan.movie
      ? [{ road: 'video', frameCount: this.renderedCount + this.keptCount, reason: null }]
      : this.roads.list()
  }
}
