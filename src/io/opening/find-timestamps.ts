import { problem } from '../../core/errors.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import { openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import { listPaths } from '../folders/list-folders.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import { hasTimestampColumns } from '../logs/timestamps-file.ts'
import type { TimedRow } from '../logs/timestamps-file.ts'
import { toUtf8 } from '../logs/read-text.ts'
import { isVideoName } from '../video/video-names.ts'
import { cannotRead } from './cannot-read.ts'
import type { FoundFrames } from './found-frames.ts'
import type { Opening } from './opening.ts'
import type { Reader } from './reader.ts'
import type { FoundLogs } from './sensors/found-logs.ts'

const TIMESTAMPS_NAME = /(?:^|\/)timestamps\.csv$/i

/** Whether a file has the name of a timestamps file, of these frames or of others. */
export function isTimestampsName(path: string): boolean {
  return TIMESTAMPS_NAME.test(path)
}

/** The times of the frames, as a file has them. */
export interface Timestamps {
  /** Path inside the recording. */
  file: string
  rows: TimedRow[]
}

/** The timestamps file that is named, or `timestamps.csv`, or another CSV with its columns. */
export async function findTimestamps(
  opening: Opening,
  reader: Reader,
  frames: FoundFrames | null,
): Promise<{ file: string | null; times: Timestamps | null }> {
  const { directory, used, problems } = opening
  const file = await findFile(opening, frames)
  if (!file) return { file: null, times: null }
  used.add(file)
  try {
    const parsed = await reader.readTimestamps(await openPath(directory, file), file)
    problems.push(...parsed.problems)
    const hasRows = parsed.rows !== null && parsed.rows.length > 0
    return { file, times: hasRows ? { file, rows: parsed.rows ?? [] } : null }
  } catch (thrown) {
    problems.push(cannotRead(file, 'timestamps-invalid', thrown))
    return { file, times: null }
  }
}

/**
 * The times of numbered images that a log beside them has, as the tub of a car. Without any times,
 * a problem says how they are assumed.
 */
export function findOtherTimes(
  { config, problems }: Opening,
  frames: FoundFrames | null,
  { frameTimes }: Pick<FoundLogs, 'frameTimes'>,
): Timestamps | null {
  if (!frames || frames.video || frames.inner || config.recording.timestamps !== null) return null
  const own = frameTimes.find(({ path }) => isBeside(path, frames.source.path))
  if (own && own.rows.length > 0) {
    return { file: own.path, rows: own.rows.map((row) => ({ ...row, line: null })) }
  }
  const rate = config.recording.frameRate
  const message = `There is no timestamps.csv. Times are assumed: frame index ÷ ${rate} frames/s, from 0 ms. Logs with other times will not match.`
  problems.push(problem('warning', 'timestamps-missing', message))
  return null
}

/** Whether images are in the folder of a log, or in one directly below it. */
function isBeside(path: string, imagesFolder: string): boolean {
  const folder = folderOf(path)
  return imagesFolder === folder || folderOf(imagesFolder) === folder
}

async function findFile(opening: Opening, frames: FoundFrames | null): Promise<string | null> {
  const { directory, folders, config, problems } = opening
  const named = config.recording.timestamps
  const tables = listPaths(folders).filter((path) => /\.csv$/i.test(path))
  if (named !== null) {
    if (tables.includes(named)) return named
    const key = 'recording.timestamps'
    const fault = `there is no ${named} in the recording.`
    problems.push(problem('error', 'timestamps-missing', { subject: key, fault }, { key }))
    return null
  }
  const own = tables.filter((path) => !isOfOthers(path, folders, frames))
  const byName = own.find((path) => isTimestampsName(path))
  if (byName) return byName
  for (const path of own) {
    if (hasTimestampColumns(await readBeginning(directory, path))) return path
  }
  return null
}

/** Empty where the file cannot be read: this becomes a problem when the logs are read. */
async function readBeginning(directory: Directory, path: string): Promise<Uint8Array> {
  const HEADER_BYTES = 4096
  try {
    const file = await openPath(directory, path)
    return toUtf8(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()))
  } catch {
    return new Uint8Array()
  }
}

/** A timestamps file in a folder with other frames, or with another video, belongs to those. */
function isOfOthers(path: string, folders: FolderFiles, frames: FoundFrames | null): boolean {
  const own = frames?.video ? folderOf(frames.video.info.path) : (frames?.source.path ?? '')
  const folder = folderOf(path)
  if (folder === '' || folder === own) return false
  return (folders.get(folder) ?? []).some((name) => isImageName(name) || isVideoName(name))
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
