import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { PlanPart } from '../../core/plan/plan-part.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { ListedFiles } from '../../io/folders/stat-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { SpareWorkers } from '../frames/spare-workers.ts'
import type { LockProcess } from '../lock/lock-note.ts'
import type { NativeEncoder } from '../native/native-encoder.ts'
import type { RunPause } from '../workers/run-pause.ts'
import type { FrameCare } from './frame-care.ts'
import type { MemoryMeter } from './memory-meter.ts'
import type { FrameTrace, RenderProgress } from './render-report.ts'

/**
 * What a run does if the output folder contains the manifest of an earlier run. For a video, the kept
 * frames are those of its finished segments, and only an interrupted run has a manifest.
 * - `matching`: the run keeps the finished frames. It is an error if inputs or settings differ.
 * - `anyway`: the run keeps the finished frames, even if inputs or settings differ.
 * - `restart`: the run removes the files that the manifest lists, and starts over.
 * - `never`: the run ignores the earlier run.
 */
export type ResumeMode = 'matching' | 'anyway' | 'restart' | 'never'

export interface RenderOptions {
  recording: RecordingFolder
  /** What is drawn, and how it is written. */
  config: OverlayConfig
  /** The plan of both, if the caller has made it already: to plan a million frames takes seconds. */
  plan?: FramePlan
  /** A folder, or a stream that receives one ZIP. */
  output: Directory | WritableStream<Uint8Array>
  /** A video is written into this file. The output folder then has what belongs to the run. */
  videoFile?: FileSystemFileHandle
  /** Makes the video in place of the browser's encoders. Such a run starts over if it is interrupted. */
  encoder?: NativeEncoder
  /** Default: the configuration's. `sequential`: one frame after another in one worker. */
  mode?: OutputConfig['mode']
  /** Default: the configuration's. At most two for each core, and fewer if memory is short. */
  workerCount?: OutputConfig['numWorkers']
  /** Frames handed to a worker at a time. Default: the configuration's. */
  chunkSize?: OutputConfig['chunkSize']
  /** Renders only this many frames, from the start of the range. Default: all. */
  frameCount?: number
  /**
   * Renders only this part of the plan, as one of several runs whose results are joined later. Nobody
   * else may write into its output, so it takes no lock. Of a video, the part is whole segments; they
   * are saved, and no video is made. Default: all frames.
   */
  part?: PlanPart
  /**
   * Renders one frame after another, each with this care. Not for a run that makes a video, whose
   * segments are rendered as a whole. Default: none.
   */
  care?: FrameCare
  /** Replaces existing files of the output folder. Default false: existing files are an error. */
  overwrite?: boolean
  /** Default `matching`; with `overwrite` it is `never`. */
  resume?: ResumeMode
  /**
   * Whether the contents of all finished frames are checked, or those of a sample. The sizes of all
   * are. Default `sample`.
   */
  checkContents?: 'sample' | 'all'
  /**
   * What is in a folder, except links, with the sizes and times that are known: in the folder with the
   * frames, or in the output. Asked for when a run resumes. Default: the browser lists the folder, and
   * is asked for each file, which takes about 0.2 ms of the processor.
   */
  knownFiles?: (folder: 'frames' | 'output') => Promise<ListedFiles>
  /**
   * Workers of earlier runs. The run takes them in place of new ones, and leaves its own here. Not for a run
   * with `care`. Default: every run starts its own.
   */
  spareWorkers?: SpareWorkers
  /** A worker that works on a frame for longer than this is replaced. Default 60,000 ms. */
  frameTimeoutMs?: number
  /** The process of the command line that starts the run; other processes see whether it runs. */
  process?: LockProcess
  signal?: AbortSignal
  /** Pauses the run, and lets it go on. */
  pause?: RunPause
  /** Called at most ten times a second, and once at the end. */
  onProgress?: (progress: RenderProgress) => void
  /** Called for every frame that a worker settled. */
  onFrame?: (trace: FrameTrace) => void
  /** Watches the memory. Default: measures the page and its workers, if the browser can. */
  memoryMeter?: MemoryMeter
}
