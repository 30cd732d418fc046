import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'

/** What a machine has, as far as the browser tells. */
export interface Machine {
  coreCount: number
  /** `navigator.deviceMemory`; undefined where it is not told. */
  deviceMemoryGib: number | undefined
}

/** How many workers a run begins with, and why. */
export interface WorkerPlan {
  workerCount: number
  /** As many as the run may go up to: within memory, and no more than twice the cores. */
  mostWorkers: number
  /** Whether the run goes on with as many as its first frames show to be best. */
  isTuned: boolean
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
/** The browser and the page. Measured in Chromium 156, as is what follows. */
const BASE_BYTES = 250 * MB
/** What a run takes for each pixel of a frame, and each of its workers at all and for each pixel. */
interface Needs {
  perPixelBytes: number
  workerBytes: number
  workerPerPixelBytes: number
}
/** A worker's canvas, the frames it loads ahead, and the images it writes. */
const FRAMES_NEEDS: Needs = { perPixelBytes: 0, workerBytes: 40 * MB, workerPerPixelBytes: 16 }
/** A worker's decoder, which goes 40 frames ahead at its begin, its canvas, and its encoder. */
const MOVIE_NEEDS: Needs = { perPixelBytes: 20, workerBytes: 120 * MB, workerPerPixelBytes: 60 }
const MEMORY_SHARE = 0.5
const DEFAULT_MEMORY_GIB = 4
const BYTES_PER_GIB = 2 ** 30

/** Memory that a run takes at its peak, about: the browser, and each worker with its frames. */
export function estimateMemoryBytes(
  { format }: Pick<OutputConfig, 'format'>,
  { widthPx, heightPx }: FrameSize,
  workerCount: number,
): number {
  const { perPixelBytes, workerBytes, workerPerPixelBytes } = isVideoFormat(format)
    ? MOVIE_NEEDS
    : FRAMES_NEEDS
  const pixelCount = widthPx * heightPx
  return (
    BASE_BYTES +
    perPixelBytes * pixelCount +
    workerCount * (workerBytes + workerPerPixelBytes * pixelCount)
  )
}

/**
 * Chooses the workers of a run: as the settings say, and fewer where the memory would be passed.
 * @param size of the frames; 0×0 where it is not known
 * @param pieceCount frames of the run, or segments of a video: no worker is without one
 */
export function planWorkers(
  { mode, format, numWorkers, chunkSize, memoryLimitMb }: OutputConfig,
  size: FrameSize,
  machine: Machine,
  pieceCount = Infinity,
): WorkerPlan {
  const { coreCount } = machine
  const limitBytes =
    memoryLimitMb === null
      ? (machine.deviceMemoryGib ?? DEFAULT_MEMORY_GIB) * BYTES_PER_GIB * MEMORY_SHARE
      : memoryLimitMb * MB
  const bytesOf = (workerCount: number): number =>
    estimateMemoryBytes({ format }, size, workerCount)
  const perWorkerBytes = bytesOf(1) - bytesOf(0)
  const fittingCount = Math.max(1, Math.floor((limitBytes - bytesOf(0)) / perWorkerBytes))
  const pieces = Math.max(1, pieceCount)
  const possibleCount = Math.min(fittingCount, coreCount * 2, pieces)
  const isOneVideo = isVideoFormat(format)
  const asked = askedWorkers(mode, numWorkers, coreCount)
  const isTuned =
    mode === 'parallel' && (isOneVideo ? typeof numWorkers !== 'number' : numWorkers === 'auto')
  // How many encoders fill the machine is not known beforehand: one may.
  const first = isOneVideo && isTuned ? 1 : asked.count
  const isFew = first > pieces
  const firstCount = Math.min(first, pieces)
  const workerCount = Math.min(firstCount, possibleCount)
  const mostWorkers = isOneVideo ? Math.min(possibleCount, asked.count) : possibleCount
  return {
    workerCount,
    mostWorkers,
    isTuned: isTuned && mostWorkers > workerCount,
    chunkSize: chunkSize === 'auto' ? 1 : chunkSize,
    memoryBytes: bytesOf(workerCount),
    reason: reason(),
    isReduced: workerCount < firstCount,
  }

  function reason(): string {
    const few = `${workerCount} instead of ${countOf(firstCount, 'worker')}`
    if (workerCount === firstCount) {
      if (isOneVideo && isTuned) return movieReason()
      if (!isFew) return asked.reason
      return `${countOf(workerCount, 'worker')}, one for each ${isOneVideo ? 'piece that the video can be cut into' : 'frame'}.`
    }
    if (fittingCount > possibleCount) {
      return `${few}: more than twice the ${coreCount} cores only take memory.`
    }
    const neededMb = Math.round(bytesOf(firstCount) / MB)
    return `${few}: all would take about ${neededMb} MB, and the limit is ${Math.round(limitBytes / MB)} MB.`
  }

  function movieReason(): string {
    if (mostWorkers > 1) {
      return '1 worker at first, as its decoder and its encoder use other cores.'
    }
    if (pieces === 1) return '1 worker, as the video is short or can only be decoded in one piece.'
    return '1 worker; its decoder and its encoder use other cores.'
  }
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
