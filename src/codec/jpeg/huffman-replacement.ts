import type { HuffmanTable } from './jpeg-header.ts'

/** Bits of a code at most. */
const LONGEST = 16

/**
 * A table that has each symbol of the file's own and those that the overlay needs.
 *
 * How often a symbol is follows from the length of its code: who made an optimised table counted.
 * So the scan need not be read once more to count again.
 * @param stated the file's own table
 * @param isDc a DC symbol is the size of its value; of an AC symbol the low 4 bits are
 * @param counts how often the overlay needs each symbol
 * @param scanBits the share of the scan that is written with the table, in bits
 */
export function replaceHuffmanTable(
  stated: HuffmanTable,
  counts: Uint32Array,
  isDc: boolean,
  scanBits: number,
): HuffmanTable {
  const lengths = codeLengths(stated)
  let bitsPerSymbol = 0
  for (const [symbol, length] of lengths) {
    bitsPerSymbol += (length + (isDc ? symbol : symbol & 15)) * 2 ** -length
  }
  const symbolCount = scanBits / bitsPerSymbol
  const weights = new Map<number, number>()
  for (const [symbol, length] of lengths) weights.set(symbol, symbolCount * 2 ** -length)
  counts.forEach((count, symbol) => {
    if (count > 0) weights.set(symbol, (weights.get(symbol) ?? 0) + count)
  })
  return makeTable(weights)
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
 * Huffman's code, brought to lengths up to 16 bits as ITU-T T.81, section K.2 does. The code of
 * ones alone stays free, as annex C wants it.
 * @param weights of each symbol, more than 0
 */
export function makeTable(weights: ReadonlyMap<number, number>): HuffmanTable {
  const sorted = [...weights].sort((a, b) => a[1] - b[1] || b[0] - a[0])
  // A symbol of no weight in front gets one of the longest codes: the one of ones alone.
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
 * How many codes there are of each length.
 * @param weights two at least, lightest first
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
