import { describe, expect, test } from 'vitest'
import { lengthsOf } from '../testing/code-lengths.ts'
import { STANDARD_TABLES } from '../testing/jpeg-standard-tables.ts'
import { seededNumbers } from '../testing/seeded-numbers.ts'
import { addSymbols, keptCodeLength } from './huffman-replacement.ts'
import type { HuffmanTable } from './jpeg-tables.ts'
import { huffmanCodes, optimalHuffmanTable } from './optimal-huffman.ts'

const [standardDc, , standardAc] = STANDARD_TABLES
if (!standardDc || !standardAc) throw new Error('The standard tables are missing.')

/** Tables of an encoder that counts: of few or many symbols, whose weights differ little or much. */
const COUNTED = Array.from({ length: 60 }, (_, seed) => {
  const random = seededNumbers(seed)
  const share = [0.03, 0.3, 0.9][seed % 3] ?? 1
  const symbols = [0, 1, ...standardAc.symbols.filter((symbol) => symbol > 1 && random() < share)]
  const base = 1.05 + random()
  return optimalHuffmanTable(new Map(symbols.map((symbol, at) => [symbol, base ** -at])))
})

const lackingIn = (table: HuffmanTable): number[] =>
  [...standardAc.symbols].filter((symbol) => !table.symbols.includes(symbol))

/** The share of all bit sequences that begin with one of the codes. */
const usedShare = ({ counts }: HuffmanTable): number =>
  counts.reduce((sum, count, index) => sum + count * 2 ** -(index + 1), 0)

describe('all codes stay', () => {
  test('if a table has all symbols of an 8-bit picture', () => {
    expect(keptCodeLength(standardDc, true)).toBe(16)
    expect(keptCodeLength(standardAc, false)).toBe(16)
  })

  test('if there is room for the other symbols', () => {
    const table = optimalHuffmanTable(new Map([0, 1, 2, 3].map((symbol) => [symbol, 1])))
    expect(keptCodeLength(table, true)).toBe(16)
    const before = huffmanCodes(table)
    const after = huffmanCodes(addSymbols(table, [9, 11], 16))
    expect([0, 1, 2, 3].map((symbol) => after[symbol])).toEqual([...before.subarray(0, 4)])
  })
})

test('if there is no room for all other symbols, only long codes may change', () => {
  const kept = COUNTED.map((table) => keptCodeLength(table, false))
  expect(kept.filter((length) => length < 16).length).toBeGreaterThan(10)
  expect(kept.filter((length) => length === 16).length).toBeGreaterThan(10)
})

describe.each([1, 5, Infinity])('a table to which %d symbols are added', (most) => {
  const tables = COUNTED.map((table) => {
    const added = lackingIn(table).slice(0, most)
    return { table, added, extended: addSymbols(table, added, keptCodeLength(table, false)) }
  })

  test('has its old symbols and the new ones', () => {
    for (const { table, added, extended } of tables) {
      expect([...lengthsOf(extended).keys()]).toEqual([...table.symbols, ...added])
    }
  })

  test('is a table of JPEG: the code of ones only stays free', () => {
    for (const { extended } of tables) expect(usedShare(extended)).toBeLessThanOrEqual(1 - 2 ** -16)
  })

  test('keeps the codes that stay', () => {
    for (const { table, extended } of tables) {
      const before = huffmanCodes(table)
      const after = huffmanCodes(extended)
      const kept = keptCodeLength(table, false)
      for (const [symbol, length] of lengthsOf(table)) {
        if (length <= kept) expect(after[symbol]).toBe(before[symbol])
      }
    }
  })

  test('costs the picture hardly any bits', () => {
    for (const { table, extended } of tables) {
      const after = lengthsOf(extended)
      const [old, now] = [...lengthsOf(table)].reduce(
        ([before, sum], [symbol, length]) => {
          const weight = 2 ** -length
          return [before + weight * length, sum + weight * (after.get(symbol) ?? Infinity)]
        },
        [0, 0],
      )
      expect(now).toBeLessThan(old * 1.003)
    }
  })
})
