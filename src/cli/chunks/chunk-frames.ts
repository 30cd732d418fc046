/**
 * Frames of a chunk where nobody says how many. Several recordings take turns, so that most chunks open
 * theirs again, which few frames are not worth. One recording stays open, and with shorter chunks fewer
 * machines have nothing to do at its end.
 */
export function usualChunkFrames(recordingCount: number): number {
  return recordingCount === 1 ? 250 : 1000
}
