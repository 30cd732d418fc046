import { expect, test } from 'vitest'
import { divisorsOf, quantisationTables } from './encoder-quantisation.ts'

test('the steps are those of libjpeg', () => {
  expect(quantisationTables(50).luma.slice(0, 8)).toEqual([16, 11, 10, 16, 24, 40, 51, 61])
  expect(quantisationTables(95).luma.slice(0, 8)).toEqual([2, 1, 1, 2, 2, 4, 5, 6])
  expect(quantisationTables(95).chroma.slice(0, 8)).toEqual([2, 2, 2, 5, 10, 10, 10, 10])
  expect(quantisationTables(10).luma.slice(0, 8)).toEqual([80, 55, 50, 80, 120, 200, 255, 255])
})

test('at the best quality every step is 1, and at the worst the steps end at 255', () => {
  expect(new Set([quantisationTables(100).luma, quantisationTables(100).chroma].flat())).toEqual(
    new Set([1]),
  )
  expect(quantisationTables(0)).toEqual(quantisationTables(1))
  expect(Math.max(...quantisationTables(0).chroma)).toBe(255)
})

test('the factors of all steps fit into 15 bits and use all of them', () => {
  for (let step = 1; step <= 255; step++) {
    const factors = divisorsOf(new Array<number>(64).fill(step))
    for (const factor of factors.subarray(0, 64)) expect(factor).toBeGreaterThanOrEqual(16384)
    for (const power of factors.subarray(64)) expect(Number.isInteger(Math.log2(power))).toBe(true)
  }
})
