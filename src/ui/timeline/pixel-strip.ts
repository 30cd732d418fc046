import type { Rgb } from './lane-palette.ts'

/**
 * The pixels of one lane. They are painted one by one: the time for it depends on the size of the lane
 * alone, whatever is drawn in it.
 */
export class PixelStrip {
  #image = new ImageData(1, 1)
  #pixels = new Uint32Array(1)
  // The browser's own answer takes longer than a pixel.
  #widthPx = 1
  #heightPx = 1

  get image(): ImageData {
    return this.#image
  }
  get widthPx(): number {
    return this.#widthPx
  }
  get heightPx(): number {
    return this.#heightPx
  }

  fit(widthPx: number, heightPx: number): void {
    if (this.#widthPx === widthPx && this.#heightPx === heightPx) return
    this.#image = new ImageData(widthPx, heightPx)
    this.#widthPx = widthPx
    this.#heightPx = heightPx
    this.#pixels = new Uint32Array(this.#image.data.buffer)
  }

  fill(colour: Rgb): void {
    this.#pixels.fill(pixelOf(colour))
  }

  /** A rectangle; what is outside of the strip is left out. */
  rectangle(left: number, top: number, right: number, bottom: number, colour: Rgb): void {
    const [from, to] = [Math.max(0, left), Math.min(this.widthPx, right)]
    if (from >= to) return
    const pixel = pixelOf(colour)
    const end = Math.min(this.heightPx, bottom)
    for (let y = Math.max(0, top); y < end; y++) {
      this.#pixels.fill(pixel, y * this.widthPx + from, y * this.widthPx + to)
    }
  }

  /** As {@link rectangle}, over the whole height and striped: there is nothing here. */
  hatched(left: number, right: number, ground: Rgb, hatch: Rgb, stripePx: number): void {
    const [from, to] = [Math.max(0, left), Math.min(this.widthPx, right)]
    const [groundPixel, hatchPixel] = [pixelOf(ground), pixelOf(hatch)]
    for (let y = 0; y < this.heightPx; y++) {
      const row = y * this.widthPx
      for (let x = from; x < to; x++) {
        this.#pixels[row + x] = (x + y) % (4 * stripePx) < stripePx ? hatchPixel : groundPixel
      }
    }
  }

  /** A part of one column, whose ends may lie between pixels: they are mixed with what is there. */
  stroke(x: number, top: number, bottom: number, colour: Rgb): void {
    const [pixels, widthPx] = [this.#pixels, this.#widthPx]
    const pixel = pixelOf(colour)
    const from = Math.max(0, top)
    const to = Math.min(this.#heightPx, bottom)
    for (let y = Math.floor(from); y < to; y++) {
      const share = Math.min(y + 1, to) - Math.max(y, from)
      const at = y * widthPx + x
      pixels[at] = share >= 1 ? pixel : mix(pixels[at] as number, colour, share)
    }
  }
}

function pixelOf([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function mix(below: number, [red, green, blue]: Rgb, share: number): number {
  const part = (value: number, shift: number): number => {
    const old = (below >>> shift) & 255
    return Math.round(old + (value - old) * share) << shift
  }
  return ((255 << 24) | part(blue, 16) | part(green, 8) | part(red, 0)) >>> 0
}
