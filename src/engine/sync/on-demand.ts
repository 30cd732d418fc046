/** The page is smaller without what it needs only where a log is laid against the video. */

import type { bestSource as choose, findSync as find } from './find-sync.ts'
import type { proposePlaces as propose } from './propose-places.ts'
import type { keepSignals as keep, measureSignals as measure } from './recording-signals.ts'

/** See `find-sync.ts`. */
export const findSync: typeof find = async (...args) =>
  (await import('./find-sync.ts')).findSync(...args)

/** See `find-sync.ts`. */
export const bestSource = async (
  ...args: Parameters<typeof choose>
): Promise<ReturnType<typeof choose>> => (await import('./find-sync.ts')).bestSource(...args)

/** See `propose-places.ts`. */
export const proposePlaces: typeof propose = async (...args) =>
  (await import('./propose-places.ts')).proposePlaces(...args)

/** See `recording-signals.ts`. */
export const measureSignals: typeof measure = async (...args) =>
  (await import('./recording-signals.ts')).measureSignals(...args)

/** See `recording-signals.ts`. */
export const keepSignals = async (...args: Parameters<typeof keep>): Promise<void> =>
  (await import('./recording-signals.ts')).keepSignals(...args)
