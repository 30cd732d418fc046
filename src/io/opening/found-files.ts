import { chosenUse } from '../../core/config/file-choice.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { FileUse, FoundFile } from '../../core/recording/found-file.ts'
import { proposePattern } from '../../core/recording/frame-pattern.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import type { RecordingSource, SensorTrack } from '../../core/recording/recording.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { joinPath } from '../folders/list-folders.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import { isVideoName } from '../video/video-names.ts'
import { isTimestampsName } from './find-timestamps.ts'
import type { FoundFrames } from './found-frames.ts'
import type { FoundLogs } from './sensors/found-logs.ts'
import { otherFormat } from './other-formats.ts'

/** What a folder holds, and what became of it. */
export interface FilesAndUses {
  /** Without the frames. */
  folders: FolderFiles
  config: OverlayConfig
  source: RecordingSource | null
  /** Image files that are frames. */
  frameFileCount: number
  timesFile: string | null
  /** It is meant to have the times of the frames, and they cannot be read. */
  brokenTimesFile: string | null
  calibrationFile: string | null
  projectFile: string | null
  /** Images that the overlay draws. */
  images: ReadonlySet<string>
  logs: Pick<FoundLogs, 'formats' | 'passedOver'>
  sensors: readonly SensorTrack[]
  /** What the browser does not show. */
  hidden: readonly string[]
  /** What Overlane wrote, in words. */
  written: readonly string[]
}

/** The files that are no frames: a million names are looked through once. */
export function besideFrames(folders: FolderFiles, frames: FoundFrames | null): FolderFiles {
  if (frames?.source.kind !== 'images') return folders
  const { source, fileNames, inner } = frames
  const others = (names: string[]): string[] => {
    // Frames that were found by their names are files of the folder, so that none is left.
    if (inner === null && names.length === fileNames.size) return []
    const ofFrames = new Set(fileNames.values())
    return names.filter((name) => !ofFrames.has(name))
  }
  return new Map(
    [...folders].map(([folder, names]) => [folder, folder === source.path ? others(names) : names]),
  )
}

/** Every file of a folder with how it is used, or why it is not; those that are not used come first. */
export function describeFiles(found: FilesAndUses): FoundFile[] {
  const files = [
    ...describeFrames(found),
    ...[...found.folders].flatMap(([folder, names]) => [
      ...describeImages(found, folder, names.filter(isImageName)),
      ...names
        .filter((name) => !isImageName(name))
        .map((name) => describeFile(found, joinPath(folder, name))),
    ]),
  ]
  const others: FoundFile[] = [
    ...found.hidden.map((path) => other(path, 'hidden', 'The browser does not show it to pages.')),
    ...found.written.map((path) => other(path, 'result', 'Overlane wrote it: it is a result.')),
  ]
  const order = new Map(inNaturalOrder(files.map(({ path }) => path)).map((path, at) => [path, at]))
  const isUsed = ({ role }: FoundFile): number => Number(role !== 'unused')
  const inOrder = files.sort(
    (a, b) => isUsed(a) - isUsed(b) || (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0),
  )
  return [...inOrder, ...others]
}

function other(path: string, role: FoundFile['role'], text: string): FoundFile {
  return { path, fileCount: 1, role, text, offers: [] }
}

function describeFrames({ source, frameFileCount }: FilesAndUses): FoundFile[] {
  if (!source || frameFileCount === 0) return []
  const path = source.path === '' ? '.' : source.path
  return [{ ...other(path, 'frames', 'These are the frames.'), fileCount: frameFileCount }]
}

/** The images of a folder that are no frames: those that the overlay draws, and the others. */
function describeImages(
  { source, images }: FilesAndUses,
  folder: string,
  names: readonly string[],
): FoundFile[] {
  const isSource = source?.kind === 'images' && source.path === folder
  const isDrawn = (name: string): boolean => images.size > 0 && images.has(joinPath(folder, name))
  const drawn = names.filter(isDrawn)
  const left = names.filter((name) => !isDrawn(name))
  const path = folder === '' ? '.' : folder
  return [
    ...drawn.map((name) => other(joinPath(folder, name), 'image', 'The overlay draws it.')),
    ...describeOtherImages(left, path, isSource, source),
  ]
}

