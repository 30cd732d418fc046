import { describe, expect, test } from 'vitest'
import { STANDARD_TABLES } from '../testing/jpeg-standard-tables.ts'
import { makeTable, replaceHuffmanTable } from './huffman-replacement.ts'
import type { HuffmanTable } from './jpeg-header.ts'

/** Length of the code of each symbol. */
function lengthsOf({ counts, symbols }: HuffmanTable): Map<number, number> {
  const lengths = [...counts].flatMap((count, index) => new Array<number>(count).fill(index + 1))
  expect(lengths).toHaveLength(symbols.length)
  return new Map(lengths.map((length, index) => [symbols[index] ?? 0, length]))
}

/** The share of all codes that are taken: the code of ones alone must be free. */
const shareTaken = (table: HuffmanTable): number =>
  [...lengthsOf(table).values()].reduce((sum, length) => sum + 2 ** -length, 0)

describe('a table made of weights', () => {
  test('gives the more frequent symbol the code that is not longer', () => {
    const weights = new Map([5, 60, 1, 20, 7, 300].map((weight, symbol) => [symbol, weight]))
    const lengths = lengthsOf(makeTable(weights))
    for (const [a, weight] of weights) {
      for (const [b, other] of weights) {
        if (weight > other) expect(lengths.get(a)).toBeLessThanOrEqual(lengths.get(b) ?? 0)
      }
    }
  })

  test('has codes of 16 bits at most, however far apart the weights are', () => {
    const weights = new Map(Array.from({ length: 200 }, (_, symbol) => [symbol, 1.6 ** symbol]))
    const table = makeTable(weights)
    expect(lengthsOf(table).size).toBe(200)
    expect(shareTaken(table)).toBeLessThanOrEqual(1 - 2 ** -16)
  })

  test.each([1, 2, 3, 255, 256])(
    'may have %i symbols, and leaves the code of ones free',
    (size) => {
      const table = makeTable(new Map(Array.from({ length: size }, (_, symbol) => [symbol, 1])))
      expect(lengthsOf(table).size).toBe(size)
      expect(shareTaken(table)).toBeLessThan(1)
    },
  )
})

describe('a replaced table', () => {
  const stated = STANDARD_TABLES[2] ?? { counts: new Uint8Array(), symbols: new Uint8Array() }

  test('has the symbols of the old one and the new ones', () => {
    const counts = new Uint32Array(256)
    counts[0x0b] = 3
    counts[0xfe] = 1
    const { symbols } = replaceHuffmanTable(stated, counts, false, 1e6)
    expect(new Set(symbols)).toEqual(new Set([...stated.symbols, 0x0b, 0xfe]))
  })

  test('costs a picture that the overlay hardly changes hardly more', () => {
    const counts = new Uint32Array(256)
    counts[0x0b] = 1
    const before = lengthsOf(stated)
    const after = lengthsOf(replaceHuffmanTable(stated, counts, false, 1e6))
    const bitsPerSymbol = (lengths: Map<number, number>): number =>
      [...before].reduce((sum, [symbol, length]) => {
        return sum + 2 ** -length * (lengths.get(symbol) ?? Infinity)
      }, 0)
    expect(bitsPerSymbol(after)).toBeLessThan(bitsPerSymbol(before) * 1.005)
  })

  test('gives symbols that the overlay uses much short codes', () => {
    const counts = new Uint32Array(256)
    counts[0x0b] = 1e6
    const lengths = lengthsOf(replaceHuffmanTable(stated, counts, false, 1e6))
    expect(lengths.get(0x0b)).toBeLessThanOrEqual(2)
  })
})
