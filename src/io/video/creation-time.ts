import { boxesWithin, readContent } from './containers/mp4-boxes.ts'
import type { Box } from './containers/mp4-boxes.ts'

/** The times of a header lie within so many bytes of its beginning. */
const HEADER_BYTES = 32
/** MP4 counts seconds from 1904. */
const EPOCH_1904_MS = -2_082_844_800_000
const LATEST_MS = 4_102_444_800_000

/**
 * When a video was begun, by the header (`mvhd`) of MP4 and MOV, in ms of the Unix epoch. Null if it
 * does not say, or in another container.
 */
export async function readCreationMs(file: File): Promise<number | null> {
  const movie = await boxOf(file, 'moov', 0, file.size)
  const header = movie && (await boxOf(file, 'mvhd', movie.start, movie.end))
  if (!header) return null
  const end = Math.min(header.end, header.start + HEADER_BYTES)
  const content = await readContent(file, { ...header, end })
  if (content.byteLength < HEADER_BYTES) return null
  const seconds = content.getUint8(0) === 1 ? Number(content.getBigUint64(4)) : content.getUint32(4)
  const timeMs = EPOCH_1904_MS + seconds * 1000
  return timeMs > 0 && timeMs < LATEST_MS ? timeMs : null
}

async function boxOf(file: File, type: string, start: number, end: number): Promise<Box | null> {
  for await (const box of boxesWithin(file, start, end)) if (box.type === type) return box
  return null
}
