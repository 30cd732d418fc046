import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** What the browser says about the machine. */
export interface Machine {
  coreCount: number
  /** `navigator.deviceMemory`; undefined if the browser does not have it. */
  deviceMemoryGib: number | undefined
}

/** How many workers there may be at most. */
export interface WorkerLimit {
  /** The lowest of all limits. */
  count: number
  /** The limit by memory alone. */
  fittingCount: number
  memoryBytes: number
}

const MB = 1e6
/** The browser and the page. This and the next numbers were measured in Chromium 156. */
const BASE_BYTES = 250 * MB
/** Memory of a run for each pixel of a frame, for each worker, and for each pixel in a worker. */
interface Needs {
  perPixelBytes: number
  workerBytes: number
  workerPerPixelBytes: number
}
/**
 * The picture on the stage of the page; a worker's canvas, the frames it loads ahead, and the images
 * it writes.
 */
const FRAMES_NEEDS: Needs = { perPixelBytes: 14, workerBytes: 40 * MB, workerPerPixelBytes: 16 }
/** A worker's decoder (which first decodes 40 frames ahead), its canvas, and its encoder. */
const MOVIE_NEEDS: Needs = { perPixelBytes: 20, workerBytes: 120 * MB, workerPerPixelBytes: 60 }
const MEMORY_SHARE = 0.5
const DEFAULT_MEMORY_GIB = 4
const BYTES_PER_GIB = 2 ** 30

export function thisMachine(): Machine {
  // Only Chromium has `deviceMemory`, so TypeScript's DOM types do not know it.
  const { deviceMemory, hardwareConcurrency } = navigator as Navigator & { deviceMemory?: number }
  return { coreCount: hardwareConcurrency, deviceMemoryGib: deviceMemory }
}

/** Estimates the memory of a run at its peak: the browser, and each worker with its frames. */
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

/** @param pieceCount frames or segments, at least 1; there are no more workers than these */
export function limitWorkers(
  { format, memoryLimitMb }: Pick<OutputConfig, 'format' | 'memoryLimitMb'>,
  size: FrameSize,
  { coreCount, deviceMemoryGib }: Machine,
  pieceCount: number,
): WorkerLimit {
  const memoryBytes =
    memoryLimitMb === null
      ? (deviceMemoryGib ?? DEFAULT_MEMORY_GIB) * BYTES_PER_GIB * MEMORY_SHARE
      : memoryLimitMb * MB
  const baseBytes = estimateMemoryBytes({ format }, size, 0)
  const perWorkerBytes = estimateMemoryBytes({ format }, size, 1) - baseBytes
  const fittingCount = Math.max(1, Math.floor((memoryBytes - baseBytes) / perWorkerBytes))
  return { count: Math.min(fittingCount, coreCount * 2, pieceCount), fittingCount, memoryBytes }
}
