export { openRecording } from './io/recording-folder.ts'
export type { OpenProgress, RecordingFolder } from './io/recording-folder.ts'
export { isVideoName, VIDEO_EXTENSIONS } from './io/video-file.ts'
export { askVideoCodecs } from './io/ask-video-codecs.ts'
export type { NamedCodec, VideoKind, VideoSupport } from './io/video-codecs.ts'
export { HandleDirectory } from './io/handle-directory.ts'
export { MemoryDirectory } from './io/memory-directory.ts'
export type { Directory, DirectoryEntry } from './io/directory.ts'
export { REPORT_FILE_NAME } from './io/list-folders.ts'
export { loadOverlayFont } from './io/overlay-font.ts'
export { parseProjectFile, PROJECT_FILE_NAME, saveProjectFile } from './io/project-file.ts'
export type { ProjectFile } from './io/project-file.ts'
export { createSampleDrive } from './io/sample-drive.ts'
export type { SampleDriveOptions } from './io/sample-drive.ts'

export {
  defaultRendererConfig,
  defaultSensorConfig,
  emptyConfig,
  isVideoFormat,
  outputSpecs,
  parseConfig,
  rangeSpecs,
  recordingSpecs,
  sensorSpecs,
  serializeConfig,
} from './core/config.ts'
export type {
  OutputConfig,
  OverlayConfig,
  RangeConfig,
  RendererConfig,
  SensorConfig,
  VideoConfig,
} from './core/config.ts'
export type { OptionSpec, OptionSpecs } from './core/options.ts'
export { RENDERER_TYPES, renderers } from './core/renderers/index.ts'
export type { RendererType } from './core/renderers/index.ts'
export { planFrames } from './core/plan.ts'
export { readingOf } from './core/reading.ts'
export type { FrameJob, FramePlan, Layer } from './core/plan.ts'
export { formatName } from './core/format-names.ts'
export { drawOverlay } from './core/draw-overlay.ts'
export { Surface } from './core/surface.ts'
export { proposeConfig } from './core/propose-config.ts'
export { parsePattern } from './core/frame-pattern.ts'
export {
  formatDateTime,
  formatIso,
  formatTime,
  isTimeZone,
  parseIsoTime,
  viewerTimeZone,
} from './core/clock.ts'
export { eventsInOrder, overallRangeMs, samplesAt, trackRangeMs } from './core/timeline.ts'
export type { MatchedTrack, TimelineEvent } from './core/timeline.ts'
export { countBefore } from './core/match.ts'
export type { MatchedSample, Matching, MatchResult, NoMatchReason, Strategy } from './core/match.ts'
export type {
  FrameEntry,
  FrameFolder,
  FrameTiming,
  Recording,
  SensorTrack,
  VideoInfo,
} from './core/recording.ts'
export { OverlaneError, placeInFile } from './core/errors.ts'
export type { Problem, ProblemCode, ProblemLocation } from './core/errors.ts'

export { checkOutput, findConflicts } from './engine/check-output.ts'
export type { OutputConflicts } from './engine/check-output.ts'
export { segmentsOf } from './engine/create-movie.ts'
export { planRunWorkers, renderRecording } from './engine/render-recording.ts'
export type { RenderOptions } from './engine/render-recording.ts'
export { loadFrame, renderFrame } from './engine/render-frame.ts'
export { serializeReport } from './engine/render-report.ts'
export { PageMemoryMeter } from './engine/memory-meter.ts'
export type { MemoryMeter } from './engine/memory-meter.ts'
export type { WorkerPlan } from './engine/plan-workers.ts'
export type { Step, StepTime } from './engine/frame-task.ts'
export type {
  FrameIssue,
  FrameTrace,
  RenderProgress,
  RenderReport,
  RunStatus,
  Stage,
  WorkerActivity,
  WorkerReport,
} from './engine/render-report.ts'
