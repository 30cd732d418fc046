/** Huffman codes of limited length for deflate, made from the frequencies of the symbols. */

/** Up to 288 symbols, sorted by frequency; then the lengths of their codes, in the same order. */
const SORTED: usize = memory.data(288 * 4, 16)
const SWAP: usize = memory.data(288 * 4, 16)
const BUCKETS: usize = memory.data(256 * 4, 16)
/** For each length: the number of codes, and the next code. */
const LENGTH_COUNTS: usize = memory.data(64 * 4, 16)
const NEXT_CODES: usize = memory.data(16 * 4, 16)

/**
 * Makes a canonical Huffman code. At least two symbols get a code, because some readers refuse a
 * code of one symbol.
 *
 * @param frequencies a u32 for each symbol, less than 2^23
 * @param limit the most bits that a code may have, at most 15
 * @param lengths gets a u8 for each symbol; 0 means that the symbol has no code
 * @param codes gets a u32 for each symbol: the code's length; from bit 8 the code, with its first
 * bit lowest
 */
export function buildCode(
  frequencies: usize,
  symbolCount: u32,
  limit: u32,
  lengths: usize,
  codes: usize,
): void {
  memory.fill(lengths, 0, symbolCount)
  const usedCount = sortUsed(frequencies, symbolCount)
  if (usedCount < 2) {
    const used = usedCount ? load<u32>(SORTED) & 511 : 0
    store<u8>(lengths + used, 1)
    store<u8>(lengths + (used ? 0 : 1), 1)
  } else {
    findDepths(usedCount)
    countLengths(usedCount, limit)
    let index: u32 = 0
    for (let length = limit; length > 0; length--) {
      let count = load<u32>(LENGTH_COUNTS + (length << 2))
      for (; count > 0; count--) {
        store<u8>(lengths + (load<u32>(SWAP + (index << 2)) & 511), <u8>length)
        index++
      }
    }
  }
  assignCodes(symbolCount, limit, lengths, codes)
}

/** Codes of given lengths; see {@link buildCode}. */
export function assignCodes(symbolCount: u32, limit: u32, lengths: usize, codes: usize): void {
  memory.fill(LENGTH_COUNTS, 0, 16 * 4)
  for (let symbol: u32 = 0; symbol < symbolCount; symbol++) {
    const place = LENGTH_COUNTS + (<u32>load<u8>(lengths + symbol) << 2)
    store<u32>(place, load<u32>(place) + 1)
  }
  store<u32>(LENGTH_COUNTS, 0)
  let code: u32 = 0
  for (let length: u32 = 1; length <= limit; length++) {
    code = (code + load<u32>(LENGTH_COUNTS + ((length - 1) << 2))) << 1
    store<u32>(NEXT_CODES + (length << 2), code)
  }
  for (let symbol: u32 = 0; symbol < symbolCount; symbol++) {
    const length: u32 = load<u8>(lengths + symbol)
    const place = NEXT_CODES + (length << 2)
    const next = load<u32>(place)
    store<u32>(place, next + 1)
    const entry = length ? ((reverse16(next) >> (16 - length)) << 8) | length : 0
    store<u32>(codes + (symbol << 2), entry)
  }
}

/**
 * Writes the symbols that occur to SORTED, in rising order of frequency. Each is one number that
 * has the frequency and the symbol. SWAP keeps a copy of them.
 */
