import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { namedImages } from '../../core/config/named-images.ts'
import { namedModules } from '../../core/config/named-modules.ts'
import { emptyConfig } from '../../core/config/parse-config.ts'
import { readingOf } from '../../core/config/reading.ts'
import { loadLayouts } from '../../core/layout/load-layouts.ts'
import type { FoundFile, FrameCandidate } from '../../core/recording/found-file.ts'
import { checkCoverage } from '../../core/plan/check-coverage.ts'
import type { OpenedRecording } from '../../core/plan/opened-recording.ts'
import { openDirectoryPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import type { DiskListing } from '../folders/disk-listing.ts'
import { withLinks } from '../folders/linked-directory.ts'
import { joinPath, listFew, listPaths } from '../folders/list-folders.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import { readOverlayImages } from '../images/overlay-images.ts'
import { readModules } from '../own/read-modules.ts'
import { mayHoldFrames } from '../video/video-names.ts'
import { VideoReader } from '../video/video-reader.ts'
import { checkCalibrationSize, readCalibration } from './calibration-file.ts'
import { findFrames } from './find-frames.ts'
import { findProject, placeInProject } from './find-project.ts'
import { findOtherTimes, findTimestamps } from './find-timestamps.ts'
import { checkRate, measureTiming, timeFrames } from './frame-times.ts'
import { besideFrames, describeFiles } from './found-files.ts'
import { listCandidates } from './frame-folders.ts'
import { checkHoles, tellHidden } from './hidden-files.ts'
import type { FoundFrames } from './found-frames.ts'
import type { Opening } from './opening.ts'
import { entriesOf, foundAgain } from './known-frames.ts'
import type { KnownFrames } from './known-frames.ts'
import { readAhead } from './read-ahead.ts'
import { Reader } from './reader.ts'
import { findSensors, sensorConfigOf } from './sensors/find-sensors.ts'
import { findInnerFrames } from './sensors/inner-frames.ts'
import { readInnerLogs } from './sensors/inner-logs.ts'
import { openInnerVideo } from './sensors/inner-video.ts'
import { moveTrack, nameApart, videoShiftMs } from './sensors/place-sensors.ts'

/** A recording with the folders it was found in. */
export interface RecordingFolder extends OpenedRecording {
  directory: Directory
  /** Null where there are no image files. */
  framesDirectory: Directory | null
  /**
   * Reads the video's frames; null if the frames are image files. Its user closes it at the end.
   */
  video: VideoReader | null
  /** Every file that was found: how it is used, or why it is not. */
  files: FoundFile[]
  /** What the frames may be, where that is a question; else empty. The first one is used. */
  frameCandidates: FrameCandidate[]
}

export interface OpenProgress {
  /** In plain words, e.g. `Reading gyro.csv`. */
  step: string
  doneCount: number
  totalCount: number | null
  /** What is counted. */
  unit: 'files' | 'frames' | '%'
}

export interface OpenOptions {
  /** Reads the folder as this configuration says, instead of its project file. */
  config?: OverlayConfig
  /**
   * Path of the frames folder or the video; overrides the configuration. A video is read together
   * with the files in the recording's own folder, and with the files that the configuration names.
   */
  frames?: string
  /** Pattern of the frames' names; overrides the configuration. */
  pattern?: string
  /** Frames per second if their times are not known; overrides the configuration. */
  frameRate?: number
  /**
   * What the operating system lists in the folder. A browser cannot know it, and shows less. With it,
   * links to files inside the folder are followed, and what stays hidden is named. Logs are read while it
   * is on its way.
   */
  disk?: DiskListing | Promise<DiskListing>
  /** Ignores the project file and proposes an overlay. Default false. */
  ignoreProjectFile?: boolean
  /** Lets the renderers run that the recording brings along. Default false. */
  allowRenderers?: boolean
  /** Texts of modules of renderers that are not in the folder, by the paths that name them. */
  modules?: ReadonlyMap<string, string>
  /** The frames, where somebody knows that they are as they were. */
  known?: KnownFrames
  signal?: AbortSignal
  onProgress?: (progress: OpenProgress) => void
}

/**
 * Recognises what is in a folder: frames, timestamps, sensor logs, a calibration, a project file.
 * Anything wrong with it is listed in `problems` and never thrown.
 * @throws OverlaneError `folder-unreadable` where the folder itself cannot be read
 * @throws the signal's reason when it is aborted
 */
export async function openRecording(
  folder: Directory,
  options: OpenOptions = {},
): Promise<RecordingFolder> {
  const { signal, known = null } = options
  const report = (
    step: string,
    doneCount = 0,
    totalCount: number | null = null,
    unit: OpenProgress['unit'] = 'files',
  ): void => {
    signal?.throwIfAborted()
    options.onProgress?.({ step, doneCount, totalCount, unit })
  }
  const reader = new Reader(signal)
  try {
    report('Listing the folder')
    const { config: given = null, ignoreProjectFile = false } = options
    if (options.disk instanceof Promise && !known) {
      const folders = new Map([['', await listFew(folder)]])
      const { config } = await findProject(folder, folders, given, ignoreProjectFile)
      await readAhead({ directory: folder, folders, config: config ?? emptyConfig() }, reader)
    }
    const disk = (await options.disk) ?? null
    const directory = withLinks(folder, disk)
    const {
      folders: all,
      written: results,
      hidden,
      problems,
    } = await reader.list(directory, (doneCount) => report('Listing the folder', doneCount), disk)
    const project = await findProject(directory, all, given, ignoreProjectFile)
    const written = project.config ?? emptyConfig()
    const config = withFrames(written, options)
    const folders = mayHoldFrames(options.frames ?? '') ? besideVideo(all, written) : all
    const used = new Set(project.file === null ? [] : [project.file])
    const opening: Opening = { directory, folders, written: results, config, used, problems }
    if (known) opening.knownLogs = known.logs
    else await readAhead(opening, reader)
    problems.push(...project.problems)

    report('Looking at the frames')
    const countErrors = (): number => problems.filter(({ severity }) => severity === 'error').length
    const errorCount = countErrors()
    const outer = known
      ? foundAgain(known)
      : await findFrames(opening, (file, path) =>
          reader.indexVideo(file, path, (doneCount) =>
            report('Looking through the video', doneCount, null, 'frames'),
          ),
        )
    const isTold = countErrors() > errorCount
    report('Reading the timestamps')
    if (known?.timing.file != null) used.add(known.timing.file)
    const givenTimes = known ? null : await findTimestamps(opening, reader, outer)
    const logs = await findSensors(opening, outer, reader, report, signal)
    const frames =
      outer ??
      (await findInnerFrames(opening, logs, isTold, (video) =>
        openInnerVideo(opening, video, reader, report),
      ))
    const timestamps =
      givenTimes?.file === null
        ? findOtherTimes(opening, frames, logs)
        : (givenTimes?.times ?? null)
    const calibration = await readCalibration(opening)
    checkCalibrationSize(calibration, frames, problems)
    const entries = known
      ? entriesOf(known)
      : timeFrames(frames, timestamps, config.recording.frameRate, problems)
    const inner = frames?.video ? await readInnerLogs(frames.video, reader, opening) : []
    const shiftMs = videoShiftMs(frames?.video ?? null, entries)
    const sensors = nameApart(
      [
        ...logs.tracks.map((each) => moveTrack(each, logs.onVideoClock.has(each) ? shiftMs : 0)),
        ...inner.map((each) => moveTrack(each, shiftMs)),
      ],
      problems,
    )
    const timed = frames ? entries : (timestamps?.rows ?? [])
    const timesFile = timestamps?.file ?? frames?.inner?.file ?? null
    const timing = known?.timing ?? measureTiming(timed, timesFile, frames?.video != null)
    if (timing) {
      const matched = sensors.map((track) => ({
        track,
        matching: sensorConfigOf(track.file, track.name, config),
      }))
      problems.push(...checkCoverage(matched, timing.rangeMs), ...checkRate(timing))
    }
    const images = await readOverlayImages(directory, namedImages(config))
    const modules = await readModules(
      directory,
      namedModules(config),
      options.modules ?? new Map(),
      options.allowRenderers ?? false,
    )
    for (const path of [...images.keys(), ...modules.keys()]) used.add(path)
    problems.push(...(disk ? tellHidden(hidden, disk) : checkHoles(frames?.source ?? null)))

    const others = besideFrames(all, frames)
    const found = {
      sensors,
      calibration: calibration?.calibration ?? null,
      source: frames?.source ?? null,
      timing,
    }
    return {
      name: directory.name,
      directory,
      framesDirectory: await framesFolder(directory, frames),
      video: frames?.video ? new VideoReader(frames.video) : null,
      frames: entries,
      ...found,
      files: describeFiles({
        ...found,
        folders: others,
        config,
        frameFileCount: countFiles(all) - countFiles(others),
        timesFile: timing?.file ?? timestamps?.file ?? null,
        brokenTimesFile: timestamps ? null : (givenTimes?.file ?? null),
        calibrationFile: calibration?.file ?? null,
        projectFile: project.file,
        images: new Set(images.keys()),
        logs,
        hidden,
        written: results,
      }),
      frameCandidates: await listCandidates(opening, frames, logs),
      calibrationFile: calibration?.file ?? null,
      images,
      modules,
      projectFile: project.file,
      config: project.config ? config : await propose(found, config),
      configSource: project.config ? 'project-file' : 'proposal',
      projectLineOf: project.lineOf,
      readAs: { reading: readingOf(config), timeZone: config.timeZone },
      ignoredFiles: [...unused(others, used), ...hidden, ...results],
      problems: known?.problems ?? problems.map((each) => placeInProject(each, project)),
    }
  } finally {
    reader.close()
  }
}

/** Paths of the files that were not recognised. */
function unused(folders: FolderFiles, used: ReadonlySet<string>): string[] {
  return listPaths(folders).filter((path) => !used.has(path))
}

function countFiles(folders: FolderFiles): number {
  return [...folders.values()].reduce((sum, names) => sum + names.length, 0)
}

/** Layouts are loaded only where one is wanted. */
async function propose(
  found: Pick<RecordingFolder, 'sensors' | 'calibration' | 'source' | 'timing'>,
  { recording }: OverlayConfig,
): Promise<OverlayConfig> {
  const { proposeConfig } = await loadLayouts()
  return { ...proposeConfig(found), recording }
}

function framesFolder(directory: Directory, frames: FoundFrames | null): Promise<Directory> | null {
  if (!frames || frames.video) return null
  return frames.inner?.directory
    ? Promise.resolve(frames.inner.directory)
    : openDirectoryPath(directory, frames.source.path)
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

/**
 * A video opened by itself is read with the files beside it and those that the project file names.
 */
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
