import { describe, expect, test } from 'vitest'
import { lengthsOf } from '../testing/code-lengths.ts'
import { STANDARD_TABLES } from '../testing/jpeg-standard-tables.ts'
import { completeHuffmanTable, cutHuffmanTable, lacksSymbols } from './huffman-replacement.ts'
import { optimalHuffmanTable } from './optimal-huffman.ts'

const [standardDc, , standardAc] = STANDARD_TABLES
if (!standardDc || !standardAc) throw new Error('The standard tables are missing.')

describe('a table lacks symbols', () => {
  test('if an 8-bit picture can have a symbol that the table does not have', () => {
    expect(lacksSymbols(standardDc, true)).toBe(false)
    expect(lacksSymbols(standardAc, false)).toBe(false)
    for (const { symbols } of [standardDc, standardAc]) {
      for (const symbol of symbols) {
        const others = symbols.filter((other) => other !== symbol)
        const table = optimalHuffmanTable(new Map([...others].map((other) => [other, 1])))
        expect(lacksSymbols(table, symbols === standardDc.symbols)).toBe(true)
      }
    }
  })
})

/** Few symbols, one of which no 8-bit picture can have. */
const optimised = optimalHuffmanTable(
  new Map([1, 2, 0, 0x11, 0x03, 0x21, 0x12, 0x31, 0xfe].map((symbol, at) => [symbol, 2 ** -at])),
)

describe('a completed table', () => {
  test.each([1e-5, 0.1, 1])('has the symbols of the old one and all others: share %f', (share) => {
    const { symbols } = completeHuffmanTable(optimised, false, share)
    expect(new Set(symbols)).toEqual(new Set([...standardAc.symbols, 0xfe]))
    const dc = completeHuffmanTable(optimalHuffmanTable(new Map([[3, 1]])), true, share)
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
