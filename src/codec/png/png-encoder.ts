import { joinBytes, newBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'

interface Exports {
  memory: WebAssembly.Memory
  prepareEncode: (widthPx: number, heightPx: number) => number
  encode: (pixels: number, widthPx: number, heightPx: number) => number
}

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
    const size = `${widthPx} × ${heightPx} px`
    const isSize = [widthPx, heightPx].every((side) => Number.isInteger(side) && side > 0)
    if (!isSize || rgba.length !== 4 * widthPx * heightPx) {
      throw new RangeError(`A picture of ${size} cannot have ${rgba.length} bytes of RGBA`)
    }
    const { prepareEncode, encode, memory } = this.exports
    // WebAssembly returns addresses as signed numbers.
    const place = prepareEncode(widthPx, heightPx) >>> 0
    if (place === 0) throw new RangeError(`There is not enough memory for a picture of ${size}`)
    new Uint8Array(memory.buffer).set(rgba, place)
    const length = encode(place, widthPx, heightPx) >>> 0
    return joinBytes([new Uint8Array(memory.buffer, place, length)], take)
  }
}
