import type { Problem } from '../core/errors.ts'
import type { FramePlan } from '../core/plan.ts'
import type { FrameOutcome, FrameTask, WorkerStage } from './frame-task.ts'
import type { FrameIssue, RenderProgress, Stage, WorkerActivity } from './render-report.ts'

const RECENT_MS = 3000

/** Keeps the account of a run: every planned frame ends as rendered, skipped or failed, once. */
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
  readonly workers: WorkerActivity[]
  replacedWorkerCount = 0
  skippedTargetCount = 0
  renderedCount = 0
  private readonly plan: FramePlan
  private readonly startMs = performance.now()
  private readonly isWritten: Uint8Array
  private latestPosition: number | null = null
  /** When frames of the last seconds were settled, oldest first. */
  private recent: number[] = []
  private readonly otherSizes: FrameIssue[] = []
  private firstSize: { widthPx: number; heightPx: number } | null = null

  constructor(plan: FramePlan, workerCount: number) {
    this.plan = plan
    this.isWritten = new Uint8Array(plan.frames.length)
    this.workers = Array.from({ length: workerCount }, () => ({
      stage: 'idle',
      frameIndex: null,
      frameCount: 0,
    }))
  }

  enterStage(workerIndex: number, task: FrameTask, stage: WorkerStage): void {
    const worker = this.workers[workerIndex]
    // Loading ahead goes on beside drawing; what is drawn says what a worker is about.
    if (!worker || (stage === 'load_frame' && worker.stage !== 'idle')) return
    worker.stage = stage
    worker.frameIndex = task.job.frameIndex
  }

  settle(workerIndex: number, task: FrameTask, outcome: FrameOutcome): void {
    const { job, position } = task
    const worker = this.workers[workerIndex]
    if (worker) {
      worker.frameCount++
      if (worker.frameIndex === job.frameIndex)
        Object.assign(worker, { stage: 'idle', frameIndex: null })
    }
    switch (outcome.kind) {
      case 'rendered':
        this.renderedCount++
        this.isWritten[position] = 1
        this.latestPosition = position
        this.skippedTargetCount += outcome.skippedTargetCount
        for (const [stage, ms] of Object.entries(outcome.stageMs))
          this.stageMs[stage as Stage] += ms
        this.noteSize(task, outcome)
        break
      case 'skipped':
        this.skip(position, outcome.problem.message)
        return
      case 'failed':
        this.failed.push(issueOf(task, outcome.problem.message))
        break
      case 'write-failed':
      case 'dropped':
        return
    }
    this.recent.push(performance.now())
  }

  /** A frame that cannot be read, or is not there. */
  skip(position: number, reason: string): void {
    const frame = this.plan.frames[position]
    if (!frame) return
    this.skipped.push({ frameIndex: frame.frameIndex, fileName: frame.fileName, reason })
  }

  get settledCount(): number {
    return this.renderedCount + this.skipped.length + this.failed.length
  }

  get elapsedMs(): number {
    return performance.now() - this.startMs
  }

  /** Names of the files that were written, in the order of the plan. */
  writtenFiles(): string[] {
    const files: string[] = []
    this.isWritten.forEach((isWritten, position) => {
      if (isWritten) files.push(this.plan.outputNameAt(position))
    })
    return files
  }

  progress(): RenderProgress {
    const { elapsedMs, settledCount } = this
    const nowMs = performance.now()
    this.recent = this.recent.filter((settledMs) => nowMs - settledMs <= RECENT_MS)
    const windowMs = Math.min(RECENT_MS, elapsedMs)
    const drawnCount = settledCount - this.skipped.length
    const meanPerMs = elapsedMs > 0 ? drawnCount / elapsedMs : 0
    const leftCount = this.plan.frames.length - settledCount
    return {
      plannedCount: this.plan.frames.length,
      settledCount,
      renderedCount: this.renderedCount,
      skipped: this.skipped,
      failed: this.failed,
      elapsedMs,
      framesPerSecondNow: windowMs > 0 ? (this.recent.length * 1000) / windowMs : 0,
      framesPerSecondMean: meanPerMs * 1000,
      remainingMs: meanPerMs > 0 ? leftCount / meanPerMs : null,
      workers: this.workers.map((worker) => ({ ...worker })),
      replacedWorkerCount: this.replacedWorkerCount,
      latestPosition: this.latestPosition,
    }
  }

  /** Frames of another size than the first one's, in one sentence. */
  sizeWarning(): Problem[] {
    const [one] = this.otherSizes
    if (!one) return []
    const message = `${one.reason} Each frame was rendered in its own size; ${this.otherSizes.length} of ${this.renderedCount} differ.`
    return [
      { severity: 'warning', code: 'frame-size', message, where: { frameIndex: one.frameIndex } },
    ]
  }

  private noteSize(task: FrameTask, size: { widthPx: number; heightPx: number }): void {
    const folder = this.firstSize ?? { widthPx: size.widthPx, heightPx: size.heightPx }
    this.firstSize = folder
    if (folder.widthPx === size.widthPx && folder.heightPx === size.heightPx) return
    const reason = `Frame ${task.job.frameIndex} is ${size.widthPx}×${size.heightPx} px, others are ${folder.widthPx}×${folder.heightPx} px.`
    this.otherSizes.push(issueOf(task, reason))
  }
}

function issueOf({ job }: FrameTask, reason: string): FrameIssue {
  return { frameIndex: job.frameIndex, fileName: job.sourceName, reason }
}
