const ALPHA_COUNT = 256

/** For each alpha, and each channel that was multiplied by it: the channel before. */
const straight = new Uint8Array(ALPHA_COUNT * 256)
for (let alpha = 1; alpha < ALPHA_COUNT; alpha++) {
  // In the precision and the order in which the canvas itself reckons.
  const factor = Math.fround(1 / Math.fround(alpha * Math.fround(1 / 255)))
  for (let channel = 0; channel < 256; channel++) {
    const share = Math.fround(Math.fround(channel * Math.fround(1 / 255)) * factor)
    straight[(alpha << 8) | channel] = roundToEven(Math.fround(Math.min(1, share) * 255))
  }
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

/**
 * Turns pixels whose colours are multiplied by their alpha into straight RGBA, in place, with the same
 * values as `getImageData`.
 * @param pixels 4 bytes each
 * @param isBlueFirst BGRA; else RGBA
 */
export function makeStraight(pixels: Int32Array, isBlueFirst: boolean): void {
  // Most pixels are like the one before: clear, or the ground of a panel.
  let before = 0
  let made = 0
  const { length } = pixels
  for (let at = 0; at < length; at++) {
    const pixel = pixels[at] as number
    if (pixel !== before) {
      before = pixel
      const alpha = pixel >>> 24
      const row = alpha << 8
      const first = straight[row | (pixel & 255)] as number
      const second = straight[row | ((pixel >>> 8) & 255)] as number
      const third = straight[row | ((pixel >>> 16) & 255)] as number
      made = isBlueFirst
        ? third | (second << 8) | (first << 16) | (alpha << 24)
        : first | (second << 8) | (third << 16) | (alpha << 24)
    }
    pixels[at] = made
  }
}
