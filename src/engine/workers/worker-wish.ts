import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'

/** How many workers the settings ask for. */
export interface WorkerWish {
  /** To begin with. */
  firstCount: number
  /** As many as the run may be tuned up to; Infinity: as many as there can be. */
  mostCount: number
  isTuned: boolean
  /** There are fewer pieces than workers asked for. */
  isBeyondPieces: boolean
}

/** @param pieceCount no worker is without one; at least 1 */
export function wishWorkers(
  { mode, format, numWorkers }: Pick<OutputConfig, 'mode' | 'format' | 'numWorkers'>,
  coreCount: number,
  pieceCount: number,
): WorkerWish {
  const isOneVideo = isVideoFormat(format)
  const asked = mode === 'sequential' ? 1 : askedCount(numWorkers, coreCount)
  const isTuned =
    mode === 'parallel' && (isOneVideo ? typeof numWorkers !== 'number' : numWorkers === 'auto')
  // How many encoders fill the machine is not known beforehand: one may.
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
