/** The page is smaller without what only a video needs that rests on the stage. */

import type { walkQuickly as walk } from './quick-walk.ts'

/** See `quick-walk.ts`. */
export const walkQuickly: typeof walk = async (...args) =>
  (await import('./quick-walk.ts')).walkQuickly(...args)
