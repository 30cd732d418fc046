/** The page is smaller without what only an open recording needs. */

import type { copyPixels as copy } from './frame-bitmap.ts'
import type { loadFrame as load, renderFrame as render } from './render-frame.ts'

/** See `render-frame.ts`. */
export const loadFrame: typeof load = async (...args) =>
  (await import('./render-frame.ts')).loadFrame(...args)

/** See `render-frame.ts`. */
export const renderFrame: typeof render = async (...args) =>
  (await import('./render-frame.ts')).renderFrame(...args)

/** See `frame-bitmap.ts`. */
export const copyPixels: typeof copy = async (...args) =>
  (await import('./frame-bitmap.ts')).copyPixels(...args)
