/** The page is smaller without what it needs only for a measurement. */

import type { measureBenchmark as benchmark } from './benchmark.ts'
import type { measureProfile as profile } from './profile.ts'

/** See `benchmark.ts`. */
export const measureBenchmark: typeof benchmark = async (...args) =>
  (await import('./benchmark.ts')).measureBenchmark(...args)

/** See `profile.ts`. */
export const measureProfile: typeof profile = async (...args) =>
  (await import('./profile.ts')).measureProfile(...args)
