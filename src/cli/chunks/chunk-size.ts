import type { ChunkSize } from '../../index.ts'

const OF_ONE_RECORDING: ChunkSize = { least: 250, most: 1000 }
const OF_SEVERAL: ChunkSize = { least: 1000, most: 1000 }

/** Of the option for another number. */
export const CHUNK_FRAMES_HELP = `frames of a chunk (default: ${OF_SEVERAL.most}; of a recording alone from ${OF_ONE_RECORDING.most} down to ${OF_ONE_RECORDING.least}, fewer towards its end)`

/**
 * Frames of a chunk. Where nobody says how many: several recordings take turns, so that most chunks open theirs
 * again, which few frames are not worth. One recording stays open, and with shorter chunks fewer machines
 * have nothing to do at its end.
 * @param framesPerChunk that somebody wants; null: as is usual
 */
export function chunkSizeOf(framesPerChunk: number | null, recordingCount: number): ChunkSize {
  if (framesPerChunk !== null) return { least: framesPerChunk, most: framesPerChunk }
  return recordingCount === 1 ? OF_ONE_RECORDING : OF_SEVERAL
}
