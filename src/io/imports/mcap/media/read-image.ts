import type { FrameStore } from '../../frame-store.ts'
import { decompressChunk } from '../decompress.ts'
import { fromBase64 } from './json-media.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The chunk of each file that was decompressed last: its images are mostly read one after another. */
const lastChunks = new WeakMap<Blob, { part: number; bytes: Promise<Bytes> }>()

/**
 * Reads an image by its place in a file.
 * @throws where the chunk that it is in, or its Base64, is damaged
 */
export async function readStoredImage(file: Blob, store: FrameStore, index: number): Promise<Blob> {
  const stored = await readStored(file, store, index)
  return store.isBase64 ? new Blob([fromBase64(await stored.text())]) : stored
}

async function readStored(
  file: Blob,
  { partOf, starts, lengths, parts }: FrameStore,
  index: number,
): Promise<Blob> {
  const part = partOf[index] ?? -1
  const start = starts[index] ?? 0
  const end = start + (lengths[index] ?? 0)
  const chunk = part < 0 ? undefined : parts[part]
  if (!chunk) return file.slice(start, end)
  let held = lastChunks.get(file)
  if (held?.part !== part) {
    held = { part, bytes: readChunk(file, chunk) }
    lastChunks.set(file, held)
  }
  const bytes = await held.bytes
  return new Blob([bytes.subarray(start, end)])
}

async function readChunk(
  file: Blob,
  { compression, start, length, uncompressedLength }: FrameStore['parts'][number],
): Promise<Bytes> {
  const packed = new Uint8Array(await file.slice(start, start + length).arrayBuffer())
  return decompressChunk(compression, packed, uncompressedLength)
}
