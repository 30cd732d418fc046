import type { HuffmanTable } from './jpeg-tables.ts'

/** The most bits of a code. */
const LONGEST = 16

/**
 * The table that codes the symbols with the fewest bits: Huffman's code, with lengths limited to 16
 * bits as in ITU-T T.81, section K.2. The code of ones only stays free, as annex C requires.
 * @param weights the weight of each symbol, more than 0
 * @param freeWeight the weight of the free code, at most that of any symbol: 1 for counted symbols,
 * as in section K.2
 */
export function optimalHuffmanTable(
  weights: ReadonlyMap<number, number>,
  freeWeight = 0,
): HuffmanTable {
  const sorted = [...weights].sort((a, b) => a[1] - b[1] || b[0] - a[0])
  // The lightest symbol gets one of the longest codes: the one of ones only.
  const lengths = limitLengths(countLengths([freeWeight, ...sorted.map(([, weight]) => weight)]))
  const longest = lengths.findLastIndex((count) => count > 0)
  lengths[longest] = (lengths[longest] ?? 0) - 1
  return {
    counts: Uint8Array.from(lengths.slice(1)),
    symbols: Uint8Array.from(sorted.reverse(), ([symbol]) => symbol),
  }
}

/**
 * The code of each symbol: the lowest five bits are its length, the bits above them are the code. 0
 * if the symbol has no code.
 */
export function huffmanCodes({ counts, symbols }: HuffmanTable): Uint32Array {
  const codes = new Uint32Array(256)
  let code = 0
  let at = 0
  counts.forEach((count, index) => {
    for (const symbol of symbols.subarray(at, at + count)) {
      codes[symbol] = (code++ << 5) | (index + 1)
    }
    at += count
    code <<= 1
  })
  return codes
}

/**
 * The number of codes of each length that Huffman's algorithm makes.
 * @param weights one or more, the lightest first
 */
function countLengths(weights: readonly number[]): number[] {
  const leafCount = weights.length
  const nodes = [...weights]
  const parents: number[] = []
  // The leaves and the new nodes are both in ascending order, so the two lightest are at the front.
  let leaf = 0
  let made = leafCount
  const takeLightest = (parent: number): number => {
    const isLeaf =
      leaf < leafCount && (made >= nodes.length || (nodes[leaf] ?? 0) <= (nodes[made] ?? 0))
    const taken = isLeaf ? leaf++ : made++
    parents[taken] = parent
    return nodes[taken] ?? 0
  }
  while (nodes.length < 2 * leafCount - 1) {
    const parent = nodes.length
    const weight = takeLightest(parent) + takeLightest(parent)
    nodes.push(weight)
  }
  const depths: number[] = []
  const counts = new Array<number>(Math.max(leafCount, LONGEST) + 1).fill(0)
  for (let node = nodes.length - 1; node >= 0; node--) {
    const parent = parents[node]
    const depth = parent === undefined ? 0 : (depths[parent] ?? 0) + 1
    depths[node] = depth
    if (node < leafCount) counts[depth] = (counts[depth] ?? 0) + 1
  }
  return counts
}

/**
 * Shortens codes that are too long. Each step removes two of the longest codes: one symbol takes
 * the code of one bit less, and a shorter code is split into two for the other.
 */
function limitLengths(counts: readonly number[]): number[] {
  const limited = [...counts]
  const add = (length: number, change: number): void => {
    limited[length] = (limited[length] ?? 0) + change
  }
  for (let length = limited.length - 1; length > LONGEST; length--) {
    while ((limited[length] ?? 0) > 0) {
      let shorter = length - 2
      while ((limited[shorter] ?? 0) === 0) shorter--
      add(length, -2)
      add(length - 1, 1)
      add(shorter + 1, 2)
      add(shorter, -1)
    }
  }
  return limited.slice(0, LONGEST + 1)
}
