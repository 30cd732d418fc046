export { loadKnownFrames, openRecording, parsePipelineFile } from './io/on-demand.ts'
export type { KnownFrames } from './io/opening/known-frames.ts'
export type { OpenProgress, RecordingFolder } from './io/opening/recording-folder.ts'
export { isImageName } from './core/recording/image-format.ts'
export { isVideoName, mayHoldFrames, VIDEO_EXTENSIONS } from './io/video/video-names.ts'
export { isLogName, LOG_EXTENSIONS } from './io/imports/log-names.ts'
export { askVideoCodecs } from './io/video/ask-video-codecs.ts'
export type { NamedCodec, VideoKind, VideoSupport } from './io/video/video-codecs.ts'
export { HandleDirectory } from './io/folders/handle-directory.ts'
export { MemoryDirectory } from './io/folders/memory-directory.ts'
export { ZipFolder } from './io/folders/zip-folder.ts'
export type { Directory, DirectoryEntry, FileContent } from './io/folders/directory.ts'
export { isPlainName } from './io/folders/disk-listing.ts'
export type { DiskListing } from './io/folders/disk-listing.ts'
export { REPORT_FILE_NAME } from './io/folders/list-folders.ts'
export { isBookkeeping, LOCK_FILE_NAME, MANIFEST_FILE_NAME } from './io/folders/manifest-files.ts'
export { segmentFileName, segmentFolderName } from './io/folders/segment-files.ts'
export { swapTarget } from './io/folders/swap-files.ts'
export { loadOverlayFont } from './io/images/overlay-font.ts'
export { isPipeline } from './io/project/recognise-pipeline.ts'
export { parseProjectFile, PROJECT_FILE_NAME, saveProjectFile } from './io/project/project-file.ts'
export type { ProjectFile } from './io/project/project-file.ts'
export { LAYOUT_ENDING, parseLayoutFile, writeLayoutFile } from './io/project/layout-file.ts'
export type { LayoutFile } from './io/project/layout-file.ts'
export { createSampleDrive, sampleFrameName } from './sample/sample-drive.ts'
export { writeProjectFile } from './io/project/project-file.ts'
export type { SampleDriveOptions } from './sample/sample-drive.ts'

