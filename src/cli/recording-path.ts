import { accessSync, constants, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { isVideoName } from '../index.ts'
import { wrongInput } from './command-error.ts'

/** A recording as it was named: a folder, or a video. */
export interface RecordingPath {
  /** Absolute. */
  path: string
  /** The folder itself, or the one the video lies in. */
  folder: string
  /** File name of the video; null where a folder was named. */
  video: string | null
}

/** @param path as it was typed */
export function readRecordingPath(path: string): RecordingPath {
  const absolute = resolve(path)
  const isVideo =
    isVideoName(absolute) && statSync(absolute, { throwIfNoEntry: false })?.isFile() === true
  return isVideo
    ? { path: absolute, folder: dirname(absolute), video: basename(absolute) }
    : { path: absolute, folder: absolute, video: null }
}

/** @throws CommandError where it is neither a folder nor a video that can be read */
export function checkRecordingPath({ path, folder, video }: RecordingPath): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw wrongInput(`There is no folder ${path}. Name the folder of a recording.`)
  if (!stats.isDirectory() && video === null) {
    throw wrongInput(`${path} is a file. Name the folder of a recording, or a video.`)
  }
  try {
    accessSync(folder, constants.R_OK | constants.X_OK)
  } catch {
    throw wrongInput(`The folder ${folder} cannot be read: permission is denied.`)
  }
}
