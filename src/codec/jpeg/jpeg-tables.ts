/** A Huffman table as the file has it. */
export interface HuffmanTable {
  /** The number of codes with 1, 2, … 16 bits. */
  counts: Uint8Array
  /** Their symbols, shortest code first. */
  symbols: Uint8Array
}

/**
 * Reads the quantisation tables of a segment. ITU-T T.81, section B.2.4.1.
 * @param tables takes each table, by its number
 * @returns false if a table is broken
 */
export function readQuantisationTables(
  view: DataView,
  tables: (Uint16Array | undefined)[],
): boolean {
  for (let at = 0; at < view.byteLength;) {
    const head = view.getUint8(at++)
    const isWide = head >> 4 === 1
    if (head >> 4 > 1 || (head & 15) > 3) return false
    if (at + (isWide ? 128 : 64) > view.byteLength) return false
    const table = Uint16Array.from({ length: 64 }, (_, index) =>
      isWide ? view.getUint16(at + 2 * index) : view.getUint8(at + index),
    )
    if (table.includes(0)) return false
    tables[head & 15] = table
    at += isWide ? 128 : 64
  }
  return true
}

/**
 * Reads the Huffman tables of a segment. ITU-T T.81, section B.2.4.2.
 * @param dcTables takes each table for DC values, by its number
 * @param acTables takes each table for AC values, by its number
 * @returns false if a table is broken
 */
export function readHuffmanTables(
  payload: Uint8Array,
  dcTables: (HuffmanTable | undefined)[],
  acTables: (HuffmanTable | undefined)[],
): boolean {
  for (let at = 0; at < payload.length;) {
    const head = payload[at] ?? 0
    const counts = payload.slice(at + 1, at + 17)
    const count = counts.reduce((sum, each) => sum + each, 0)
    const symbols = payload.slice(at + 17, at + 17 + count)
    if (head >> 4 > 1 || (head & 15) > 3) return false
    if (symbols.length < count || count > 256 || !hasRoom(counts)) return false
    const tables = head >> 4 === 0 ? dcTables : acTables
    tables[head & 15] = { counts, symbols }
    at += 17 + count
  }
  return true
}

/** Whether the lengths of the codes leave room for all of them. */
function hasRoom(counts: Uint8Array): boolean {
  let free = 1
  for (const count of counts) {
    free = 2 * free - count
    if (free < 0) return false
  }
  return true
}