export { newRendererConfig } from './core/config/fit-renderer.ts'
export { defaultSensorConfig } from './core/config/overlay-config.ts'
export {
  CONFIG_SECTIONS,
  emptyConfig,
  parseConfig,
  serializeConfig,
} from './core/config/parse-config.ts'
export { isVideoFormat, outputSpecs } from './core/config/output-specs.ts'
export { defaultOptions } from './core/config/parse-options.ts'
export { channelSpecs } from './core/channels/channel-specs.ts'
export type { ChannelConfig } from './core/channels/channel-specs.ts'
export { layerSpecs } from './core/config/layer-specs.ts'
export { changeTheme, NO_THEME, themeSpecs } from './core/config/theme-specs.ts'
export type { Theme } from './core/config/theme-specs.ts'
export type { AppliedLayout, MissingRole } from './core/layout/apply-layout.ts'
export type { LayoutName } from './core/layout/built-in/index.ts'
export type { AppliedPreset } from './core/layout/apply-preset.ts'
export type { Layout } from './core/layout/layout.ts'
export { loadLayouts } from './core/layout/load-layouts.ts'
export type { ProposedUnit } from './core/layout/proposed-units.ts'
export type { RoleChoices, RoleField } from './core/layout/roles.ts'
export { layoutSpecs } from './core/config/layout-specs.ts'
export { parseCoordinate } from './core/config/coordinate.ts'
export type { Coordinate } from './core/config/coordinate.ts'
export { rangeSpecs, WHOLE_RANGE } from './core/config/range-specs.ts'
export { readableFontPx } from './core/config/readable-font.ts'
export { choiceInFile, chooseFile, chosenUse, forgetFile } from './core/config/file-choice.ts'
export type { FileUse, FoundFile, FrameCandidate } from './core/recording/found-file.ts'
export { recordingSpecs } from './core/config/recording-specs.ts'
export { sensorSpecs } from './core/config/sensor-specs.ts'
export type {
  OutputConfig,
  VideoConfig,
  VideoFormat as VideoContainer,
} from './core/config/output-specs.ts'
export type { OverlayConfig, RendererConfig } from './core/config/overlay-config.ts'
export type { RangeConfig } from './core/config/range-specs.ts'
export type { SensorConfig } from './core/config/sensor-config.ts'
export type { FieldOption, OptionSpec, OptionSpecs } from './core/config/option-specs.ts'
export { rendererIn, withModuleOptions } from './core/own/module-renderer.ts'
export { RENDERER_TYPES, renderers } from './core/draw/renderers/index.ts'
export type { RendererType } from './core/draw/renderers/index.ts'
export { findTrack } from './core/plan/plan-tracks.ts'
export { keepsSourceData } from './core/plan/plan-output.ts'
export { checkCoverage } from './core/plan/check-coverage.ts'
export { planFrames, TRACE_FILE_NAME } from './core/plan/plan-frames.ts'
export { readingOf } from './core/config/reading.ts'
export type { FrameJob, Layer } from './core/plan/frame-job.ts'
export type { FramePlan } from './core/plan/frame-plan.ts'
export { sampleRecords } from './core/recording/sample-records.ts'
export { numberAt, readPath } from './core/plain-object.ts'
export { formatCount, formatQuantity } from './core/text/format-count.ts'
export { formatDuration, formatMilliseconds } from './core/text/format-duration.ts'
export { formatName } from './core/text/format-names.ts'
export { formatFixed, formatNumber } from './core/text/format-number.ts'
export { isConvertible, unitInName } from './core/units/units.ts'
export type { UnitProposal } from './core/units/unit-proposal.ts'
export type { Unit } from './core/units/units.ts'
export { measuresOther } from './core/units/quantity-in-name.ts'
export { formatSize } from './core/text/format-size.ts'
export { inNaturalOrder } from './core/text/natural-order.ts'
export { toSnakeCase } from './core/text/snake-case.ts'
export { DRAW_NOTES } from './core/draw/draw-notes.ts'
export { drawOverlay } from './core/draw/draw-overlay.ts'
export { ANCHORS, anchorShares } from './core/draw/parts/anchor.ts'
export type { Anchor } from './core/draw/parts/anchor.ts'
export { boundsOfRects, grow, middleOf } from './core/draw/geometry.ts'
export { boundsOfTurned, turnAround, turnPoint } from './core/draw/turn.ts'
export type { Point, Rect } from './core/draw/geometry.ts'
export { DrawCache } from './core/draw/draw-cache.ts'
export { createSurface, layoutScale } from './core/draw/create-surface.ts'
export type { OverlayImage } from './core/draw/overlay-image.ts'
export { Surface } from './core/draw/surface.ts'
export { DEFAULT_PATTERN, parsePattern } from './core/recording/frame-pattern.ts'
export {
  formatDateTime,
  formatIso,
  formatTime,
  isTimeZone,
  notATime,
  parseIsoTime,
  viewerTimeZone,
} from './core/time/clock.ts'
export type { Series } from './core/time/series.ts'
export { eventsInOrder, overallRangeMs, samplesAt, trackRangeMs } from './core/time/timeline.ts'
export type { MatchedTrack, TimelineEvent } from './core/time/timeline.ts'
export type { ChangeMarks } from './core/curves/change-marks.ts'
export type { CurveBuckets, CurveColumns } from './core/curves/curve-columns.ts'
export type { CurvePyramid } from './core/curves/curve-pyramid.ts'
export type { Moment } from './core/curves/find-moments.ts'
export { loadCurves } from './core/curves/load-curves.ts'
export type { LogGap } from './core/curves/log-gaps.ts'
export type { ValueTiles } from './core/curves/value-tiles.ts'
export { longestStretchMs } from './core/plan/records-during.ts'
export { alignTimeMs, countBefore, snapshotTimeMs } from './core/time/match.ts'
export { fitSyncPoints, moveSyncPoints } from './core/time/sync-points.ts'
export type { SyncFit, SyncPoint, SyncResidual } from './core/time/sync-points.ts'
export { toTimestampMs } from './io/logs/time-column.ts'
export { TIME_UNITS } from './core/time/time-unit.ts'
export type { TimeUnit } from './core/time/time-unit.ts'
export type {
  MatchedSample,
  Matching,
  MatchResult,
  NoMatchReason,
  Strategy,
} from './core/time/match.ts'
export type {
  FrameEntry,
  ImageSource,
  FrameTiming,
  PlainValue,
  Recording,
  RecordingSource,
  SensorTrack,
  VideoSource,
} from './core/recording/recording.ts'
export { OverlaneError, placeInFile, problem, reword } from './core/errors.ts'
export type { Problem, ProblemCode } from './core/errors.ts'
export type { ProblemLocation, Remedy, Statement, Told } from './core/problem-text.ts'

