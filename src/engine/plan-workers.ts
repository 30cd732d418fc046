import type { OutputConfig } from '../core/config.ts'

/** What a machine has, as far as the browser tells. */
export interface Machine {
  coreCount: number
  /** `navigator.deviceMemory`; undefined where it is not told. */
  deviceMemoryGib: number | undefined
}

/** How many workers a run begins with, and why. */
export interface WorkerPlan {
  workerCount: number
  /** As many as `auto` may go up to: within memory, and no more than twice the cores. */
  mostWorkers: number
  chunkSize: number
  /** What the run takes at its peak, about. */
  memoryBytes: number
  /** One sentence. */
  reason: string
  /** Whether another number was asked for than there will be. */
  isReduced: boolean
}

export interface FrameSize {
  widthPx: number
  heightPx: number
}

const MB = 1e6
/** Measured in Chromium 156: the browser and the page, and each worker beside its frames. */
const BASE_BYTES = 250 * MB
const WORKER_BYTES = 40 * MB
/** A worker's canvas, the frames it loads ahead, and the images it writes. */
const FRAMES_PER_WORKER = 4
const BYTES_PER_PIXEL = 4
const MEMORY_SHARE = 0.5
const DEFAULT_MEMORY_GIB = 4
const BYTES_PER_GIB = 2 ** 30

/** Memory that a run takes at its peak, about: the browser, and each worker with its frames. */
export function estimateMemoryBytes({ widthPx, heightPx }: FrameSize, workerCount: number): number {
  const frameBytes = widthPx * heightPx * BYTES_PER_PIXEL
  return BASE_BYTES + workerCount * (WORKER_BYTES + FRAMES_PER_WORKER * frameBytes)
}

/**
 * Chooses the workers of a run: as the settings say, and fewer where the memory would be passed.
 * @param size of the frames; 0×0 where it is not known
 * @param frameCount of the run: no worker is without a frame
 */
export function planWorkers(
  { mode, format, numWorkers, chunkSize, memoryLimitMb }: OutputConfig,
  size: FrameSize,
  machine: Machine,
  frameCount = Infinity,
): WorkerPlan {
  const { coreCount } = machine
  const limitBytes =
    memoryLimitMb === null
      ? (machine.deviceMemoryGib ?? DEFAULT_MEMORY_GIB) * BYTES_PER_GIB * MEMORY_SHARE
      : memoryLimitMb * MB
  const perWorkerBytes = estimateMemoryBytes(size, 1) - BASE_BYTES
  const fittingCount = Math.max(1, Math.floor((limitBytes - BASE_BYTES) / perWorkerBytes))
  const most = Math.max(1, frameCount)
  const mostWorkers = Math.min(fittingCount, coreCount * 2, most)
  const isMovie = format === 'mp4' || format === 'webm'
  const asked = isMovie ? MOVIE_WORKER : askedWorkers(mode, numWorkers, coreCount)
  const isFew = asked.count > most
  const askedCount = Math.min(asked.count, most)
  const workerCount = Math.min(askedCount, mostWorkers)
  return {
    workerCount,
    mostWorkers,
    chunkSize: chunkSize === 'auto' ? 1 : chunkSize,
    memoryBytes: estimateMemoryBytes(size, workerCount),
    reason:
      workerCount < askedCount
        ? reducedReason()
        : isFew
          ? `${countOf(workerCount, 'worker')}, one for each frame.`
          : asked.reason,
    isReduced: workerCount < askedCount,
  }

  function reducedReason(): string {
    const few = `${workerCount} instead of ${countOf(askedCount, 'worker')}`
    if (fittingCount > mostWorkers) {
      return `${few}: more than twice the ${coreCount} cores only take memory.`
    }
    const neededMb = Math.round(estimateMemoryBytes(size, askedCount) / MB)
    return `${few}: all would take about ${neededMb} MB, and the limit is ${Math.round(limitBytes / MB)} MB.`
  }
}

/** Its frames are encoded in their order. */
const MOVIE_WORKER = {
  count: 1,
  reason: '1 worker for a video; its decoder and its encoder use the other cores.',
}

function askedWorkers(
  mode: OutputConfig['mode'],
  numWorkers: OutputConfig['numWorkers'],
  coreCount: number,
): { count: number; reason: string } {
  if (mode === 'sequential') return { count: 1, reason: 'One frame after another, in one worker.' }
  switch (numWorkers) {
    case 'auto':
    case 'all_cores':
      return { count: coreCount, reason: `${countOf(coreCount, 'worker')}, one for each core.` }
    case 'leave_two_free': {
      const count = Math.max(1, coreCount - 2)
      return {
        count,
        reason: `${countOf(count, 'worker')}; two of ${coreCount} cores are left free.`,
      }
    }
    default:
      return { count: numWorkers, reason: `${countOf(numWorkers, 'worker')}, as set.` }
  }
}

/** `1 worker`, `4 workers` */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
