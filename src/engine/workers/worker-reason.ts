import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { WorkerLimit } from './worker-limit.ts'
import type { WorkerWish } from './worker-wish.ts'

/** What was asked for, what is allowed, and what was chosen. */
export interface ChosenWorkers {
  workerCount: number
  mostWorkers: number
  wish: WorkerWish
  limit: WorkerLimit
  coreCount: number
  pieceCount: number
  /** Memory that the workers that were asked for would need. */
  neededBytes: number
}

const BYTES_PER_MB = 1e6

/** Why there are so many workers, in one sentence. */
export function explainWorkers(
  { mode, format, numWorkers }: Pick<OutputConfig, 'mode' | 'format' | 'numWorkers'>,
  chosen: ChosenWorkers,
): string {
  const { workerCount, wish, coreCount } = chosen
  const isOneVideo = isVideoFormat(format)
  if (workerCount < wish.firstCount) return explainFewer(chosen)
  if (isOneVideo && wish.isTuned) return explainFirstEncoder(chosen)
  const workers = countOf(workerCount, 'worker')
  if (wish.isBeyondPieces) {
    return `${workers}, one for each ${isOneVideo ? 'segment that the video can be cut into' : 'frame'}.`
  }
  if (mode === 'sequential') return 'One frame after another, in one worker.'
  switch (numWorkers) {
    case 'auto':
    case 'all_cores':
      return `${workers}, one for each core.`
    case 'leave_two_free':
      return `${workers}; two of ${coreCount} cores are left free.`
    default:
      return `${workers}, as set.`
  }
}

function explainFewer({ workerCount, wish, limit, neededBytes }: ChosenWorkers): string {
  const few = `${workerCount} instead of ${countOf(wish.firstCount, 'worker')}`
  if (limit.fittingCount > limit.count) {
    return `${few}: more than two workers per core only use memory.`
  }
  const [neededMb, limitMb] = [neededBytes, limit.memoryBytes].map((bytes) =>
    Math.round(bytes / BYTES_PER_MB),
  )
  return `${few}: all would take about ${neededMb} MB, and the limit is ${limitMb} MB.`
}

function explainFirstEncoder({ mostWorkers, pieceCount }: ChosenWorkers): string {
  if (mostWorkers > 1) return '1 worker at first, because its decoder and encoder use other cores.'
  if (pieceCount === 1)
    return '1 worker, as the video is short or can only be decoded in one piece.'
  return '1 worker; its decoder and encoder use other cores.'
}

/** `1 worker`, `4 workers` */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
