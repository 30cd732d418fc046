import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'

/**
 * Lays a patch of an overlay over opaque pixels. Pixels under transparent ones stay as they are.
 * @param pixels RGBA, row by row
 */
export function blendPatch(pixels: Uint8ClampedArray, widthPx: number, patch: OverlayPatch): void {
  const { x, y, width, height, rgba } = patch
  for (let line = 0; line < height; line++) {
    let from = 4 * line * width
    let to = 4 * ((y + line) * widthPx + x)
    for (const end = from + 4 * width; from < end; from += 4, to += 4) {
      const alpha = rgba[from + 3] as number
      if (alpha === 0) continue
      for (let channel = 0; channel < 3; channel++) {
        const under = pixels[to + channel] as number
        const over = rgba[from + channel] as number
        // A clamped array rounds.
        pixels[to + channel] = under + ((over - under) * alpha) / 255
      }
    }
  }
}
