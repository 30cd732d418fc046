import type { FrameTrace, Step } from '../index.ts'

/** A step of a frame. Times are in ms since the run began. */
export interface TraceStep {
  step: Step
  startMs: number
  endMs: number
}

/** A frame of a run, from its first step to its last. */
export interface TraceFrame {
  frameIndex: number
  workerIndex: number
  outcome: FrameTrace['outcome']
  startMs: number
  endMs: number
  /** Sum of the times of its steps, without the waiting between them. */
  workMs: number
  steps: TraceStep[]
}

export const STEPS: readonly Step[] = [
  'read',
  'decode',
  'draw',
  'walk',
  'splice',
  'encode',
  'write',
]
const OUTCOMES: readonly FrameTrace['outcome'][] = ['rendered', 'skipped', 'failed', 'write-failed']

/** Numbers per frame: index, worker, outcome, then start and end of each step (NaN if it has no such step). */
const FIELDS = 3 + 2 * STEPS.length
const FIRST_STEP = 3

/** The times of all frames of a run. They are stored as numbers only, so that 100,000 frames take 10 MB. */
export class RunTrace {
  private values = new Float64Array(FIELDS * 256)
  private length = 0
  private latestMs = 0
  private workers = 0

  /** Number of frames so far. Frames are stored in the order in which they were finished. */
  get frameCount(): number {
    return this.length
  }
  get workerCount(): number {
    return this.workers
  }
  /** From the start of the run to the end of the latest step so far. */
  get durationMs(): number {
    return this.latestMs
  }

  /** Adds a frame. A frame without any step has no times and is left out. */
  add({ frameIndex, workerIndex, outcome, steps }: FrameTrace): void {
    if (steps.length === 0) return
    const at = this.length * FIELDS
    if (at === this.values.length) {
      const larger = new Float64Array(this.values.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values.set([frameIndex, workerIndex, OUTCOMES.indexOf(outcome)], at)
    this.values.fill(NaN, at + FIRST_STEP, at + FIELDS)
    for (const { step, startMs, endMs } of steps) {
      const place = at + FIRST_STEP + 2 * STEPS.indexOf(step)
      this.values[place] = startMs
      this.values[place + 1] = endMs
      this.latestMs = Math.max(this.latestMs, endMs)
    }
    this.workers = Math.max(this.workers, workerIndex + 1)
    this.length++
  }

  /** @param index in the order in which frames were finished */
  frameAt(index: number): TraceFrame {
    const at = index * FIELDS
    const value = (offset: number): number => this.values[at + offset] ?? NaN
    const steps = STEPS.flatMap((step, position) => {
      const startMs = value(FIRST_STEP + 2 * position)
      return Number.isNaN(startMs)
        ? []
        : [{ step, startMs, endMs: value(FIRST_STEP + 2 * position + 1) }]
    })
    return {
      frameIndex: value(0),
      workerIndex: value(1),
      outcome: OUTCOMES[value(2)] ?? 'failed',
      startMs: Math.min(...steps.map(({ startMs }) => startMs)),
      endMs: Math.max(...steps.map(({ endMs }) => endMs)),
      workMs: steps.reduce((ms, { startMs, endMs }) => ms + endMs - startMs, 0),
      steps,
    }
  }

  /** The frames with the longest work time, the longest first. */
  slowestFrames(count: number): TraceFrame[] {
    const workMs = Float64Array.from({ length: this.length }, (_, index) => {
      const at = index * FIELDS + FIRST_STEP
      let ms = 0
      for (let place = at; place < at + 2 * STEPS.length; place += 2) {
        const stepMs = (this.values[place + 1] ?? NaN) - (this.values[place] ?? NaN)
        if (!Number.isNaN(stepMs)) ms += stepMs
      }
      return ms
    })
    return Array.from(workMs.keys())
      .sort((a, b) => (workMs[b] ?? 0) - (workMs[a] ?? 0))
      .slice(0, count)
      .map((index) => this.frameAt(index))
  }

  /**
   * The frames of each worker in rows. Frames that a worker processes at the same time are in different
   * rows. Each number is an index for {@link frameAt}. A row is in the order of the start times.
   */
  rowsByWorker(): number[][][] {
    const rowsOf: { indexes: number[]; endMs: number }[][] = Array.from(
      { length: this.workers },
      () => [],
    )
    const startsMs = new Float64Array(this.length)
    const endsMs = new Float64Array(this.length)
    for (let index = 0; index < this.length; index++) {
      const { startMs, endMs } = this.frameAt(index)
      startsMs[index] = startMs
      endsMs[index] = endMs
    }
    const inOrder = Array.from(startsMs.keys())
    inOrder.sort((a, b) => (startsMs[a] ?? 0) - (startsMs[b] ?? 0))
    for (const index of inOrder) {
      const rows = rowsOf[this.values[index * FIELDS + 1] ?? 0] ?? []
      const endMs = endsMs[index] ?? 0
      const free = rows.find((row) => row.endMs <= (startsMs[index] ?? 0))
      if (free) {
        free.indexes.push(index)
        free.endMs = endMs
      } else rows.push({ indexes: [index], endMs })
    }
    return rowsOf.map((rows) => rows.map(({ indexes }) => indexes))
  }
}
