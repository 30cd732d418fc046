/** Joins the data of a file's IDAT chunks: PNG specification, section 5.3. */

import { crc32 } from './crc32'

/** A chunk: usize start and end of its data. Its name lies before them, and its CRC after them. */
const CHUNK_SIZE: usize = 8
const NAME_LENGTH: usize = 4

/**
 * Moves the data together, so that they end at `streamEnd`.
 *
 * @param chunks in rising order; the last one's CRC ends at `streamEnd`
 * @returns false if the CRC of a chunk is wrong
 */
export function joinChunks(chunks: usize, chunksEnd: usize, streamEnd: usize): bool {
  let place = streamEnd
  for (let chunk = chunksEnd; chunk > chunks; ) {
    chunk -= CHUNK_SIZE
    const start = load<usize>(chunk)
    const end = load<usize>(chunk, 4)
    if (crc32(0, start - NAME_LENGTH, end) != bswap(load<u32>(end))) return false
    place -= end - start
    memory.copy(place, start, end - start)
  }
  return true
}
