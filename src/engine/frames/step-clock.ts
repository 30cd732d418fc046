export type WorkerStage = 'load_frame' | 'render' | 'save_frame'

/**
 * A part of a stage, so that the times of the disk and of the codec are measured apart. A frame is
 * either decoded and encoded whole, or its file is walked through and spliced.
 */
export type Step = 'read' | 'decode' | 'draw' | 'walk' | 'splice' | 'encode' | 'write'

const STAGE_OF: Record<Step, WorkerStage> = {
  read: 'load_frame',
  decode: 'load_frame',
  draw: 'render',
  // The walk comes after drawing, because it depends on what was drawn.
  walk: 'save_frame',
  splice: 'save_frame',
  encode: 'save_frame',
  write: 'save_frame',
}

export interface StepTime {
  step: Step
  startMs: number
  endMs: number
}

/** The time that a frame took, by step and by stage. */
export interface FrameTimes {
  /** In the order in which they ended; times are ms since the Unix epoch. */
  steps: StepTime[]
  /**
   * The worker's time by stage. Steps that run at the same time share the time between them. So the
   * sum over all frames of a worker is never more than the time that passed.
   */
  stageMs: Record<WorkerStage, number>
}

/** Measures the steps of one frame, and its share of the thread's time. Waiting does not count. */
export class StepClock {
  readonly steps: StepTime[] = []
  readonly stageMs: Record<WorkerStage, number> = { load_frame: 0, render: 0, save_frame: 0 }
  private readonly shares: TimeShares
  private readonly onStage: (stage: WorkerStage) => void
  private latest: WorkerStage | null = null

  constructor(shares: TimeShares, onStage: (stage: WorkerStage) => void) {
    this.shares = shares
    this.onStage = onStage
  }

  /** Adds a step that was measured elsewhere. */
  add(step: Step, { startMs, endMs }: { startMs: number; endMs: number }): void {
    this.steps.push({ step, startMs, endMs })
    this.stageMs[STAGE_OF[step]] += endMs - startMs
  }

  async time<T>(step: Step, work: () => T | Promise<T>): Promise<T> {
    const end = this.begin(step)
    try {
      return await work()
    } finally {
      end()
    }
  }

  /** @returns a function that ends the step */
  begin(step: Step): () => void {
    const stage = STAGE_OF[step]
    if (stage !== this.latest) this.onStage(stage)
    this.latest = stage
    const startMs = performance.timeOrigin + performance.now()
    const endShare = this.shares.begin()
    return () => {
      this.stageMs[stage] += endShare()
      this.steps.push({ step, startMs, endMs: performance.timeOrigin + performance.now() })
    }
  }
}

/** Divides a thread's time among the steps that run at the same time. */
export class TimeShares {
  private readonly running = new Set<{ ms: number }>()
  private sinceMs = 0

  /** @returns a function that ends the step and returns its share, in ms */
  begin(): () => number {
    this.divide()
    const share = { ms: 0 }
    this.running.add(share)
    return () => {
      this.divide()
      this.running.delete(share)
      return share.ms
    }
  }

  private divide(): void {
    const nowMs = performance.now()
    for (const share of this.running) share.ms += (nowMs - this.sinceMs) / this.running.size
    this.sinceMs = nowMs
  }
}
