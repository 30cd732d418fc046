import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { MemoryMeter } from './memory-meter.ts'
import type { FrameTrace, RenderProgress } from './render-report.ts'

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
