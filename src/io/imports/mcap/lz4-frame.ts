type Bytes = Uint8Array<ArrayBuffer>

const MAGIC = 0x184d2204
const VERSION = 1
/** In the flags of a frame. */
const HAS_DICTIONARY = 1
const HAS_CONTENT_CHECKSUM = 4
const HAS_CONTENT_SIZE = 8
const HAS_BLOCK_CHECKSUM = 16
/** In the size of a block. */
const IS_PLAIN = 0x80000000
const LEAST_MATCH = 4
const LONG = 15

/**
 * Decompresses a frame of LZ4. Whatever a damaged frame says, it does no more than to read the given
 * bytes once and to fill the wanted ones once.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 * @param length how many bytes the content has
 * @throws RangeError, Error where the frame is damaged
 */
export function decompressLz4Frame(bytes: Bytes, length: number): Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = view.getUint8(4)
  const isKnown = flags >> 6 === VERSION && (flags & HAS_DICTIONARY) === 0
  if (view.getUint32(0, true) !== MAGIC || !isKnown) throw new Error('it is no frame of LZ4')
  const content = new Uint8Array(length)
  let [at, to] = [flags & HAS_CONTENT_SIZE ? 15 : 7, 0]
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const start = at + 4
    const end = start + (size & ~IS_PLAIN)
    if (end > bytes.length) throw new RangeError('a block ends after its frame')
    const block = bytes.subarray(start, end)
    if (size & IS_PLAIN) content.set(block, to)
    to = size & IS_PLAIN ? to + block.length : decompressBlock(block, content, to)
    at = end + (flags & HAS_BLOCK_CHECKSUM ? 4 : 0)
  }
  const tailBytes = flags & HAS_CONTENT_CHECKSUM ? 8 : 4
  if (to !== length || at + tailBytes > bytes.length) throw new Error('the frame is cut off')
  return content
}

/**
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * @returns where the content of the block ends
 */
function decompressBlock(block: Bytes, content: Bytes, from: number): number {
  let [at, to] = [0, from]
  const lengthOf = (short: number): number => {
    let length = short
    for (let more = short === LONG ? 255 : 0; more === 255; length += more)
      more = byteAt(block, at++)
    return length
  }
  while (at < block.length) {
    const token = byteAt(block, at++)
    const literalCount = lengthOf(token >> 4)
    if (at + literalCount > block.length) throw new RangeError('literals end after their block')
    content.set(block.subarray(at, at + literalCount), to)
    at += literalCount
    to += literalCount
    // The last sequence has no match.
    if (at === block.length) break
    const offset = byteAt(block, at++) | (byteAt(block, at++) << 8)
    const end = to + LEAST_MATCH + lengthOf(token & LONG)
    if (offset === 0 || offset > to || end > content.length)
      throw new RangeError('a match is wrong')
    // It may overlap with what it makes.
    for (; to < end; to++) content[to] = content[to - offset] as number
  }
  return to
}

function byteAt(block: Bytes, at: number): number {
  const byte = block[at]
  if (byte === undefined) throw new RangeError('the block is cut off')
  return byte
}
