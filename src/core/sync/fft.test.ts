import { describe, expect, test } from 'vitest'
import { Fft, powerOfTwo } from './fft.ts'
import { seededNumbers } from './testing/seeded-signals.ts'

describe('the transform', () => {
  test.each([1, 2, 8, 64])('of %i values is the plain sum of waves, and comes back', (size) => {
    const next = seededNumbers(size)
    const real = Float64Array.from({ length: size }, () => next() - 0.5)
    const imaginary = Float64Array.from({ length: size }, () => next() - 0.5)
    const [re, im] = [real.slice(), imaginary.slice()]
    const fft = new Fft(size)
    fft.transform(re, im)
    for (let k = 0; k < size; k++) {
      let [sumRe, sumIm] = [0, 0]
      for (let n = 0; n < size; n++) {
        const angle = (-2 * Math.PI * k * n) / size
        const [a, b] = [real[n] as number, imaginary[n] as number]
        sumRe += a * Math.cos(angle) - b * Math.sin(angle)
        sumIm += a * Math.sin(angle) + b * Math.cos(angle)
      }
      expect(re[k]).toBeCloseTo(sumRe, 9)
      expect(im[k]).toBeCloseTo(sumIm, 9)
    }
    fft.transform(re, im, true)
    re.forEach((value, index) => expect(value).toBeCloseTo(real[index] as number, 12))
    im.forEach((value, index) => expect(value).toBeCloseTo(imaginary[index] as number, 12))
  })

  test('has the smallest power of two that is not smaller', () => {
    expect([1, 2, 3, 64, 65].map(powerOfTwo)).toEqual([1, 2, 4, 64, 128])
  })
})
