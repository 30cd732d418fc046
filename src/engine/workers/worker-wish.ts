import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'

/** How many workers the settings ask for. */
export interface WorkerWish {
  /** At the start. */
  firstCount: number
  /** The most workers that the settings allow; Infinity: no limit. */
  mostCount: number
  isTuned: boolean
  /** More workers were asked for than there are pieces. */
  isBeyondPieces: boolean
}

/** @param pieceCount frames or segments, at least 1; there are no more workers than these */
export function wishWorkers(
  { mode, format, numWorkers }: Pick<OutputConfig, 'mode' | 'format' | 'numWorkers'>,
  coreCount: number,
  pieceCount: number,
): WorkerWish {
  const isOneVideo = isVideoFormat(format)
  const asked = mode === 'sequential' ? 1 : askedCount(numWorkers, coreCount)
  const isTuned =
    mode === 'parallel' && (isOneVideo ? typeof numWorkers !== 'number' : numWorkers === 'auto')
  // One encoder often uses the whole machine, so a run starts with one and adds more only if that
  // is faster.
  const first = isOneVideo && isTuned ? 1 : asked
  return {
    firstCount: Math.min(first, pieceCount),
    mostCount: isOneVideo ? asked : Infinity,
    isTuned,
    isBeyondPieces: first > pieceCount,
  }
}

function askedCount(numWorkers: OutputConfig['numWorkers'], coreCount: number): number {
  switch (numWorkers) {
    case 'auto':
    case 'all_cores':
      return coreCount
    case 'leave_two_free':
      return Math.max(1, coreCount - 2)
    default:
      return numWorkers
  }
}
