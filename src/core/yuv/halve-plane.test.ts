import fc from 'fast-check'
import { expect, test } from 'vitest'
import { halvePlane } from './halve-plane.ts'

test('each sample is the mean of four, wherever the plane lies', () => {
  const plane = fc.record({
    width: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(4, 8, 12)),
    height: fc.integer({ min: 1, max: 4 }),
    step: fc.integer({ min: 1, max: 2 }),
    gap: fc.constantFrom(0, 1, 2, 8),
    first: fc.constantFrom(0, 2, 8),
    seed: fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
  })
  fc.assert(
    fc.property(plane, ({ width, height, step, gap, first, seed }) => {
      const stride = 2 * width * step + gap
      const from = Uint8Array.from({ length: first + 2 * stride * height }, () =>
        Number(seed.next().value),
      )
      const into = new Uint8Array(first + width * height)
      halvePlane(from, { offset: first, stride, step }, { width, height }, into, first)
      const sampleAt = (x: number, y: number): number => from[first + y * stride + x * step] ?? NaN
      const expected = Array.from({ length: width * height }, (_, index) => {
        const [x, y] = [2 * (index % width), 2 * Math.floor(index / width)]
        const sum =
          sampleAt(x, y) + sampleAt(x + 1, y) + sampleAt(x, y + 1) + sampleAt(x + 1, y + 1)
        return Math.round(sum / 4)
      })
      expect([...into.subarray(first)]).toEqual(expected)
    }),
  )
})