function sortUsed(frequencies: usize, symbolCount: u32): u32 {
  let usedCount: u32 = 0
  let all: u32 = 0
  for (let symbol: u32 = 0; symbol < symbolCount; symbol++) {
    const frequency = load<u32>(frequencies + (symbol << 2))
    store<u32>(SORTED + (usedCount << 2), (frequency << 9) | symbol)
    usedCount += u32(frequency != 0)
    all |= frequency
  }
  // The symbols are already in order, so the sort uses only the bytes of the frequency.
  for (let shift: u32 = 9; shift < 32 && all >> (shift - 9) != 0; shift += 8) {
    memory.fill(BUCKETS, 0, 256 * 4)
    for (let index: u32 = 0; index < usedCount; index++) {
      const place = BUCKETS + (((load<u32>(SORTED + (index << 2)) >> shift) & 255) << 2)
      store<u32>(place, load<u32>(place) + 1)
    }
    let sum: u32 = 0
    for (let bucket: u32 = 0; bucket < 256; bucket++) {
      const place = BUCKETS + (bucket << 2)
      const count = load<u32>(place)
      store<u32>(place, sum)
      sum += count
    }
    for (let index: u32 = 0; index < usedCount; index++) {
      const entry = load<u32>(SORTED + (index << 2))
      const place = BUCKETS + (((entry >> shift) & 255) << 2)
      const target = load<u32>(place)
      store<u32>(place, target + 1)
      store<u32>(SWAP + (target << 2), entry)
    }
    memory.copy(SORTED, SWAP, usedCount << 2)
  }
  return usedCount
}

// @ts-ignore: decorator
@inline
function at(index: i32): u32 {
  return load<u32>(SORTED + (index << 2))
}

// @ts-ignore: decorator
@inline
function put(index: i32, value: u32): void {
  store<u32>(SORTED + (index << 2), value)
}

/**
 * Replaces the sorted frequencies by the depths of their leaves in an optimal tree: A. Moffat and
 * J. Katajainen, "In-place calculation of minimum-redundancy codes" (1995).
 */
function findDepths(count: i32): void {
  for (let index = 0; index < count; index++) put(index, at(index) >> 9)
  put(0, at(0) + at(1))
  let root = 0
  let leaf = 2
  for (let next = 1; next < count - 1; next++) {
    let sum: u32
    if (leaf >= count || at(root) < at(leaf)) {
      sum = at(root)
      put(root++, next)
    } else {
      sum = at(leaf++)
    }
    if (leaf >= count || (root < next && at(root) < at(leaf))) {
      sum += at(root)
      put(root++, next)
    } else {
      sum += at(leaf++)
    }
    put(next, sum)
  }
  put(count - 2, 0)
  for (let next = count - 3; next >= 0; next--) put(next, at(at(next)) + 1)
  let available = 1
  let depth: u32 = 0
  root = count - 2
  let next = count - 1
  while (available > 0) {
    let used = 0
    while (root >= 0 && at(root) == depth) {
      used++
      root--
    }
    while (available > used) {
      put(next--, depth)
      available--
    }
    available = 2 * used
    depth++
  }
}

/**
 * Counts the codes of each length. Codes over the limit become shorter, and others longer for that.
 */
function countLengths(usedCount: u32, limit: u32): void {
  memory.fill(LENGTH_COUNTS, 0, 64 * 4)
  let total: u32 = 0
  for (let index: u32 = 0; index < usedCount; index++) {
    const length = min(at(index), limit)
    const place = LENGTH_COUNTS + (length << 2)
    store<u32>(place, load<u32>(place) + 1)
    total += 1 << (limit - length)
  }
  const deepest = LENGTH_COUNTS + (limit << 2)
  // The shortened codes make Kraft's sum too large. Each round reduces it by one.
  for (; total > <u32>1 << limit; total--) {
    store<u32>(deepest, load<u32>(deepest) - 1)
    let place = deepest - 4
    while (load<u32>(place) == 0) place -= 4
    store<u32>(place, load<u32>(place) - 1)
    store<u32>(place + 4, load<u32>(place + 4) + 2)
  }
}

// @ts-ignore: decorator
@inline
function reverse16(value: u32): u32 {
  let bits = ((value >> 1) & 0x5555) | ((value & 0x5555) << 1)
  bits = ((bits >> 2) & 0x3333) | ((bits & 0x3333) << 2)
  bits = ((bits >> 4) & 0x0f0f) | ((bits & 0x0f0f) << 4)
  return ((bits >> 8) & 0xff) | ((bits & 0xff) << 8)
}
