import { layoutScale } from '../draw/create-surface.ts'
import { textBoxSpecs } from '../draw/parts/text-box.ts'

/** In pixels of a frame. */
const SMALLEST_TEXT_PX = 12

/**
 * The smallest font that can be read on a frame, in pixels of the layout.
 * @param referenceHeight of the layout; null: lengths are pixels, and 0 is returned
 * @param frameHeightPx 0: not known
 */
export function readableFontPx(referenceHeight: number | null, frameHeightPx: number): number {
  if (referenceHeight === null || frameHeightPx <= 0) return 0
  const sizePx = Math.ceil(SMALLEST_TEXT_PX / layoutScale(referenceHeight, frameHeightPx))
  return Math.min(sizePx, textBoxSpecs.font.options.size.max)
}
