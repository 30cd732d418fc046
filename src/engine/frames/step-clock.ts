export type WorkerStage = 'load_frame' | 'render' | 'save_frame'

/**
 * What a stage consists of: the disk's part and the codec's are told apart. A frame is decoded and
 * encoded whole, or walked through and spliced.
 */
export type Step = 'read' | 'decode' | 'draw' | 'walk' | 'splice' | 'encode' | 'write'

const STAGE_OF: Record<Step, WorkerStage> = {
  read: 'load_frame',
  decode: 'load_frame',
  draw: 'render',
  // What is walked through depends on what was drawn.
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

/** Where a frame's time went. */
export interface FrameTimes {
  /** In the order they ended; Unix epoch. */
  steps: StepTime[]
  /**
   * The worker's time by stage: where steps of several frames went on at once, each has its part of
   * it, so that all frames of a worker together never have more time than there was.
   */
  stageMs: Record<WorkerStage, number>
}

/** Tells the steps of one frame, and its share of the thread's time; waiting between them does not count. */
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

  /** What was done elsewhere for this frame. */
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

  /** @returns ends the step */
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

/** Divides a thread's time among the steps that go on at the same time. */
export class TimeShares {
  private readonly running = new Set<{ ms: number }>()
  private sinceMs = 0

  /** @returns ends the step, and tells its share */
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
