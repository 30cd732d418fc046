import type { HuffmanTable } from './jpeg-tables.ts'

/** The limits of an 8-bit picture: ITU-T T.81, tables F.1 and F.2. */
const MOST_DC_SIZE = 11
const MOST_AC_SIZE = 10
const LONGEST_RUN = 15
const END_OF_BLOCK = 0
const ZERO_RUN = 0xf0

/** The most bits of a code. */
const LONGEST = 16

const DC_SYMBOLS = Array.from({ length: MOST_DC_SIZE + 1 }, (_, size) => size)
const AC_SYMBOLS = [
  END_OF_BLOCK,
  ZERO_RUN,
  ...Array.from({ length: LONGEST_RUN + 1 }, (_, run) =>
    Array.from({ length: MOST_AC_SIZE }, (_, index) => (run << 4) | (index + 1)),
  ).flat(),
]

/**
 * The codes of at most this many bits stay as they are, whatever symbols of an 8-bit picture are
 * added to the table. It is 16 if all codes stay.
 * @param isDc whether it is a DC table: a DC symbol is the size of its value; in an AC symbol, the
 * low 4 bits are the size
 */
export function keptCodeLength({ counts, symbols }: HuffmanTable, isDc: boolean): number {
  const present = new Set(symbols)
  const lacking = (isDc ? DC_SYMBOLS : AC_SYMBOLS).filter((symbol) => !present.has(symbol)).length
  if (lacking === 0) return LONGEST
  let kept = LONGEST
  let changing = 0
  while (freeCodes(counts, kept) < changing + lacking) changing += counts[--kept] ?? 0
  return kept
}

/**
 * A table that also has the added symbols. Those of its own symbols that have longer codes than
 * `kept` get the same or still longer ones, which other codes can follow.
 * @param kept at most the result of {@link keptCodeLength}
 */
export function addSymbols(
  { counts, symbols }: HuffmanTable,
  added: readonly number[],
  kept: number,
): HuffmanTable {
  const newCounts = counts.map((count, index) => (index < kept ? count : 0))
  let free = freeCodes(counts, kept)
  let left = added.length + counts.subarray(kept).reduce((sum, count) => sum + count, 0)
  const assign = (length: number): void => {
    newCounts[length - 1] = (newCounts[length - 1] ?? 0) + 1
    free -= 2 ** (LONGEST - length)
    left--
  }
  for (let length = kept + 1; length <= LONGEST; length++) {
    for (let count = counts[length - 1] ?? 0; count > 0; count--) {
      let longer = length
      while (free - 2 ** (LONGEST - longer) < left - 1) longer++
      assign(longer)
    }
  }
  // The added symbols share what is left behind the other codes.
  const longest = 1 + newCounts.findLastIndex((count) => count > 0)
  while (left > 0) assign(Math.max(longest, LONGEST - Math.floor(Math.log2(free / left))))
  return { counts: newCounts, symbols: Uint8Array.from([...symbols, ...added]) }
}

/**
 * The number of codes of 16 bits that are free beside the codes of at most `kept` bits. The code of
 * ones only stays free, as annex C requires.
 */
function freeCodes(counts: Uint8Array, kept: number): number {
  return counts
    .subarray(0, kept)
    .reduce((free, count, index) => free - count * 2 ** (LONGEST - 1 - index), 2 ** LONGEST - 1)
}
