import { describe, expect, test } from 'vitest'
import { lengthsOf } from '../testing/code-lengths.ts'
import { seededRandom } from '../testing/seeded-pictures.ts'
import type { HuffmanTable } from './jpeg-tables.ts'
import { huffmanCodes, optimalHuffmanTable } from './optimal-huffman.ts'

/** The codes by symbol, as text of zeros and ones. */
function codesOf(counts: readonly number[]): Record<number, string> {
  const occurring = new Map([...counts.entries()].filter(([, count]) => count > 0))
  const codes = [...huffmanCodes(optimalHuffmanTable(occurring, 1))]
  const text = (code: number): string => (code >> 5).toString(2).padStart(code & 31, '0')
  return Object.fromEntries(
    codes.flatMap((code, symbol) => (code === 0 ? [] : [[symbol, text(code)]])),
  )
}

test('the more frequent symbol has the shorter code, and no code has only ones', () => {
  expect(codesOf([5, 0, 90, 20])).toEqual({ 2: '0', 3: '10', 0: '110' })
})

test('a single symbol gets a code, and no symbols get no codes', () => {
  expect(codesOf([0, 0, 7])).toEqual({ 2: '0' })
  expect(codesOf([0, 0, 0])).toEqual({})
})

test('no code is longer than 16 bits, however much the frequencies differ', () => {
  const counts = Array.from({ length: 40 }, (_, symbol) => Math.min(2 ** symbol, 2 ** 31))
  const codes = Object.values(codesOf(counts))
  expect(codes).toHaveLength(40)
  expect(Math.max(...codes.map((code) => code.length))).toBe(16)
})

test('no code is the beginning of another, and together they leave room for only one more code', () => {
  const random = seededRandom(7)
  for (let round = 0; round < 50; round++) {
    const counts = Array.from({ length: 1 + Math.floor(random() * 256) }, () =>
      Math.floor(random() ** 8 * 1e6),
    )
    const codes = Object.values(codesOf(counts)).sort()
    codes.forEach((code, at) => expect(codes[at + 1]?.startsWith(code) ?? false).toBe(false))
    const used = codes.reduce((sum, code) => sum + 2 ** -code.length, 0)
    expect(used).toBeLessThan(1)
    expect(codes.some((code) => !code.includes('0'))).toBe(false)
  }
})

/** The share of all codes that is used. The code of ones only must be free. */
const shareTaken = (table: HuffmanTable): number =>
  [...lengthsOf(table).values()].reduce((sum, length) => sum + 2 ** -length, 0)

describe('a table made of weights', () => {
  test('gives the more frequent symbol a code that is not longer', () => {
    const weights = new Map([5, 60, 1, 20, 7, 300].map((weight, symbol) => [symbol, weight]))
    const lengths = lengthsOf(optimalHuffmanTable(weights))
    for (const [a, weight] of weights) {
      for (const [b, other] of weights) {
        if (weight > other) expect(lengths.get(a)).toBeLessThanOrEqual(lengths.get(b) ?? 0)
      }
    }
  })

  test('has codes of at most 16 bits, however far apart the weights are', () => {
    const weights = new Map(Array.from({ length: 200 }, (_, symbol) => [symbol, 1.6 ** symbol]))
    const table = optimalHuffmanTable(weights)
    expect(lengthsOf(table).size).toBe(200)
    expect(shareTaken(table)).toBeLessThanOrEqual(1 - 2 ** -16)
  })

  test.each([1, 2, 3, 255, 256])(
    'may have %i symbols, and leaves the code of ones free',
    (size) => {
      const table = optimalHuffmanTable(
        new Map(Array.from({ length: size }, (_, symbol) => [symbol, 1])),
      )
      expect(lengthsOf(table).size).toBe(size)
      expect(shareTaken(table)).toBeLessThan(1)
    },
  )
})
