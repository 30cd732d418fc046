/** The page is smaller without what only a run in chunks needs. */

import type { checkChunks as check, planChunks as plan } from './plan-chunks.ts'

/** See `plan-chunks.ts`. */
export const checkChunks: typeof check = async (...args) =>
  (await import('./plan-chunks.ts')).checkChunks(...args)

/** See `plan-chunks.ts`. */
export const planChunks: typeof plan = async (...args) =>
  (await import('./plan-chunks.ts')).planChunks(...args)
