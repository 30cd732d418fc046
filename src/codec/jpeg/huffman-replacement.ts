import type { HuffmanTable } from './jpeg-tables.ts'
import { optimalHuffmanTable } from './optimal-huffman.ts'

/** The limits of an 8-bit picture: ITU-T T.81, tables F.1 and F.2. */
const MOST_DC_SIZE = 11
const MOST_AC_SIZE = 10
const LONGEST_RUN = 15
const END_OF_BLOCK = 0
const ZERO_RUN = 0xf0

/**
 * The expected share of each symbol of an 8-bit picture where an overlay is drawn; the sum is 1.
 * These are estimates from text and charts over footage of several qualities.
 */
const EXPECTED_DC = normalise(new Map(Array.from({ length: MOST_DC_SIZE + 1 }, (_, s) => [s, 1])))
const EXPECTED_AC = normalise(expectAc())

function expectAc(): Map<number, number> {
  const weights = new Map([
    [END_OF_BLOCK, 0.2],
    [ZERO_RUN, 1e-4],
  ])
  for (let run = 0; run <= LONGEST_RUN; run++) {
    for (let size = 1; size <= MOST_AC_SIZE; size++) {
      const bitsPerSize = 0.6 * (1 + Math.min(run, 4))
      weights.set((run << 4) | size, (1 + run) ** -2 * 2 ** (-bitsPerSize * size))
    }
  }
  return weights
}

function normalise(weights: ReadonlyMap<number, number>): Map<number, number> {
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0)
  return new Map([...weights].map(([symbol, weight]) => [symbol, weight / sum]))
}

/** Whether a table lacks a symbol that an 8-bit picture can have. */
export function lacksSymbols(stated: HuffmanTable, isDc: boolean): boolean {
  const symbols = new Set(stated.symbols)
  return [...(isDc ? EXPECTED_DC : EXPECTED_AC).keys()].some((symbol) => !symbols.has(symbol))
}

/**
 * A table with all symbols of the file's own table and all that an overlay can need.
 *
 * The length of a symbol's code in the file's table tells how frequent the symbol is. So the scan
 * need not be read once more to count.
 * @param stated the file's own table
 * @param isDc whether it is a DC table: a DC symbol is the size of its value; in an AC symbol, the
 * low 4 bits are the size
 * @param drawnShare the share of the frame that is drawn on, more than 0 and at most 1
 */
export function completeHuffmanTable(
  stated: HuffmanTable,
  isDc: boolean,
  drawnShare: number,
): HuffmanTable {
  const weights = new Map<number, number>()
  for (const [symbol, length] of codeLengths(stated)) weights.set(symbol, 2 ** -length)
  for (const [symbol, expected] of isDc ? EXPECTED_DC : EXPECTED_AC) {
    weights.set(symbol, (weights.get(symbol) ?? 0) + drawnShare * expected)
  }
  return optimalHuffmanTable(weights)
}

/**
 * Removes unused symbols from the end of a table, so that no other code changes. They would make a
 * small file noticeably larger.
 * @param isNeeded whether a symbol must stay
 */
export function cutHuffmanTable(
  { counts, symbols }: HuffmanTable,
  isNeeded: (symbol: number) => boolean,
): HuffmanTable {
  const kept = symbols.subarray(0, symbols.findLastIndex(isNeeded) + 1)
  let left = kept.length
  const cut = counts.map((count) => {
    const most = Math.min(count, left)
    left -= most
    return most
  })
  return { counts: cut, symbols: kept }
}

function codeLengths({ counts, symbols }: HuffmanTable): Map<number, number> {
  const lengths = new Map<number, number>()
  let index = 0
  counts.forEach((count, before) => {
    for (const symbol of symbols.subarray(index, index + count)) lengths.set(symbol, before + 1)
    index += count
  })
  return lengths
}
