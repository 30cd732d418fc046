/** Fourier transforms of one size, a power of two. */
export class Fft {
  readonly size: number
  private readonly cosines: Float64Array
  private readonly sines: Float64Array

  constructor(size: number) {
    this.size = size
    this.cosines = Float64Array.from({ length: size / 2 }, (_, k) =>
      Math.cos((2 * Math.PI * k) / size),
    )
    this.sines = Float64Array.from({ length: size / 2 }, (_, k) =>
      Math.sin((2 * Math.PI * k) / size),
    )
  }

  /** In place; the inverse divides by the size. */
  transform(real: Float64Array, imaginary: Float64Array, isInverse = false): void {
    const { size, cosines, sines } = this
    reorder(real, imaginary)
    const sign = isInverse ? 1 : -1
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let from = 0; from < size; from += 2 * half) {
        for (let k = 0; k < half; k++) {
          const cosine = cosines[k * stride] as number
          const sine = sign * (sines[k * stride] as number)
          const [a, b] = [from + k, from + k + half]
          const [br, bi] = [real[b] as number, imaginary[b] as number]
          const re = br * cosine - bi * sine
          const im = br * sine + bi * cosine
          const [ar, ai] = [real[a] as number, imaginary[a] as number]
          real[b] = ar - re
          imaginary[b] = ai - im
          real[a] = ar + re
          imaginary[a] = ai + im
        }
      }
    }
    if (!isInverse) return
    for (let k = 0; k < size; k++) {
      real[k] = (real[k] as number) / size
      imaginary[k] = (imaginary[k] as number) / size
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