export { checkOutput, findConflicts } from './engine/check/check-output.ts'
export type { OutputConflicts } from './engine/check/check-output.ts'
export { checkIdle } from './engine/check/check-idle.ts'
export { checkChunks, planChunks } from './engine/check/on-demand.ts'
export type { ChunkPlan, PlannedChunks } from './engine/check/plan-chunks.ts'
export type { ChunkSize } from './engine/check/cut-chunks.ts'
export { listRunFiles } from './engine/check/run-files.ts'
export type { RunFiles } from './engine/check/run-files.ts'
export { parseLockNote } from './engine/lock/lock-note.ts'
export type { LockNote, LockProcess } from './engine/lock/lock-note.ts'
export { segmentsOf } from './engine/movie/movie-segments.ts'
export { fedEncoder } from './engine/native/on-demand.ts'
export type { EncoderAnswer, EncoderAnswers, EncoderOrder } from './engine/native/fed-encoder.ts'
export { STREAM_START_US } from './engine/native/native-encoder.ts'
export type {
  EncoderGround,
  EncoderJob,
  EncoderNote,
  WrittenVideo,
} from './engine/native/native-encoder.ts'
export { planRunWorkers } from './engine/workers/plan-workers.ts'
export { renderRecording } from './engine/run/render-recording.ts'
export type { RenderOptions, ResumeMode } from './engine/run/render-options.ts'
export type { FileStamp, ListedFiles } from './io/folders/stat-files.ts'
export {
  findEarlierRun,
  loadJoinedRun,
  lookAhead,
  readRunConfig,
  verifyOutput,
} from './engine/resume/on-demand.ts'
export type { PartSummary } from './engine/resume/joined-run.ts'
export type { LookAhead } from './engine/resume/look/look-ahead.ts'
export type { FinishedFile } from './engine/resume/manifest.ts'
export type { EarlierRun } from './engine/resume/earlier-run.ts'
export { formatDifference } from './engine/resume/difference.ts'
export type { Difference } from './engine/resume/difference.ts'
export type { Verification, VerifyFault } from './engine/resume/verify-output.ts'
export type { TraceDifference } from './engine/trace/check-trace.ts'
export { withDrawings } from './engine/own/with-drawings.ts'
export { WorkerShelf } from './engine/frames/spare-workers.ts'
export { copyPixels, loadFrame, renderFrame } from './engine/frames/on-demand.ts'
export { copySmaller, walkQuickly } from './engine/quick/on-demand.ts'
export { PauseGate } from './engine/workers/pause-gate.ts'
export { serializeReport } from './engine/run/render-report.ts'
export { PageMemoryMeter } from './engine/run/memory-meter.ts'
export type { MemoryMeter } from './engine/run/memory-meter.ts'
export { RunPause } from './engine/workers/run-pause.ts'
export type { WorkerPlan } from './engine/workers/plan-workers.ts'
export type { Step, StepTime } from './engine/frames/step-clock.ts'
export {
  bestSource,
  findSync,
  keepSignals,
  measureSignals,
  proposePlaces,
} from './engine/sync/on-demand.ts'
export { isLongRecording } from './engine/sync/long-recording.ts'
export type { RecordingSignals } from './engine/sync/recording-signals.ts'
export { SYNC_SOURCES } from './core/sync/sync-source.ts'
export type { SyncSource } from './core/sync/sync-source.ts'
export { candidateSettings, offsetSettings } from './core/sync/sync-settings.ts'
export type { SyncVerdict } from './core/sync/sync-verdict.ts'
export type { ComputedSync } from './core/sync/compute-sync.ts'
export type { SyncCandidate } from './core/sync/align-signals.ts'
export type { SyncProposal } from './core/sync/propose-sync.ts'
export type {
  FrameIssue,
  FrameTrace,
  RenderProgress,
  RenderReport,
  RunStatus,
  Stage,
  WorkerActivity,
  WorkerReport,
} from './engine/run/render-report.ts'
