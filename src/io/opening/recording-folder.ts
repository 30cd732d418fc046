import { viewerTimeZone } from '../../core/time/clock.ts'
import { defaultSensorConfig } from '../../core/config/overlay-config.ts'
import { emptyConfig } from '../../core/config/parse-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { SensorConfig } from '../../core/config/sensor-specs.ts'
import { describeThrown, placeInFile, problem } from '../../core/errors.ts'
import type { LineOf, Problem, ProblemCode } from '../../core/errors.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import { proposeConfig } from '../../core/config/propose-config.ts'
import { readingOf } from '../../core/config/reading.ts'
import type { OpenedRecording } from '../../core/plan/opened-recording.ts'
import type { FrameEntry, SensorTrack } from '../../core/recording/recording.ts'
import { trackRangeMs } from '../../core/time/timeline.ts'
import { openDirectoryPath, openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import { readCalibration } from './calibration-file.ts'
import type { FoundCalibration } from './calibration-file.ts'
import { findFrames } from './find-frames.ts'
import type { FoundFrames } from './found-frames.ts'
import { inNaturalOrder, joinPath, listPaths } from '../folders/list-folders.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import { checkRate, measureTiming, timeFrames } from './frame-times.ts'
import { formatCount } from './problem-tally.ts'
import type { Opening } from './opening.ts'
import { parseProjectFile, PROJECT_FILE_NAME } from './project-file.ts'
import type { ProjectFile } from './project-file.ts'
import { Reader } from './reader.ts'
import { toTrack, trackName } from '../logs/sensor-track.ts'
import { isVideoName } from '../video/video-file.ts'
import type { OpenVideo } from '../video/video-file.ts'
import { hasTimestampColumns } from '../logs/timestamps-file.ts'
import type { TimestampRow } from '../logs/timestamps-file.ts'
import { VideoReader } from '../video/video-reader.ts'

/** A recording with the folders it was found in. */
export interface RecordingFolder extends OpenedRecording {
  directory: Directory
  /** Null where there are no image files. */
  framesDirectory: Directory | null
  /** The video's frames, null where the frames are image files. Closed when nobody looks any more. */
  video: VideoReader | null
}

export interface OpenProgress {
  /** In plain words, e.g. `Reading gyro.csv`. */
  step: string
  doneCount: number
  totalCount: number | null
}

export interface OpenOptions {
  /** Reads the folder as this configuration says, instead of its project file. */
  config?: OverlayConfig
  /**
   * Path of the frames folder or the video, over what the configuration says. A video goes with what
   * lies in the recording's own folder, and with what the configuration names.
   */
  frames?: string
  /** Pattern of the frames' names, over what the configuration says. */
  pattern?: string
  /** Frames a second where their times are not known, over what the configuration says. */
  frameRate?: number
  /** Leaves the project file aside and proposes an overlay. Default false. */
  ignoreProjectFile?: boolean
  signal?: AbortSignal
  onProgress?: (progress: OpenProgress) => void
}

/**
 * Recognises what is in a folder: frames, timestamps, sensor logs, a calibration, a project file.
 * What is wrong with it is told in `problems`, never thrown.
 * @throws OverlaneError `folder-unreadable` where the folder itself cannot be read
 * @throws the signal's reason when it is aborted
 */
export async function openRecording(
  directory: Directory,
  options: OpenOptions = {},
): Promise<RecordingFolder> {
  const { signal } = options
  const report = (step: string, doneCount = 0, totalCount: number | null = null): void => {
    signal?.throwIfAborted()
    options.onProgress?.({ step, doneCount, totalCount })
  }
  const reader = new Reader(signal)
  try {
    report('Listing the folder')
    const {
      folders: all,
      written: results,
      problems,
    } = await reader.list(directory, (doneCount) => report('Listing the folder', doneCount))
    const project = await readProject(directory, all, options)
    const written = project.config ?? emptyConfig()
    const config = withFrames(written, options)
    const folders = isVideoName(options.frames ?? '') ? besideVideo(all, written) : all
    const used = new Set(project.file === null ? [] : [project.file])
    const opening: Opening = { directory, folders, written: results, config, used, problems }
    problems.push(...project.problems)

    report('Looking at the frames')
    const frames = await findFrames(opening, (file, path) =>
      reader.indexVideo(file, path, (doneCount) => report('Looking through the video', doneCount)),
    )
    report('Reading the timestamps')
    const timestamps = await readTimestamps(opening, reader, frames)
    const logs = await readSensors(opening, reader, report, signal)
    const calibration = await readCalibration(opening)
    checkCalibrationSize(calibration, frames, problems)
    const entries = timeFrames(frames, timestamps, config.recording.frameRate, problems)
    const inner = frames?.video ? await readInnerLogs(frames.video, entries, reader, opening) : []
    const sensors = nameApart([...logs, ...inner], problems)
    checkCoverage(sensors, entries, opening)
    const timing = measureTiming(entries, timestamps?.file ?? null, frames?.video != null)
    if (timing) problems.push(...checkRate(timing))

    const found = {
      sensors,
      calibration: calibration?.calibration ?? null,
      source: frames?.source ?? null,
    }
    return {
      name: directory.name,
      directory,
      framesDirectory:
        frames && !frames.video ? await openDirectoryPath(directory, frames.source.path) : null,
      video: frames?.video ? new VideoReader(frames.video) : null,
      frames: entries,
      timing,
      ...found,
      calibrationFile: calibration?.file ?? null,
      projectFile: project.file,
      config: project.config ? config : { ...proposeConfig(found), recording: config.recording },
      configSource: project.config ? 'project-file' : 'proposal',
      projectLineOf: project.lineOf,
      readAs: { reading: readingOf(config), timeZone: config.timeZone },
      ignoredFiles: [...listPaths(all).filter((path) => !used.has(path)), ...results],
      problems: problems.map((each) => placeOwn(each, project)),
    }
  } finally {
    reader.close()
  }
}

function withFrames(
  config: OverlayConfig,
  { frames, pattern, frameRate }: OpenOptions,
): OverlayConfig {
  const { recording } = config
  return {
    ...config,
    recording: {
      ...recording,
      frames: frames ?? recording.frames,
      pattern: pattern ?? recording.pattern,
      frameRate: frameRate ?? recording.frameRate,
    },
  }
}

/** A video by itself goes with what lies beside it, and with what the project file names. */
function besideVideo(folders: FolderFiles, { recording, sensors }: OverlayConfig): FolderFiles {
  const { timestamps, calibration } = recording
  const named = [timestamps, calibration, ...Object.values(sensors).map(({ file }) => file)]
  return new Map(
    [...folders].map(([folder, names]) => [
      folder,
      folder === '' ? names : names.filter((name) => named.includes(joinPath(folder, name))),
    ]),
  )
}

/** What the project file is to blame for is told with its line. */
function placeOwn(
  found: Problem,
  { file, lineOf }: { file: string | null; lineOf: LineOf | null },
): Problem {
  const isPlaced = found.where.file !== undefined || found.where.key === undefined
  return isPlaced || file === null || lineOf === null ? found : placeInFile(found, file, lineOf)
}

async function readProject(
  directory: Directory,
  folders: FolderFiles,
  { config, ignoreProjectFile = false }: OpenOptions,
): Promise<ProjectFile & { file: string | null }> {
  const file = folders.get('')?.includes(PROJECT_FILE_NAME) ? PROJECT_FILE_NAME : null
  if (config || !file || ignoreProjectFile)
    return { config: config ?? null, lineOf: null, file, problems: [] }
  try {
    const text = await (await directory.openFile(file)).text()
    return { ...(await parseProjectFile(text)), file }
  } catch (thrown) {
    const problems = [cannotRead(file, 'config-invalid', thrown)]
    return { config: null, lineOf: null, file, problems }
  }
}

const TIMESTAMPS_NAME = /(?:^|\/)timestamps\.csv$/i

interface Timestamps {
  file: string
  rows: TimestampRow[]
}

/** The timestamps file that is named, or `timestamps.csv`, or another CSV with its columns. */
async function readTimestamps(
  opening: Opening,
  reader: Reader,
  frames: FoundFrames | null,
): Promise<Timestamps | null> {
  const { directory, config, used, problems } = opening
  const file = await findTimestampsFile(opening, frames)
  if (!file) {
    if (frames && !frames.video && config.recording.timestamps === null) {
      const rate = config.recording.frameRate
      const message = `There is no timestamps.csv. Times are assumed: frame index ÷ ${rate} frames/s, from 0 ms. Logs with other times will not match.`
      problems.push(problem('warning', 'timestamps-missing', message))
    }
    return null
  }
  used.add(file)
  try {
    const parsed = await reader.readTimestamps(await openPath(directory, file), file)
    problems.push(...parsed.problems)
    return parsed.rows && parsed.rows.length > 0 ? { file, rows: parsed.rows } : null
  } catch (thrown) {
    problems.push(cannotRead(file, 'timestamps-invalid', thrown))
    return null
  }
}

/** A file that the operating system does not hand out. */
function cannotRead(file: string, code: ProblemCode, thrown: unknown): Problem {
  const message = `${file} could not be read: ${describeThrown(thrown)}`
  return problem('error', code, message, { file })
}

async function findTimestampsFile(
  opening: Opening,
  frames: FoundFrames | null,
): Promise<string | null> {
  const { directory, folders, config, problems } = opening
  const named = config.recording.timestamps
  const tables = listPaths(folders).filter((path) => /\.csv$/i.test(path))
  if (named !== null) {
    if (tables.includes(named)) return named
    const message = `recording.timestamps: there is no ${named} in the recording.`
    problems.push(problem('error', 'timestamps-missing', message, { key: 'recording.timestamps' }))
    return null
  }
  const own = tables.filter((path) => !isOfOthers(path, folders, frames))
  const byName = own.find((path) => TIMESTAMPS_NAME.test(path))
  if (byName) return byName
  const HEADER_LENGTH = 4096
  for (const path of own) {
    // One that cannot be read is told when the logs are read.
    const header = await openPath(directory, path).then(
      (file) => file.slice(0, HEADER_LENGTH).text(),
      () => '',
    )
    if (hasTimestampColumns(header.split('\n', 1)[0] ?? '')) return path
  }
  return null
}

/** Beside other frames, or another video, in a folder below, it is about those. */
function isOfOthers(path: string, folders: FolderFiles, frames: FoundFrames | null): boolean {
  const own = frames?.video ? folderOf(frames.video.info.path) : (frames?.source.path ?? '')
  const folder = folderOf(path)
  if (folder === '' || folder === own) return false
  return (folders.get(folder) ?? []).some((name) => isImageName(name) || isVideoName(name))
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

async function readSensors(
  opening: Opening,
  reader: Reader,
  report: (step: string, doneCount: number, totalCount: number) => void,
  signal: AbortSignal | undefined,
): Promise<SensorTrack[]> {
  const { directory, folders, config, used, problems } = opening
  const logs = inNaturalOrder(
    listPaths(folders).filter(
      (path) => /\.(?:csv|jsonl)$/i.test(path) && !used.has(path) && !TIMESTAMPS_NAME.test(path),
    ),
  )
  checkTimeColumns(opening)
  const timeZone = config.timeZone ?? viewerTimeZone()
  const tracks: SensorTrack[] = []
  for (const [index, file] of logs.entries()) {
    report(`Reading ${file}`, index, logs.length)
    used.add(file)
    const { timeColumn, timeUnit } = sensorConfigOf(file, config)
    try {
      const content = await openPath(directory, file)
      const parsed = await reader.readSensor(content, { file, timeColumn, timeUnit, timeZone })
      tracks.push(toTrack(parsed, file))
      problems.push(...parsed.problems)
    } catch (thrown) {
      signal?.throwIfAborted()
      problems.push({ ...cannotRead(file, 'sensor-invalid', thrown), severity: 'warning' })
    }
  }
  return tracks
}

/**
 * The sensors that a camera wrote into the video itself. Their times are on the video's clock; where
 * the frames have others, they go with the first frame.
 */
async function readInnerLogs(
  { file: video, info: { path }, timesMs }: OpenVideo,
  [first]: readonly FrameEntry[],
  reader: Reader,
  { problems }: Opening,
): Promise<SensorTrack[]> {
  const telemetry = await reader.readTelemetry(video, path)
  problems.push(...telemetry.problems)
  const shiftMs = first ? first.timestampMs - (timesMs[first.frameIndex] ?? 0) : 0
  const tracks: SensorTrack[] = []
  for (const { file, text } of telemetry.logs) {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    const parsed = await reader.readSensor(new File([text], file), options)
    problems.push(...parsed.problems)
    tracks.push({
      ...toTrack(parsed, file),
      name: trackName(file.slice(path.length + 1)),
      timesMs: parsed.timesMs.map((timeMs) => timeMs + shiftMs),
    })
  }
  return tracks
}

/** What the project file says of a log, under its path or under its name. */
function sensorConfigOf(file: string, { sensors }: OverlayConfig): SensorConfig {
  const byFile = Object.values(sensors).find((each) => each.file === file)
  const name = trackName(file)
  const byName = Object.hasOwn(sensors, name) ? sensors[name] : undefined
  return byFile ?? (byName?.file === null ? byName : undefined) ?? defaultSensorConfig()
}

/** A log is read once: two sensors of one file cannot take their times from different columns. */
function checkTimeColumns({ config, problems }: Opening): void {
  const sensors = Object.entries(config.sensors)
  for (const [index, [name, { file, timeColumn, timeUnit }]] of sensors.entries()) {
    const other = sensors.slice(0, index).find(([, each]) => file !== null && each.file === file)
    if (!other) continue
    const [otherName, { timeColumn: otherColumn, timeUnit: otherUnit }] = other
    if (timeColumn === otherColumn && timeUnit === otherUnit) continue
    const key = `sensors.${name}.time_column`
    const message = `${key}: ${file ?? ''} is read once, and the sensor "${otherName}" takes its times from ${otherColumn ?? 'timestamp_ms'} (${otherUnit}). Give both the same time column and unit, or make two files of it.`
    problems.push(problem('error', 'config-invalid', message, { key }))
  }
}

/** Logs that differ in their endings only keep them in their names, so that each can be meant. */
function nameApart(tracks: SensorTrack[], problems: Problem[]): SensorTrack[] {
  const counts = new Map<string, number>()
  for (const { name } of tracks) counts.set(name, (counts.get(name) ?? 0) + 1)
  return tracks.map((track) => {
    if (counts.get(track.name) === 1) return track
    const message = `${track.file} has the name of another log; its sensor is called "${track.file}".`
    problems.push(problem('info', 'sensor-invalid', message, { file: track.file }))
    return { ...track, name: track.file }
  })
}

function checkCalibrationSize(
  found: FoundCalibration | null,
  frames: FoundFrames | null,
  problems: Problem[],
): void {
  if (!found || !frames || frames.source.widthPx === 0) return
  const { imageWidthPx, imageHeightPx } = found.calibration
  const { widthPx, heightPx } = frames.source
  if (imageWidthPx === widthPx && imageHeightPx === heightPx) return
  const message = `${found.file} was made for ${imageWidthPx}×${imageHeightPx} px, the frames are ${widthPx}×${heightPx} px. Targets will stand in the wrong place unless the calibration fits the frames.`
  problems.push(problem('warning', 'calibration-size', message, { file: found.file }))
}

/** Tells of logs that share no time with the video: most often another clock. */
function checkCoverage(
  sensors: readonly SensorTrack[],
  frames: readonly FrameEntry[],
  { config, problems }: Opening,
): void {
  if (frames.length === 0) return
  const firstMs = frames.reduce((least, { timestampMs }) => Math.min(least, timestampMs), Infinity)
  const lastMs = frames.reduce((most, { timestampMs }) => Math.max(most, timestampMs), -Infinity)
  for (const track of sensors) {
    const range = trackRangeMs({ track, matching: sensorConfigOf(track.file, config) })
    if (!range || (range[0] <= lastMs && range[1] >= firstMs)) continue
    const gap =
      range[1] < firstMs
        ? `it ends ${describeDuration(firstMs - range[1])} before the first frame`
        : `it begins ${describeDuration(range[0] - lastMs)} after the last frame`
    const message = `${track.file} covers none of the video: ${gap}. Check the time columns, or set an offset.`
    problems.push(problem('warning', 'sensor-coverage', message, { file: track.file }))
  }
}

/** `3.2 days`, in the largest unit that is not below one. */
function describeDuration(durationMs: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
    ['s', 1000],
  ] as const
  const [name, ms] = units.find(([, each]) => durationMs >= each) ?? ['ms', 1]
  return `${formatCount(Math.round((durationMs / ms) * 10) / 10)} ${name}`
}
