import { basename, dirname, extname, resolve } from 'node:path'
import { isImageName, isVideoFormat, isVideoName } from '../../index.ts'
import type { OutputConfig } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { nameOutputs } from './output-folder.ts'
import { pathKind } from './path-kind.ts'

/** Where the results of a command are written. */
export interface RenderTarget {
  /** Absolute; one for each recording. */
  folders: string[]
  /** Settings that follow from the name of a video. */
  output: Partial<Pick<OutputConfig, 'format' | 'pattern'>>
}

/** Kinds of video that the browser does not write and an encoder outside of it does. */
export const ENCODER_ENDINGS: readonly string[] = ['.mov', '.mkv']

/** Kinds of video that Overlane neither reads nor writes, by their endings. */
const OTHER_VIDEO = /\.(?:avi|wmv|flv|mpe?g|3gp|ogv|gif)$/i

/**
 * Reads `--out`: a folder or the name of a video. Each of several recordings gets a subfolder.
 * @param recordings absolute paths
 * @param format the value of `--format`; null if it is not given
 * @param otherEndings of videos that can be written beside .mp4 and .webm
 * @throws CommandError if several recordings would become one video; if the name of a video does not
 * fit the format, or is the name of a folder; if the name is empty, or is the name of an image
 */
export function readRenderTarget(
  recordings: readonly string[],
  out: string,
  format: OutputConfig['format'] | null,
  otherEndings: readonly string[] = [],
): RenderTarget {
  if (out.trim() === '') throw wrongInput('--out: the name is empty. Name a folder or a video.')
  const path = resolve(out)
  const isOfFrames = format !== null && !isVideoFormat(format)
  const isFolder = pathKind(path) === 'folder'
  if (!isFolder && isImageName(path)) {
    throw wrongInput(
      `--out: ${out} has the name of an image, but frames are written into a folder. Name a folder.`,
    )
  }
  const isVideo = isVideoName(path) || (!isFolder && OTHER_VIDEO.test(path))
  if (!isVideo || (isOfFrames && isFolder)) {
    return { folders: nameOutputs(recordings, path), output: {} }
  }
  if (isOfFrames) {
    throw wrongInput(
      `--out: ${out} has the name of a video, but --format ${format} writes frames. Name a folder.`,
    )
  }
  const ending = extname(path).toLowerCase()
  const isOther = otherEndings.includes(ending)
  // The browser plans these as it plans an MP4.
  const container = { '.mp4': 'mp4', '.webm': 'webm' }[isOther ? '.mp4' : ending] as
    'mp4' | 'webm' | undefined
  if (!container) {
    throw wrongInput(
      `--out: Overlane cannot write ${out}, only .mp4 and .webm videos. Name one of these.`,
    )
  }
  if (format !== null && (isOther || format !== container)) {
    throw wrongInput(
      `--out: ${out} does not fit --format ${format}. Name a .${format} file, or leave out --format.`,
    )
  }
  if (isFolder) {
    throw wrongInput(
      `--out: ${out} is a folder that has the name of a video. Name a file, such as ${out}/result.${container}.`,
    )
  }
  if (recordings.length > 1) {
    throw wrongInput(
      `--out: ${out} is one video, but there are ${recordings.length} recordings. Name a folder, and add --format ${container}.`,
    )
  }
  return { folders: [dirname(path)], output: { format: container, pattern: basename(path) } }
}
