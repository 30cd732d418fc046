/** The page is smaller without what only a video on the stage needs. */

import type { copySmaller as copy } from './copy-smaller.ts'
import type { walkQuickly as walk } from './quick-walk.ts'

/** See `quick-walk.ts`. */
export const walkQuickly: typeof walk = async (...args) =>
  (await import('./quick-walk.ts')).walkQuickly(...args)

/** See `copy-smaller.ts`. */
export const copySmaller: typeof copy = async (...args) =>
  (await import('./copy-smaller.ts')).copySmaller(...args)
