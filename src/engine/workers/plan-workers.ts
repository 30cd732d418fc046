import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { estimateMemoryBytes, limitWorkers, thisMachine } from './worker-limit.ts'
import type { Machine } from './worker-limit.ts'
import { explainWorkers } from './worker-reason.ts'
import { wishWorkers } from './worker-wish.ts'

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

/** The workers that a run of so many frames, or segments of a video, begins with on this machine, and why. */
export function planRunWorkers(
  recording: Pick<RecordingFolder, 'source'>,
  settings: OutputConfig,
  pieceCount: number,
): WorkerPlan {
  return planWorkers(settings, frameSizeOf(recording), thisMachine(), pieceCount)
}

/** 0×0 where it is not known. */
export function frameSizeOf({ source }: Pick<RecordingFolder, 'source'>): FrameSize {
  return source ?? { widthPx: 0, heightPx: 0 }
}

/**
 * Chooses the workers of a run: as the settings say, and fewer where the memory would be passed.
 * @param size of the frames; 0×0 where it is not known
 * @param pieceCount frames of the run, or segments of a video: no worker is without one
 */
export function planWorkers(
  settings: OutputConfig,
  size: FrameSize,
  machine: Machine,
  pieceCount = Infinity,
): WorkerPlan {
  const { coreCount } = machine
  const pieces = Math.max(1, pieceCount)
  const limit = limitWorkers(settings, size, machine, pieces)
  const wish = wishWorkers(settings, coreCount, pieces)
  const workerCount = Math.min(wish.firstCount, limit.count)
  const mostWorkers = Math.min(wish.mostCount, limit.count)
  const bytesOf = (count: number): number => estimateMemoryBytes(settings, size, count)
  return {
    workerCount,
    mostWorkers,
    isTuned: wish.isTuned && mostWorkers > workerCount,
    chunkSize: settings.chunkSize === 'auto' ? 1 : settings.chunkSize,
    memoryBytes: bytesOf(workerCount),
    reason: explainWorkers(settings, {
      workerCount,
      mostWorkers,
      wish,
      limit,
      coreCount,
      pieceCount: pieces,
      neededBytes: bytesOf(wish.firstCount),
    }),
    isReduced: workerCount < wish.firstCount,
  }
}
