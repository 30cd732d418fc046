import { describe, expect, test } from 'vitest'
import { STANDARD_TABLES } from '../testing/jpeg-standard-tables.ts'
import {
  completeHuffmanTable,
  cutHuffmanTable,
  lacksSymbols,
  makeTable,
} from './huffman-replacement.ts'
import type { HuffmanTable } from './jpeg-tables.ts'

/** The length of the code of each symbol. */
function lengthsOf({ counts, symbols }: HuffmanTable): Map<number, number> {
  const lengths = [...counts].flatMap((count, index) => new Array<number>(count).fill(index + 1))
  expect(lengths).toHaveLength(symbols.length)
  return new Map(lengths.map((length, index) => [symbols[index] ?? 0, length]))
}

/** The share of all codes that is used. The code of ones only must be free. */
const shareTaken = (table: HuffmanTable): number =>
  [...lengthsOf(table).values()].reduce((sum, length) => sum + 2 ** -length, 0)

describe('a table made of weights', () => {
  test('gives the more frequent symbol a code that is not longer', () => {
    const weights = new Map([5, 60, 1, 20, 7, 300].map((weight, symbol) => [symbol, weight]))
    const lengths = lengthsOf(makeTable(weights))
    for (const [a, weight] of weights) {
      for (const [b, other] of weights) {
        if (weight > other) expect(lengths.get(a)).toBeLessThanOrEqual(lengths.get(b) ?? 0)
      }
    }
  })

  test('has codes of at most 16 bits, however far apart the weights are', () => {
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

const [standardDc, , standardAc] = STANDARD_TABLES
if (!standardDc || !standardAc) throw new Error('The standard tables are missing.')

describe('a table lacks symbols', () => {
  test('if an 8-bit picture can have a symbol that the table does not have', () => {
    expect(lacksSymbols(standardDc, true)).toBe(false)
    expect(lacksSymbols(standardAc, false)).toBe(false)
    for (const { symbols } of [standardDc, standardAc]) {
      for (const symbol of symbols) {
        const others = symbols.filter((other) => other !== symbol)
        const table = makeTable(new Map([...others].map((other) => [other, 1])))
        expect(lacksSymbols(table, symbols === standardDc.symbols)).toBe(true)
      }
    }
  })
})

/** Few symbols, one of which no 8-bit picture can have. */
const optimised = makeTable(
  new Map([1, 2, 0, 0x11, 0x03, 0x21, 0x12, 0x31, 0xfe].map((symbol, at) => [symbol, 2 ** -at])),
)

describe('a completed table', () => {
  test.each([1e-5, 0.1, 1])('has the symbols of the old one and all others: share %f', (share) => {
    const { symbols } = completeHuffmanTable(optimised, false, share)
    expect(new Set(symbols)).toEqual(new Set([...standardAc.symbols, 0xfe]))
    const dc = completeHuffmanTable(makeTable(new Map([[3, 1]])), true, share)
    expect(new Set(dc.symbols)).toEqual(new Set(standardDc.symbols))
  })

  test('adds hardly any bits to a picture that the overlay hardly changes', () => {
    const before = lengthsOf(optimised)
    const bitsPerSymbol = (lengths: Map<number, number>): number =>
      [...before].reduce((sum, [symbol, length]) => {
        return sum + 2 ** -length * (lengths.get(symbol) ?? Infinity)
      }, 0)
    const after = lengthsOf(completeHuffmanTable(optimised, false, 1e-3))
    expect(bitsPerSymbol(after)).toBeLessThan(bitsPerSymbol(before) * 1.005)
  })

  test('gives the symbols that an overlay uses often shorter codes if more is drawn', () => {
    const large = 0x06
    const ofLittle = lengthsOf(completeHuffmanTable(optimised, false, 1e-4)).get(large)
    const ofMuch = lengthsOf(completeHuffmanTable(optimised, false, 1)).get(large)
    expect(ofMuch).toBeLessThan(ofLittle ?? 0)
  })
})

describe('a cut table', () => {
  const whole = completeHuffmanTable(optimised, false, 1e-4)

  test('keeps every symbol that is needed, with the code that it had', () => {
    const needed = new Set([...optimised.symbols, 0x06, 0xf0])
    const cut = cutHuffmanTable(whole, (symbol) => needed.has(symbol))
    expect(cut.symbols.length).toBeLessThan(whole.symbols.length)
    expect([...needed].filter((symbol) => !cut.symbols.includes(symbol))).toEqual([])
    const lengths = lengthsOf(whole)
    expect([...lengthsOf(cut)]).toEqual([...lengths].slice(0, cut.symbols.length))
  })

  test('is the whole table if all symbols are needed, and empty if none is', () => {
    expect(cutHuffmanTable(whole, () => true)).toEqual(whole)
    expect(cutHuffmanTable(whole, () => false).symbols).toHaveLength(0)
  })
})
