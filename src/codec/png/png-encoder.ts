interface Exports {
  memory: WebAssembly.Memory
  prepareEncode: (widthPx: number, heightPx: number) => number
  encode: (pixels: number, widthPx: number, heightPx: number) => number
}

/**
 * Writes PNG files: 8 bit RGB where the whole picture is opaque, else RGBA. The pixels are kept
 * exactly, also the colours of transparent ones.
 *
 * One encoder keeps its memory from picture to picture: about 8 bytes a pixel of the largest one.
 */
export class PngEncoder {
  private readonly exports: Exports

  /** @param module the module that `assembly/index.ts` is compiled to */
  constructor(module: WebAssembly.Module) {
    this.exports = new WebAssembly.Instance(module).exports as unknown as Exports
  }

  /**
   * @param rgba straight RGBA as `getImageData` gives it, 4 bytes a pixel, row by row
   * @returns the bytes of the file; the same pixels give the same bytes
   * @throws RangeError when the length of `rgba` is not that of the picture, the picture has no
   *   pixels, or memory does not suffice (at the latest at 500 million pixels)
   */
  encode(rgba: Uint8ClampedArray, widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
    const size = `${widthPx} × ${heightPx} px`
    const isSize = [widthPx, heightPx].every((side) => Number.isInteger(side) && side > 0)
    if (!isSize || rgba.length !== 4 * widthPx * heightPx) {
      throw new RangeError(`A picture of ${size} cannot have ${rgba.length} bytes of RGBA`)
    }
    const { prepareEncode, encode, memory } = this.exports
    // WebAssembly gives addresses as signed numbers.
    const place = prepareEncode(widthPx, heightPx) >>> 0
    if (place === 0) throw new RangeError(`Memory does not suffice for a picture of ${size}`)
    new Uint8Array(memory.buffer).set(rgba, place)
    const length = encode(place, widthPx, heightPx) >>> 0
    return new Uint8Array(memory.buffer.slice(place, place + length))
  }
}
