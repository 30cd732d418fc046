import type { Stage, Step } from '../index.ts'
import type { Spread } from './spread.ts'

/** The time of a stage, or of a part of a stage. */
export interface Expense {
  seconds: number
  /** Share of the sum of all stages, 0 to 1. */
  share: number
  /** Spread over the frames. */
  frameMs: Spread
}

export interface StageExpense extends Expense {
  stage: Stage
  /** The parts of the disk and of the codec; null if the stage has no such parts. */
  parts: {
    disk: Expense
    codec: Expense
    /** What the codec's part consists of: only the steps that frames took. */
    codecSteps: ({ step: Step } & Expense)[]
  } | null
}
