import { Fft } from '../fft.ts'
import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from './grey-size.ts'

const WIDTH = 128
const HEIGHT = 64

/** How far a picture has moved as a whole since the one before it, in px of the grey picture. */
export interface FrameShift {
  rightPx: number
  downPx: number
}

/** Measures by phase correlation how far each picture has moved, to a part of a pixel. */
export class FrameShiftMeter {
  private readonly rows = new Fft(WIDTH)
  private readonly columns = new Fft(HEIGHT)
  private readonly weights = windowWeights()
  private last: Spectrum | null = null

  /** @returns null for a first picture */
  add(grey: Uint8Array): FrameShift | null {
    const now = this.spectrumOf(grey)
    const { last } = this
    this.last = now
    if (!last) return null
    const phase = crossPower(now, last)
    this.transform(phase, true)
    return peakOf(phase.real)
  }

  /** The next picture is a first one. */
  jump(): void {
    this.last = null
  }

  private spectrumOf(grey: Uint8Array): Spectrum {
    const real = new Float64Array(WIDTH * HEIGHT)
    const [left, top] = [(GREY_WIDTH_PX - WIDTH) >> 1, (GREY_HEIGHT_PX - HEIGHT) >> 1]
    let sum = 0
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const value = grey[(y + top) * GREY_WIDTH_PX + x + left] as number
        real[y * WIDTH + x] = value
        sum += value
      }
    }
    const mean = sum / real.length
    for (let at = 0; at < real.length; at++) {
      real[at] = ((real[at] as number) - mean) * (this.weights[at] as number)
    }
    const spectrum = { real, imaginary: new Float64Array(WIDTH * HEIGHT) }
    this.transform(spectrum, false)
    return spectrum
  }

  private transform({ real, imaginary }: Spectrum, isInverse: boolean): void {
    for (let y = 0; y < HEIGHT; y++) {
      const [from, to] = [y * WIDTH, (y + 1) * WIDTH]
      this.rows.transform(real.subarray(from, to), imaginary.subarray(from, to), isInverse)
    }
    const [re, im] = [new Float64Array(HEIGHT), new Float64Array(HEIGHT)]
    for (let x = 0; x < WIDTH; x++) {
      for (let y = 0; y < HEIGHT; y++) {
        re[y] = real[y * WIDTH + x] as number
        im[y] = imaginary[y * WIDTH + x] as number
      }
      this.columns.transform(re, im, isInverse)
      for (let y = 0; y < HEIGHT; y++) {
        real[y * WIDTH + x] = re[y] as number
        imaginary[y * WIDTH + x] = im[y] as number
      }
    }
  }
}

interface Spectrum {
  real: Float64Array
  imaginary: Float64Array
}

/** Fades out at the edges, which would otherwise be a strong edge that does not move. */
function windowWeights(): Float64Array {
  const hann = (at: number, size: number): number =>
    0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / size)
  return Float64Array.from(
    { length: WIDTH * HEIGHT },
    (_, at) => hann(at % WIDTH, WIDTH) * hann(Math.floor(at / WIDTH), HEIGHT),
  )
}

/** The phases alone: what moves counts, not how bright it is. Weak waves, which are noise, fade. */
function crossPower(now: Spectrum, last: Spectrum): Spectrum {
  const real = new Float64Array(WIDTH * HEIGHT)
  const imaginary = new Float64Array(WIDTH * HEIGHT)
  const sizes = new Float64Array(WIDTH * HEIGHT)
  let sum = 0
  for (let k = 0; k < real.length; k++) {
    const ar = now.real[k] as number
    const ai = now.imaginary[k] as number
    const br = last.real[k] as number
    const bi = last.imaginary[k] as number
    const re = ar * br + ai * bi
    const im = ai * br - ar * bi
    const size = Math.sqrt(re * re + im * im)
    real[k] = re
    imaginary[k] = im
    sizes[k] = size
    sum += size
  }
  const noise = (1e-3 * sum) / real.length + 1e-9
  for (let k = 0; k < real.length; k++) {
    const share = 1 / ((sizes[k] as number) + noise)
    real[k] = (real[k] as number) * share
    imaginary[k] = (imaginary[k] as number) * share
  }
  return { real, imaginary }
}

function peakOf(surface: Float64Array): FrameShift {
  const best = surface.reduce(
    (found, value, at) => (value > (surface[found] as number) ? at : found),
    0,
  )
  const [x, y] = [best % WIDTH, Math.floor(best / WIDTH)]
  const at = (dx: number, dy: number): number =>
    surface[((y + dy + HEIGHT) % HEIGHT) * WIDTH + ((x + dx + WIDTH) % WIDTH)] as number
  const right = x + between(at(-1, 0), at(0, 0), at(1, 0))
  const down = y + between(at(0, -1), at(0, 0), at(0, 1))
  return {
    rightPx: right > WIDTH / 2 ? right - WIDTH : right,
    downPx: down > HEIGHT / 2 ? down - HEIGHT : down,
  }
}

/** Where the top of the parabola through three values lies, from −0.5 to 0.5. */
export function between(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0
}
