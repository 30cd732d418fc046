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
  /** What the disk and the codec have of it; null in stages without. */
  parts: { disk: Expense; codec: Expense } | null
}
