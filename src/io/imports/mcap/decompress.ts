import { loadZstd } from './load-zstd.ts'
import { decompressLz4Frame } from './lz4-frame.ts'

/** A byte of LZ4 stands for so many at most. */
const MOST_LZ4_RATIO = 255

/** A compression of an MCAP file that can be read. */
export type Compression = 'lz4' | 'zstd'

/** The decoders run without code made from text. */
const DECODERS: Readonly<Record<Compression, () => Promise<Decompress>>> = {
  lz4: () =>
    Promise.resolve((bytes, length) => {
      // It takes the memory for all that a damaged number says.
      if (length > bytes.length * MOST_LZ4_RATIO) throw new Error('a chunk is damaged')
      return decompressLz4Frame(bytes, length)
    }),
  zstd: async () => {
    const zstd = await loadZstd()
    return (bytes) => zstd.decompress(bytes) as Bytes
  },
}

type Bytes = Uint8Array<ArrayBuffer>
/** @throws where the bytes are damaged */
type Decompress = (bytes: Bytes, uncompressedLength: number) => Bytes

export function isCompression(name: string): name is Compression {
  return Object.hasOwn(DECODERS, name)
}

/** More than this is no chunk, and a browser might not have the memory. */
const LARGEST_CHUNK_BYTES = 1 << 30

/**
 * @throws where the bytes are damaged, or where the chunk is too large
 */
export async function decompressChunk(
  compression: Compression,
  bytes: Bytes,
  uncompressedLength: number,
): Promise<Bytes> {
  if (uncompressedLength > LARGEST_CHUNK_BYTES) throw new Error('a chunk has more than 1 GB')
  const decompress = await DECODERS[compression]()
  const found = decompress(bytes, uncompressedLength)
  if (found.length !== uncompressedLength) throw new Error('a chunk is damaged')
  return found
}