function describeOtherImages(
  names: readonly string[],
  path: string,
  isSource: boolean,
  source: RecordingSource | null,
): FoundFile[] {
  const [first] = names
  if (first === undefined) return []
  const fileCount = names.length
  // One image that cannot be frames is a file like any other.
  const own = fileCount === 1 && path !== '.' ? `${path}/${first}` : first
  const place = fileCount === 1 ? own : path
  if (isSource && source?.kind === 'images') {
    const misfits = fileCount === 1 ? `${first} does` : `${first} and others do`
    const text = `${misfits} not fit the pattern ${source.pattern}. Change the pattern under Frames to use them.`
    return [{ ...other(place, 'unused', text), fileCount }]
  }
  if (proposePattern(names) === null) {
    const text = `Frames are numbered, and ${first} has no number in its name. Number the images to use them as frames.`
    return [{ ...other(place, 'unused', text), fileCount }]
  }
  const used = source === null ? 'There are no frames.' : `The frames are from ${placeOf(source)}.`
  return [{ ...other(path, 'unused', used), fileCount, offers: ['frames'] }]
}

function placeOf({ kind, path }: RecordingSource): string {
  return kind === 'video' ? path : path === '' ? 'the folder itself' : `${path}/`
}

function describeFile(found: FilesAndUses, path: string): FoundFile {
  const { source, config } = found
  const isChosen = (use: FileUse): boolean => chosenUse(config, path) === use
  if (source?.kind === 'video' && source.path === path) {
    return other(path, 'frames', 'The frames are from this video.')
  }
  if (path === found.projectFile) return other(path, 'project-file', 'It is the project file.')
  if (path === found.calibrationFile) return other(path, 'calibration', 'It is the calibration.')
  const format = found.logs.formats.get(path)
  if (format !== undefined) return describeLog(found, path, format)
  if (path === found.timesFile) return other(path, 'times', 'The times of the frames are in it.')
  if (isVideoName(path)) {
    const why = source ? `The frames are from ${placeOf(source)}.` : 'It cannot be read or shown.'
    return { ...other(path, 'unused', why), offers: isChosen('frames') ? [] : ['frames'] }
  }
  if (path === found.brokenTimesFile) {
    const why =
      'Its times cannot be read. Correct it, and open the folder again, or use it as a log.'
    return { ...other(path, 'unused', why), offers: isChosen('log') ? [] : ['log'] }
  }
  if (isTimestampsName(path)) {
    const why = found.timesFile
      ? `The times of the frames are in ${found.timesFile}.`
      : 'It lies beside other frames.'
    return { ...other(path, 'unused', why), offers: isChosen('times') ? [] : ['times', 'log'] }
  }
  const passed = found.logs.passedOver.get(path)
  const known = otherFormat(path)
  if (known !== null) return other(path, 'unused', known)
  if (passed) {
    const offers: FileUse[] = passed.isText && !isChosen('log') ? ['log'] : []
    return { ...other(path, 'unused', passed.why), offers }
  }
  if (/\.srt$/i.test(path)) {
    const why = 'By its name it belongs to another video than the one with the frames.'
    return { ...other(path, 'unused', why), offers: ['log'] }
  }
  if (/\.ya?ml$/i.test(path)) {
    return other(path, 'unused', 'Only overlane.yaml in the folder itself is a project file.')
  }
  return other(path, 'unused', 'Nothing in the recording needs it.')
}

function describeLog({ sensors }: FilesAndUses, path: string, format: string): FoundFile {
  const tracks = sensors.filter(({ file }) => file === path)
  const recordCount = tracks.reduce((sum, { timesMs }) => sum + timesMs.length, 0)
  const count = formatQuantity(recordCount, 'record')
  if (tracks.length > 0 && recordCount === 0) {
    const text = `It is a log (${format}) whose times are not known. Choose its time column under its name.`
    return other(path, 'log', text)
  }
  const parts = tracks.length > 1 ? `${formatQuantity(tracks.length, 'stream')}, ` : ''
  return other(path, 'log', `It is a log (${format}): ${parts}${count}.`)
}
