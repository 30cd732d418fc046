import type { Stage } from '../index.ts'
import type { Spread } from './spread.ts'

/** A stage, or a part of one. */
export interface Expense {
  seconds: number
  /** Of the sum of all stages, 0 to 1. */
  share: number
  /** Over the frames. */
  frameMs: Spread
}

export interface StageExpense extends Expense {
  stage: Stage
  /** The parts of the disk and the codec; null for stages without them. */
  parts: { disk: Expense; codec: Expense } | null
}
