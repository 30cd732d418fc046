import { isVideoFormat } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** What a machine has, as far as the browser tells. */
export interface Machine {
  coreCount: number
  /** `navigator.deviceMemory`; undefined where it is not told. */
  deviceMemoryGib: number | undefined
}

/** How many workers there may be at most. */
export interface WorkerLimit {
  /** For all reasons together. */
  count: number
  /** By memory alone. */
  fittingCount: number
  memoryBytes: number
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

export function thisMachine(): Machine {
  // Chromium's own; TypeScript's DOM types do not know it.
  const { deviceMemory, hardwareConcurrency } = navigator as Navigator & { deviceMemory?: number }
  return { coreCount: hardwareConcurrency, deviceMemoryGib: deviceMemory }
}

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

/** @param pieceCount no worker is without one; at least 1 */
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
