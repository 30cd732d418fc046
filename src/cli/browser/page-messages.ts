/** The messages between the command line and its page: plain data and handles. */

import type {
  ChunkPlan,
  ChunkSize,
  EncoderAnswer,
  EncoderNote,
  EncoderOrder,
  FileUse,
  FoundFile,
  Layout,
  LayoutName,
  LockProcess,
  OutputConfig,
  OverlayConfig,
  PartSummary,
  PlannedChunks,
  Problem,
  RangeConfig,
  RecordingFolder,
  RoleField,
  RenderOptions,
  RenderReport,
  SampleDriveOptions,
  SensorTrack,
  SyncCandidate,
  SyncProposal,
  SyncSource,
  SyncVerdict,
  Verification,
  VideoConfig,
} from '../../index.ts'
import type { Benchmark, BenchmarkOptions, Profile } from '../../measure/index.ts'

/** The progress of the page's work. */
export interface PageProgress {
  /** In plain words, e.g. `Reading gyro.csv`; '' for frames. */
  step: string
  doneCount: number
  totalCount: number | null
  /** What is counted. */
  unit: 'files' | 'frames' | 'runs' | '%'
  /** Null if it is not known. */
  framesPerSecond: number | null
  remainingMs: number | null
}

/** Functions of this process that the page may call. In the page, each returns a promise. */
export interface PageBridge {
  overlaneTell(progress: PageProgress): void
  overlaneMeter(order: 'start' | 'stop'): number | null
  /**
   * Called before a run writes anything.
   * @param files the `RunFiles` as JSON: a list of a million names takes half a minute to hand over
   * @returns why the run must not write; null if it may
   */
  overlaneCheckFiles(files: string): string | null
  /** Whether there is any file that a run may replace. To list a million names takes a while. */
  overlaneHasFiles(): boolean
  /**
   * What is in a folder, with sizes and times, for a run that resumes.
   * @param path of the folder inside the recording; null: the output folder
   * @returns a list of `StatEntry` as JSON
   */
  overlaneStatFolder(path: string | null): string
  /**
   * Called when a plan's next chunk can be rendered.
   * @param order number of the order, as `ChunkOrder` says
   * @returns null if there are no more
   */
  overlaneNextChunk(order: number): ChunkTurn | null | Promise<ChunkTurn | null>
  /** With care: called before each frame, when those before it are settled. */
  overlaneBeginFrame(frameIndex: number): void
  /** Called when a chunk is rendered. @returns false if its files cannot be put into their places */
  overlaneCommitChunk(index: number, report: ChunkReport): boolean | Promise<boolean>
  /** What a run asks of the encoder outside of the browser. Answers when it is done. */
  overlaneEncode(order: EncoderOrder): EncoderAnswer | Promise<EncoderAnswer>
}

/** What a run says about a chunk: the frames that are in no file, and all others together. */
export interface ChunkReport extends Pick<RenderReport, 'skipped' | 'failed'> {
  summary: PartSummary
  /** Names of its frames in the order of the plan, one a line: a list takes long to hand over. */
  names: string
}

/** A chunk that a page is to render. */
export interface ChunkTurn {
  /** Its place in the plan's list of chunks. */
  index: number
  /** Frames of the order that are settled, for the progress. */
  doneCount: number
  /**
   * Null: as usual. Otherwise one frame after another, without those that are left out, and why:
   * a frame of this chunk has ended a browser.
   */
  care: { leftOut: readonly LeftOutFrame[] } | null
}

/** A frame that is not rendered, and why. */
export interface LeftOutFrame {
  frameIndex: number
  reason: string
}

/** The plan whose chunks a page is to render. `overlaneNextChunk` says which. */
export interface ChunkOrder {
  /** Tells the orders of a page apart. */
  number: number
  /** The configuration of the plan. */
  config: OverlayConfig
  planned: PlannedChunks
  /** Frames to render, for the progress; null if nobody knows. */
  frameCount: number | null
  /** The process of this command line. */
  process: LockProcess
}

/** How a piece of work in the page ended, as plain data. */
export type PageResult<Value> =
  | { kind: 'done'; value: Value }
  | { kind: 'failed'; code: string; message: string; problems: Problem[] }
  /** An unexpected error: what was thrown, and where. */
  | { kind: 'fault'; details: string }
  | { kind: 'interrupted' }

/** A layout by its name, or what its file says. */
export type ChosenLayout = LayoutName | Layout

/** The field that plays a role of a layout. */
export interface CastRole {
  role: string
  /** As people read it: `Speed`. */
  label: string
  /** Null: no field plays it. */
  field: RoleField | null
}

