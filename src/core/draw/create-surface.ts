import type { DrawCache } from './draw-cache.ts'
import { Surface } from './surface.ts'
import type { Context2D } from './surface.ts'

/**
 * Pixels of a frame for one pixel of the layout.
 * @param referenceHeightPx the height of the frames that the layout is for; null: of every frame
 */
export function layoutScale(referenceHeightPx: number | null, frameHeightPx: number): number {
  return referenceHeightPx === null ? 1 : frameHeightPx / referenceHeightPx
}

/**
 * A surface on which the layout of a job has the right size.
 * @param cache for contexts of the same kind that draw many frames
 */
export function createSurface(
  context: Context2D,
  frame: { widthPx: number; heightPx: number },
  { referenceHeightPx }: { referenceHeightPx: number | null },
  cache: DrawCache | null = null,
): Surface {
  // Otherwise letters are moved to whole pixels, and small text is a little wider than large text.
  context.textRendering = referenceHeightPx === null ? 'auto' : 'geometricPrecision'
  const scale = layoutScale(referenceHeightPx, frame.heightPx)
  return new Surface(context, frame.widthPx, frame.heightPx, scale, cache)
}
