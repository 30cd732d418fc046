/** The page is smaller without what it needs only before or after a run. */

import type { findEarlierRun as findEarlier } from './earlier-run.ts'
import type { LookAhead } from './look/look-ahead.ts'
import type { readRunConfig as readConfig, verifyOutput as verify } from './verify-output.ts'

/** See `earlier-run.ts`. */
export const findEarlierRun: typeof findEarlier = async (...args) =>
  (await import('./earlier-run.ts')).findEarlierRun(...args)

/** See `look/look-ahead.ts`. */
export async function lookAhead(
  ...args: ConstructorParameters<typeof LookAhead>
): Promise<LookAhead> {
  const { LookAhead } = await import('./look/look-ahead.ts')
  return new LookAhead(...args)
}

/** See `verify-output.ts`. */
export const verifyOutput: typeof verify = async (...args) =>
  (await import('./verify-output.ts')).verifyOutput(...args)

/** See `verify-output.ts`. */
export const readRunConfig: typeof readConfig = async (...args) =>
  (await import('./verify-output.ts')).readRunConfig(...args)

/** See `joined-run.ts`. */
export function loadJoinedRun(): Promise<typeof import('./joined-run.ts')> {
  return import('./joined-run.ts')
}