export interface PageRenderOptions {
  /** If null, the folder's own configuration is used, or a proposed one. */
  config: OverlayConfig | null
  /** Applied to the recording, in place of what is drawn otherwise. Null: none. */
  layout: ChosenLayout | null
  /** These override the settings of the configuration. */
  outputSettings: Partial<Omit<OutputConfig, 'video'>>
  videoSettings: Partial<VideoConfig>
  range: Partial<RangeConfig>
  /**
   * Pattern of the frames' names. If null, that of the project file is used, or a proposed one.
   */
  pattern: string | null
  /** Frame rate for frames without times. If null, that of the project file is used. */
  framesPerSecond: number | null
  /** The process of this command line. */
  process: LockProcess
  /** Makes the video in place of the browser; null: none does. */
  encoder: PageEncoder | null
  /** Frames that are not rendered, because they have ended a browser. Default: none. */
  leftOut?: readonly LeftOutFrame[]
  /** What happens to the files in the output folder. */
  existing: Pick<RenderOptions, 'overwrite' | 'resume' | 'checkContents'>
}

/** An encoder outside of the browser. */
export interface PageEncoder {
  /** Name of the video; null: as the plan says. */
  fileName: string | null
  note: EncoderNote
}

/** What was found in a folder, without its records. */
export interface Inspection extends Pick<
  RecordingFolder,
  'name' | 'source' | 'timing' | 'calibration' | 'calibrationFile' | 'projectFile' | 'ignoredFiles'
> {
  frameCount: number
  /** Frames that have a time but no file. */
  missingCount: number
  sensors: InspectedSensor[]
  /** Files of the folder that are not used. */
  unusedFiles: UnusedFile[]
  /** Types of the overlay's renderers, in their order. */
  renderers: string[]
  problems: Problem[]
  /** The layout that suits the recording, or the one that was named. */
  layout: { name: string; roles: CastRole[]; notes: string[] }
}

export interface UnusedFile extends Pick<FoundFile, 'path' | 'fileCount' | 'text'> {
  /** What it can be, and the setting in `overlane.yaml` that says so. */
  choices: { use: FileUse; setting: string }[]
}

export interface InspectedSensor extends Pick<
  SensorTrack,
  'name' | 'label' | 'file' | 'fields' | 'recordsPerSecond' | 'timeColumn' | 'timeUnit'
> {
  recordCount: number
  /** Null for an empty log. */
  rangeMs: [number, number] | null
}

/** Where a log may lie on the video's clock. */
export interface PageSync {
  sensor: string
  by: SyncSource
  verdict: SyncVerdict
  /** A sentence. */
  reason: string
  /** What was compared; null if there was nothing to compare. */
  compared: { video: string; log: string } | null
  candidates: SyncCandidate[]
  proposals: SyncProposal[]
  /** The project file with the first candidate; null unless its confidence is high. */
  projectText: string | null
}

type Handle = FileSystemDirectoryHandle

/** A recording as the user named it: a folder, or a video in a folder. */
export interface RecordingSource {
  /** The name that the user gave. */
  name: string
  folder: Handle
  /** File name of the video; null if the folder itself was named. */
  video: string | null
  /** Where the page fetches the folder's files as the operating system lists them: a `DiskListing`. */
  disk: string
  /** Where it fetches its frames, if they are known to be as planned: packed; else null. */
  knownFrames: string | null
  /** Whether the renderers may run that the recording brings along. */
  allowRenderers: boolean
}

/** The library as the command line uses it. */
export interface PageRunner {
  /** @param layout null: the one that suits the recording */
  inspect(source: RecordingSource, layout: ChosenLayout | null): Promise<PageResult<Inspection>>
  /** @param feed a folder that an encoder outside of the browser reads; null if there is none */
  render(
    source: RecordingSource,
    output: Handle,
    options: PageRenderOptions,
    feed: Handle | null,
  ): Promise<PageResult<RenderReport>>
  /**
   * Cuts a run into chunks.
   * @param order `knownFile`: in the output folder, where its frames are stored as `RecordingSource` takes
   * them; null: nowhere
   * @returns the plan; and the files that its frames are known from, if they were stored
   */
  plan(
    source: RecordingSource,
    output: Handle,
    options: PageRenderOptions,
    order: { chunkSize: ChunkSize; knownFile: { folder: string; name: string } | null },
  ): Promise<PageResult<{ plan: ChunkPlan; knownFiles: string[] | null }>>
  /** Renders chunks one after another into the same folder; `overlaneCommitChunk` empties it. */
  renderChunks(
    source: RecordingSource,
    staging: Handle,
    order: ChunkOrder,
  ): Promise<PageResult<null>>
  /** @param source what the frames were made from. If null, no frame is rendered again */
  verify(
    output: Handle,
    source: RecordingSource | null,
    sampleCount: number,
  ): Promise<PageResult<Verification>>
  benchmark(
    source: RecordingSource,
    scratch: Handle,
    options: Partial<Pick<BenchmarkOptions, 'workerCounts'>> &
      Pick<BenchmarkOptions, 'chunkSizes' | 'frameCount' | 'repeatCount'>,
  ): Promise<PageResult<Benchmark>>
  profile(
    source: RecordingSource,
    scratch: Handle,
    frameCount: number,
  ): Promise<PageResult<Profile>>
  /** @param by null: what tells most */
  sync(
    source: RecordingSource,
    sensor: string,
    by: SyncSource | null,
  ): Promise<PageResult<PageSync>>
  sample(folder: Handle, options: SampleDriveOptions): Promise<PageResult<null>>
  /** Stops the work. Complete frames stay. */
  abort(): void
}
