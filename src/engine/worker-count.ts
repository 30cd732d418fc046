/** Each worker holds a canvas, the frames it loads ahead, and the images it writes. */
const FRAMES_PER_WORKER = 6
const BYTES_PER_PIXEL = 4
/** Of the machine's memory, as far as the browser tells it, for all workers together. */
const MEMORY_SHARE = 0.25
const BYTES_PER_GIB = 2 ** 30

/**
 * All cores, less where frames of this size would take more than a quarter of the memory.
 * @param deviceMemoryGib as `navigator.deviceMemory` tells it; undefined where it is not told
 */
export function defaultWorkerCount(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  coreCount: number,
  deviceMemoryGib: number | undefined,
): number {
  const bytesPerWorker = widthPx * heightPx * BYTES_PER_PIXEL * FRAMES_PER_WORKER
  const memoryBytes = (deviceMemoryGib ?? 4) * BYTES_PER_GIB * MEMORY_SHARE
  const fitting = bytesPerWorker > 0 ? Math.floor(memoryBytes / bytesPerWorker) : coreCount
  return Math.max(1, Math.min(coreCount, fitting))
}
