import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { estimateMemoryBytes, limitWorkers, thisMachine } from './worker-limit.ts'
import type { Machine } from './worker-limit.ts'
import { explainWorkers } from './worker-reason.ts'
import { wishWorkers } from './worker-wish.ts'

/** How many workers a run starts with, and why. */
export interface WorkerPlan {
  workerCount: number
  /** The most workers that the run may use: within memory, and at most two for each core. */
  mostWorkers: number
  /** Whether the run chooses the number of workers by its first frames. */
  isTuned: boolean
  chunkSize: number
  /** The memory of the run at its peak, estimated. */
  memoryBytes: number
  /** One sentence. */
  reason: string
  /** Whether there are fewer workers than were asked for. */
  isReduced: boolean
}

/**
 * Plans the workers of a run on this machine.
 * @param pieceCount frames of the run, or segments of a video
 */
export function planRunWorkers(
  recording: Pick<RecordingFolder, 'source'>,
  settings: OutputConfig,
  pieceCount: number,
): WorkerPlan {
  return planWorkers(settings, frameSizeOf(recording), thisMachine(), pieceCount)
}

/** 0×0 if it is not known. */
export function frameSizeOf({ source }: Pick<RecordingFolder, 'source'>): FrameSize {
  return source ?? { widthPx: 0, heightPx: 0 }
}

/**
 * Plans the workers of a run: as many as the settings say, or fewer if they need too much memory.
 * @param size of the frames; 0×0 if it is not known
 * @param pieceCount frames of the run, or segments of a video; there are no more workers than these
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
