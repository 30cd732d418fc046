import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { joinBytes, newBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'

interface Exports {
  memory: WebAssembly.Memory
  prepareEncode: (widthPx: number, heightPx: number, patchCount: number) => number
  overlayPatches: () => number
  encode: (pixels: number, widthPx: number, heightPx: number) => number
  encodeOverlay: (pixels: number, widthPx: number, heightPx: number, patchCount: number) => number
}

/** Of the table that `overlayPatches` gives. */
const NUMBERS_PER_PATCH = 7

/**
 * Writes PNG files with 8 bits per channel: RGB if the whole picture is opaque, otherwise RGBA. All
 * pixels are kept exactly, including the colours of transparent pixels.
 *
 * An encoder keeps its memory from picture to picture: about 8 bytes per pixel of the largest one.
 */
export class PngEncoder {
  private readonly exports: Exports

  /** @param module the module that `assembly/index.ts` is compiled to */
  constructor(module: WebAssembly.Module) {
    this.exports = new WebAssembly.Instance(module).exports as unknown as Exports
  }

  /**
   * @param rgba straight RGBA as from `getImageData`, 4 bytes per pixel, row by row
   * @param take gives the bytes for the result
   * @returns the bytes of the file; the same pixels give the same bytes
   * @throws RangeError if the length of `rgba` does not fit the picture, the picture has no pixels,
   * or there is not enough memory (always above 500 million pixels)
   */
  encode(
    rgba: Uint8ClampedArray,
    widthPx: number,
    heightPx: number,
    take: TakeBytes = newBytes,
  ): Uint8Array<ArrayBuffer> {
    if (rgba.length !== 4 * widthPx * heightPx) {
      const size = sizeText(widthPx, heightPx)
      throw new RangeError(`A picture of ${size} cannot have ${rgba.length} bytes of RGBA`)
    }
    const place = this.prepare(widthPx, heightPx)
    const { encode, memory } = this.exports
    new Uint8Array(memory.buffer).set(rgba, place)
    return this.file(place, encode(place, widthPx, heightPx), take)
  }

  /**
   * Writes a picture that is transparent black outside some patches. The result is that of
   * {@link encode}, but the area without a patch takes hardly any time.
   * @param patches inside the picture; they do not overlap
   * @throws RangeError as {@link encode} does
   */
  encodeOverlay(
    patches: readonly OverlayPatch[],
    widthPx: number,
    heightPx: number,
    take: TakeBytes = newBytes,
  ): Uint8Array<ArrayBuffer> {
    const pixelCount = patches.reduce((sum, { width, height }) => sum + width * height, 0)
    if (pixelCount === widthPx * heightPx) {
      return this.encode(pixelsOf(patches, widthPx, heightPx), widthPx, heightPx, take)
    }
    const place = this.prepare(widthPx, heightPx, patches.length)
    const { overlayPatches, encodeOverlay, memory } = this.exports
    const bytes = new Uint8Array(memory.buffer)
    const table = new Uint32Array(memory.buffer, overlayPatches() >>> 0)
    let pixels = place
    const fromLeft = patches.toSorted((a, b) => a.x - b.x)
    fromLeft.forEach(({ x, y, width, height, rgba }, index) => {
      table.set([x, y, width, height, pixels], index * NUMBERS_PER_PATCH)
      bytes.set(rgba, pixels)
      pixels += rgba.length
    })
    return this.file(place, encodeOverlay(place, widthPx, heightPx, patches.length), take)
  }

  /** @returns where the pixels of the picture are to be written, row by row */
  private prepare(widthPx: number, heightPx: number, patchCount = 0): number {
    const size = sizeText(widthPx, heightPx)
    const isSize = [widthPx, heightPx].every((side) => Number.isInteger(side) && side > 0)
    if (!isSize) throw new RangeError(`A PNG cannot have ${size}`)
    // WebAssembly returns addresses as signed numbers.
    const place = this.exports.prepareEncode(widthPx, heightPx, patchCount) >>> 0
    if (place === 0) throw new RangeError(`There is not enough memory for a picture of ${size}`)
    return place
  }

  private file(place: number, length: number, take: TakeBytes): Uint8Array<ArrayBuffer> {
    return joinBytes([new Uint8Array(this.exports.memory.buffer, place, length >>> 0)], take)
  }
}

/** The pixels of a picture that its patches cover. */
function pixelsOf(
  patches: readonly OverlayPatch[],
  widthPx: number,
  heightPx: number,
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * widthPx * heightPx)
  for (const { x, y, width, height, rgba } of patches) {
    for (let line = 0; line < height; line++) {
      const row = rgba.subarray(line * width * 4, (line + 1) * width * 4)
      pixels.set(row, 4 * ((y + line) * widthPx + x))
    }
  }
  return pixels
}

function sizeText(widthPx: number, heightPx: number): string {
  return `${widthPx} × ${heightPx} px`
}
