const OF_ONE_RECORDING = 250
const OF_SEVERAL = 1000

/** Of the option for another number. */
export const CHUNK_FRAMES_HELP = `frames of a chunk, at the least (default: ${OF_SEVERAL}, or ${OF_ONE_RECORDING} of a recording alone)`

/**
 * Frames of a chunk where nobody says how many. Several recordings take turns, so that most chunks open
 * theirs again, which few frames are not worth. One recording stays open, and with shorter chunks fewer
 * machines have nothing to do at its end.
 */
export function usualChunkFrames(recordingCount: number): number {
  return recordingCount === 1 ? OF_ONE_RECORDING : OF_SEVERAL
}
