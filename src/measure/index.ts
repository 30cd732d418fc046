export { measureBenchmark, measureProfile } from './on-demand.ts'
export type {
  Benchmark,
  BenchmarkMethod,
  BenchmarkOptions,
  BenchmarkProgress,
  BenchmarkRow,
} from './benchmark.ts'
export type { Profile, ProfileOptions } from './profile.ts'
export type { Expense, StageExpense } from './stage-expense.ts'
export type { Advice, AdviceKind } from './advice.ts'
export { RunTrace, STEPS } from './run-trace.ts'
export type { TraceFrame, TraceStep } from './run-trace.ts'
export type { Spread } from './spread.ts'
