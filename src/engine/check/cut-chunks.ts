import type { PlanPart } from '../../core/plan/plan-part.ts'

/** Frames of a chunk, at the least and at the most; those of a video are whole segments, which may be longer. */
export interface ChunkSize {
  least: number
  most: number
}

/** A recording has at most this many chunks, so that a queue of them stays small. */
const MOST_CHUNKS = 5000

/**
 * A chunk has this part of the frames that are left, so that chunks are long where much is left and short
 * at the end, where machines wait for the last ones. (Polychronopoulos and Kuck, Guided self-scheduling,
 * 1987: there it depends on the number of processors, which a plan never does.)
 */
const PART_OF_REST = 1 / 400

/**
 * Cuts frames into chunks.
 * @param cuts positions where a chunk may end, in order; null: anywhere
 */
export function cutChunks(
  cuts: readonly number[] | null,
  frameCount: number,
  { least, most }: ChunkSize,
): PlanPart[] {
  const everyMost = Math.ceil(frameCount / MOST_CHUNKS)
  const leastCount = Math.max(least, everyMost)
  const mostCount = Math.max(most, everyMost)
  const endAfter = (from: number): number => {
    const part = Math.ceil((frameCount - from) * PART_OF_REST)
    return Math.min(frameCount, from + Math.min(Math.max(part, leastCount), mostCount))
  }
  const chunks: PlanPart[] = []
  let from = 0
  const add = (to: number): void => {
    chunks.push({ from, to })
    from = to
  }
  if (cuts) {
    for (const to of cuts) if (to >= endAfter(from)) add(to)
  } else {
    while (from < frameCount) add(endAfter(from))
  }
  return chunks
}
