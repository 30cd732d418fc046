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

/** Frames of a block. Blocks are not copied when a run grows. */
const BLOCK_LENGTH = 4096

/** The times of some frames, as numbers. */
class TraceBlock {
  readonly frameIndexes = new Uint32Array(BLOCK_LENGTH)
  readonly workerIndexes = new Uint16Array(BLOCK_LENGTH)
  readonly outcomes = new Uint8Array(BLOCK_LENGTH)
  readonly startsMs = new Float64Array(BLOCK_LENGTH)
  /**
   * For each step that any of the frames has: its start and its end in each frame, since the start of
   * the frame; NaN if the frame has no such step.
   */
  private readonly marksMs = new Map<Step, Float32Array>()

  setStep(at: number, step: Step, startMs: number, endMs: number): void {
    const marks = this.marksMs.get(step) ?? new Float32Array(2 * BLOCK_LENGTH).fill(NaN)
    this.marksMs.set(step, marks)
    marks[2 * at] = startMs
    marks[2 * at + 1] = endMs
  }

  stepsAt(at: number): TraceStep[] {
    const frameStartMs = this.startsMs[at] ?? NaN
    return STEPS.flatMap((step) => {
      const marks = this.marksMs.get(step)
      const startMs = frameStartMs + (marks?.[2 * at] ?? NaN)
      if (Number.isNaN(startMs)) return []
      return [{ step, startMs, endMs: frameStartMs + (marks?.[2 * at + 1] ?? NaN) }]
    })
  }
}

/** The times of all frames of a run. They are stored as numbers only, so that 100,000 frames take 4 to 7 MB. */
export class RunTrace {
  private readonly blocks: TraceBlock[] = []
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
    const at = this.length % BLOCK_LENGTH
    if (at === 0) this.blocks.push(new TraceBlock())
    const block = this.blockOf(this.length)
    const frameStartMs = Math.min(...steps.map(({ startMs }) => startMs))
    block.frameIndexes[at] = frameIndex
    block.workerIndexes[at] = workerIndex
    block.outcomes[at] = OUTCOMES.indexOf(outcome)
    block.startsMs[at] = frameStartMs
    for (const { step, startMs, endMs } of steps) {
      block.setStep(at, step, startMs - frameStartMs, endMs - frameStartMs)
      this.latestMs = Math.max(this.latestMs, endMs)
    }
    this.workers = Math.max(this.workers, workerIndex + 1)
    this.length++
  }

  /** @param index in the order in which frames were finished */
  frameAt(index: number): TraceFrame {
    const block = this.blockOf(index)
    const at = index % BLOCK_LENGTH
    const frameStartMs = block.startsMs[at] ?? NaN
    const steps = block.stepsAt(at)
    return {
      frameIndex: block.frameIndexes[at] ?? NaN,
      workerIndex: block.workerIndexes[at] ?? NaN,
      outcome: OUTCOMES[block.outcomes[at] ?? -1] ?? 'failed',
      startMs: frameStartMs,
      endMs: Math.max(...steps.map(({ endMs }) => endMs)),
      workMs: steps.reduce((ms, { startMs, endMs }) => ms + endMs - startMs, 0),
      steps,
    }
  }

  /** The frames with the longest work time, the longest first. */
  slowestFrames(count: number): TraceFrame[] {
    const workMs = Float64Array.from(
      { length: this.length },
      (_, index) => this.frameAt(index).workMs,
    )
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
      const rows = rowsOf[this.blockOf(index).workerIndexes[index % BLOCK_LENGTH] ?? 0] ?? []
      const endMs = endsMs[index] ?? 0
      const free = rows.find((row) => row.endMs <= (startsMs[index] ?? 0))
      if (free) {
        free.indexes.push(index)
        free.endMs = endMs
      } else rows.push({ indexes: [index], endMs })
    }
    return rowsOf.map((rows) => rows.map(({ indexes }) => indexes))
  }

  private blockOf(index: number): TraceBlock {
    const block = this.blocks[Math.floor(index / BLOCK_LENGTH)]
    if (!block) throw new RangeError(`the trace has no frame ${index}`)
    return block
  }
}
