/** zlib streams that zlib does not make in one call. */

import { constants, deflateRawSync } from 'node:zlib'

/** RFC 1950, 9. */
export function adler32Of(bytes: Uint8Array): number {
  let sum = 1
  let sumOfSums = 0
  for (const byte of bytes) {
    sum = (sum + byte) % 65521
    sumOfSums = (sumOfSums + sum) % 65521
  }
  return sumOfSums * 65536 + sum
}

/** Puts raw deflate data into a zlib stream. */
export function zlibStream(deflated: readonly Uint8Array[], raw: Uint8Array): Uint8Array {
  const adler = Buffer.alloc(4)
  adler.writeUInt32BE(adler32Of(raw))
  return Buffer.concat([Uint8Array.of(0x78, 0x01), ...deflated, adler])
}

/**
 * Compresses pieces at different levels with a flush after each. This gives empty and stored
 * blocks.
 */
export function flushedStream(raw: Uint8Array, pieceSize: number): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let start = 0, index = 0; start < raw.length; start += pieceSize, index++) {
    const isLast = start + pieceSize >= raw.length
    pieces.push(
      deflateRawSync(raw.subarray(start, start + pieceSize), {
        level: index % 10,
        finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      }),
    )
  }
  return zlibStream(pieces, raw)
}
