import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { MemoryMeter } from './memory-meter.ts'
import type { FrameTrace, RenderProgress } from './render-report.ts'

/**
 * What a run does where its output folder holds a run that was made before. This is known from the
 * manifest there. A video always starts over.
 * - `matching`: it keeps the finished frames. Where inputs or settings differ, it is an error.
 * - `anyway`: it keeps the finished frames, whatever differs.
 * - `restart`: it removes the files that the manifest lists, and starts over.
 * - `never`: it takes no notice of that run.
 */
export type ResumeMode = 'matching' | 'anyway' | 'restart' | 'never'

export interface RenderOptions {
  recording: RecordingFolder
  /** What is drawn, and how it is written. */
  config: OverlayConfig
  /** A folder, or a stream that takes one ZIP. */
  output: Directory | WritableStream<Uint8Array>
  /** Default: the configuration's. `sequential`: one frame after another in one worker. */
  mode?: OutputConfig['mode']
  /** Default: the configuration's; at most twice the cores, and less where memory says so. */
  workerCount?: OutputConfig['numWorkers']
  /** Frames handed to a worker at a time. Default: the configuration's. */
  chunkSize?: OutputConfig['chunkSize']
  /** Renders only so many frames, the first of the range. Default: all. */
  frameCount?: number
  /** Replaces files of the output folder with the same names. Default false: they are an error. */
  overwrite?: boolean
  /** Default `matching`; with `overwrite` it is `never`. */
  resume?: ResumeMode
  /**
   * Whether the contents of all finished frames are checked, or those of a sample. The sizes of all
   * are. Default `sample`.
   */
  checkContents?: 'sample' | 'all'
  /** A worker that works on a frame for longer than this is replaced. Default 60,000 ms. */
  frameTimeoutMs?: number
  signal?: AbortSignal
  /** Called at most ten times a second, and once at the end. */
  onProgress?: (progress: RenderProgress) => void
  /** Called for every frame that a worker settled. */
  onFrame?: (trace: FrameTrace) => void
  /** Watches the memory. Default: the page and its workers, where the browser tells. */
  memoryMeter?: MemoryMeter
}
