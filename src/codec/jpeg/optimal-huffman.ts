/** Huffman tables for the symbols of a picture (JPEG standard, Annex K.2). */

const MAX_LENGTH = 16

export interface HuffmanTable {
  /** The number of symbols with a code of 1, 2, … 16 bits. */
  lengthCounts: Uint8Array
  /** The symbols in the order of their codes. */
  symbols: Uint8Array
}

/**
 * Makes the table that codes the symbols with the fewest bits.
 * @param counts how often each symbol from 0 to 255 occurs; a symbol that never occurs gets no code
 */
export function optimalHuffmanTable(counts: ArrayLike<number>): HuffmanTable {
  const used = Array.from({ length: counts.length }, (_, symbol) => symbol)
    .filter((symbol) => countOf(counts, symbol) > 0)
    .sort((a, b) => countOf(counts, b) - countOf(counts, a) || a - b)
  // One more symbol, the rarest one, takes the code of ones only, which JPEG does not allow.
  const lengths = limitLengths(codeLengths([1, ...used.map((s) => countOf(counts, s)).reverse()]))
  const longest = lengths.findLastIndex((count) => count > 0)
  lengths[longest] = (lengths[longest] ?? 0) - 1
  return { lengthCounts: Uint8Array.from(lengths.slice(1)), symbols: Uint8Array.from(used) }
}

/**
 * The code of each symbol: the lowest five bits are its length, the bits above them are the code. 0
 * if the symbol has no code.
 */
export function huffmanCodes({ lengthCounts, symbols }: HuffmanTable): Uint32Array {
  const codes = new Uint32Array(256)
  let code = 0
  let at = 0
  lengthCounts.forEach((count, index) => {
    for (const symbol of symbols.subarray(at, at + count)) {
      codes[symbol] = (code++ << 5) | (index + 1)
    }
    at += count
    code <<= 1
  })
  return codes
}

function countOf(counts: ArrayLike<number>, symbol: number): number {
  return counts[symbol] ?? 0
}

/**
 * The number of codes of each length that Huffman's algorithm makes.
 * @param weights one or more, the lightest first
 */
function codeLengths(weights: readonly number[]): number[] {
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
  const counts = new Array<number>(Math.max(leafCount, MAX_LENGTH) + 1).fill(0)
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
  for (let length = limited.length - 1; length > MAX_LENGTH; length--) {
    while ((limited[length] ?? 0) > 0) {
      let shorter = length - 2
      while ((limited[shorter] ?? 0) === 0) shorter--
      add(length, -2)
      add(length - 1, 1)
      add(shorter + 1, 2)
      add(shorter, -1)
    }
  }
  return limited.slice(0, MAX_LENGTH + 1)
}
