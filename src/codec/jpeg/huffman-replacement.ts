import type { HuffmanTable } from './jpeg-tables.ts'

/** The most bits of a code. */
const LONGEST = 16

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
  return makeTable(weights)
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

/**
 * Huffman's code, with lengths limited to 16 bits as in ITU-T T.81, section K.2. The code of ones
 * only stays free, as annex C requires.
 * @param weights the weight of each symbol, more than 0
 */
export function makeTable(weights: ReadonlyMap<number, number>): HuffmanTable {
  const sorted = [...weights].sort((a, b) => a[1] - b[1] || b[0] - a[0])
  // An extra symbol with weight 0 gets one of the longest codes: the one of ones only.
  const counts = countLengths([0, ...sorted.map(([, weight]) => weight)])
  limitLengths(counts)
  const longest = counts.findLastIndex((count) => count > 0)
  counts[longest] = (counts[longest] ?? 0) - 1
  return {
    counts: Uint8Array.from(counts.slice(1, LONGEST + 1)),
    symbols: Uint8Array.from(sorted.reverse(), ([symbol]) => symbol),
  }
}

/**
 * The number of codes of each length.
 * @param weights at least two, the lightest first
 */
function countLengths(weights: readonly number[]): number[] {
  const leafCount = weights.length
  const nodes = [...weights]
  const parents: number[] = []
  let leaf = 0
  let inner = leafCount
  const takeLightest = (): number =>
    leaf < leafCount && (inner >= nodes.length || (nodes[leaf] ?? 0) <= (nodes[inner] ?? 0))
      ? leaf++
      : inner++
  while (nodes.length < 2 * leafCount - 1) {
    const first = takeLightest()
    const second = takeLightest()
    parents[first] = nodes.length
    parents[second] = nodes.length
    nodes.push((nodes[first] ?? 0) + (nodes[second] ?? 0))
  }
  const counts = new Array<number>(leafCount + LONGEST).fill(0)
  const depths = new Array<number>(nodes.length).fill(0)
  for (let node = nodes.length - 2; node >= 0; node--) {
    const depth = (depths[parents[node] ?? 0] ?? 0) + 1
    depths[node] = depth
    if (node < leafCount) counts[depth] = (counts[depth] ?? 0) + 1
  }
  return counts
}

/** ITU-T T.81, figure K.3. */
function limitLengths(counts: number[]): void {
  const add = (length: number, more: number): void => {
    counts[length] = (counts[length] ?? 0) + more
  }
  for (let length = counts.length - 1; length > LONGEST; length--) {
    while ((counts[length] ?? 0) > 0) {
      let shorter = length - 2
      while ((counts[shorter] ?? 0) === 0) shorter--
      add(length, -2)
      add(length - 1, 1)
      add(shorter + 1, 2)
      add(shorter, -1)
    }
  }
}
