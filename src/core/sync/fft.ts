/** Fourier transforms of one size, a power of two. */
export class Fft {
  readonly size: number
  /** Of each stage, from place `half` on: its `half` angles. */
  private readonly cosines: Float64Array
  private readonly sines: Float64Array

  constructor(size: number) {
    this.size = size
    this.cosines = new Float64Array(size)
    this.sines = new Float64Array(size)
    for (let half = 1; half < size; half *= 2) {
      for (let k = 0; k < half; k++) {
        this.cosines[half + k] = Math.cos((Math.PI * k) / half)
        this.sines[half + k] = -Math.sin((Math.PI * k) / half)
      }
    }
  }

  /** In place; the inverse divides by the size. */
  transform(real: Float64Array, imaginary: Float64Array, isInverse = false): void {
    if (!isInverse) {
      this.forward(real, imaginary)
      return
    }
    // Exchanging both parts before and after turns the waves round.
    this.forward(imaginary, real)
    for (let k = 0; k < this.size; k++) {
      real[k] = (real[k] as number) / this.size
      imaginary[k] = (imaginary[k] as number) / this.size
    }
  }

  private forward(real: Float64Array, imaginary: Float64Array): void {
    const { size, cosines, sines } = this
    reorder(real, imaginary)
    for (let half = 1; half < size; half *= 2) {
      for (let from = 0; from < size; from += 2 * half) {
        for (let k = 0; k < half; k++) {
          const cosine = cosines[half + k] as number
          const sine = sines[half + k] as number
          const a = from + k
          const b = a + half
          const br = real[b] as number
          const bi = imaginary[b] as number
          const re = br * cosine - bi * sine
          const im = br * sine + bi * cosine
          const ar = real[a] as number
          const ai = imaginary[a] as number
          real[b] = ar - re
          imaginary[b] = ai - im
          real[a] = ar + re
          imaginary[a] = ai + im
        }
      }
    }
  }
}

/** The smallest power of two that is not smaller. */
export function powerOfTwo(least: number): number {
  let size = 1
  while (size < least) size *= 2
  return size
}

/** Puts each value where the reversed bits of its index say. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let index = 1, mirror = 0; index < size; index++) {
    let bit = size >> 1
    for (; mirror & bit; bit >>= 1) mirror ^= bit
    mirror ^= bit
    if (index < mirror) {
      swap(real, index, mirror)
      swap(imaginary, index, mirror)
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] as number
  values[a] = values[b] as number
  values[b] = kept
}
