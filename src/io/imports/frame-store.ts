import type { Compression } from './mcap/decompress.ts'

/**
 * Where images lie inside a file. It is plain data: an image is read by its place when it is needed.
 */
export interface FrameStore {
  /** For each image: its part in `parts`, or -1 where it lies in the file as it is. */
  partOf: Int32Array<ArrayBuffer>
  /** For each image: where it begins in its part or in the file, in bytes. */
  starts: Float64Array<ArrayBuffer>
  lengths: Float64Array<ArrayBuffer>
  /** Whether the bytes of the images stand there in Base64. */
  isBase64: boolean
  /** Compressed parts of the file that hold images. */
  parts: CompressedPart[]
}

export interface CompressedPart {
  compression: Compression
  /** Place of the compressed bytes in the file. */
  start: number
  length: number
  uncompressedLength: number
}
