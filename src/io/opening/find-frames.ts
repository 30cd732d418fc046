import { OverlaneError, problem, reword } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Told } from '../../core/problem-text.ts'
import { DEFAULT_PATTERN } from '../../core/recording/frame-pattern.ts'
import type { FramePattern } from '../../core/recording/frame-pattern.ts'
import { extensionOf, IMAGE_EXTENSIONS, isImageName } from '../../core/recording/image-format.ts'
import type { IndexRange, RecordingSource } from '../../core/recording/recording.ts'
import { endSentence } from '../../core/text/end-sentence.ts'
import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import { formatSize } from '../../core/text/format-size.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { openDirectoryPath, openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import { HEADER_BYTES, readImageHeader } from '../images/image-file.ts'
import type { ImageHeader } from '../images/image-file.ts'
import { listPaths } from '../folders/list-folders.ts'
import type { Opening } from './opening.ts'
import { findVideo } from './find-video.ts'
import { arePhotos, leftOut, listFrameFolders } from './frame-folders.ts'
import type { FrameFolder } from './frame-folders.ts'
import { isVideoName, VIDEO_EXTENSIONS } from '../video/video-names.ts'
import type { FoundVideo } from '../video/video-file.ts'
import type { FoundFrames } from './found-frames.ts'

/** How many frames are checked when a recording is opened. A run checks every frame. */
const PROBED_FRAMES = 200

/**
 * Finds the folder of the frames: the one that is named, else `frames`, else the one with the most
 * numbered images. If no folder has numbered images, a video is taken. Adds problems, and marks a video
 * as used.
 * @param look looks through a video
 */
export async function findFrames(
  opening: Opening,
  look: (file: File, path: string) => Promise<FoundVideo>,
): Promise<FoundFrames | null> {
  const { directory, folders, config, problems } = opening
  const named = config.recording.frames?.replace(/^\.$|\/$/, '') ?? null
  if (named !== null && isInsideLog(opening, named)) return null
  if (named !== null && (listPaths(folders).includes(named) || (await isVideo(directory, named)))) {
    return findVideo(opening, [named], look)
  }
  if (named !== null && !folders.has(named)) {
    const key = 'recording.frames'
    const fault = `there is no folder or video "${named}" in the recording.`
    problems.push(problem('error', 'no-frames', { subject: key, fault }, { key }))
    return null
  }
  let candidates: FrameFolder[]
  try {
    candidates = listFrameFolders(opening, named)
  } catch (thrown) {
    problems.push(OverlaneError.from(thrown, 'config-invalid').toProblem())
    return null
  }
  const [best, ...others] = candidates
  const videos = named === null ? inNaturalOrder(listPaths(folders).filter(isVideoName)) : []
  if (!best) return videos.length > 0 ? findVideo(opening, videos, look) : null
  if (arePhotos(best, videos)) {
    const inVideo = await findVideoBesidePhotos(opening, videos, look, best)
    if (inVideo) return inVideo
  }
  const folder = await openDirectoryPath(directory, best.path)
  const found = await numberFrames(folder, best.path, best.images, best.pattern)
  problems.push(...found.problems, ...leftOut(best, others))
  return found
}

/** The frames of a video; null where it cannot be shown, so that the photos are all that there is. */
async function findVideoBesidePhotos(
  opening: Opening,
  videos: readonly string[],
  look: (file: File, path: string) => Promise<FoundVideo>,
  photos: FrameFolder,
): Promise<FoundFrames | null> {
  const attempt = { ...opening, used: new Set<string>(), problems: [] as Problem[] }
  const found = await findVideo(attempt, videos, look)
  const isShown = found?.source.kind === 'video' && found.source.isDecodable
  opening.problems.push(
    ...(isShown
      ? attempt.problems
      : attempt.problems.map((each) => reword(each, { severity: 'warning' }))),
  )
  if (!isShown) {
    found?.video?.input.dispose()
    return null
  }
  for (const path of attempt.used) opening.used.add(path)
  opening.problems.push(photosBeside(photos, found.source))
  return found
}

function photosBeside(
  { path, frameCount }: FrameFolder,
  { path: video }: RecordingSource,
): Problem {
  const place = path === '' ? 'the folder' : `${path}/`
  const told = {
    fault: `${formatQuantity(frameCount, 'numbered image')} in ${place} may be photos: the frames are taken from ${video}.`,
    remedy: { set: 'recording.frames', purpose: 'if the images are the frames' },
  }
  return problem('info', 'frame-name', told, { file: video })
}

/** Whether a path leads to the images of a log, or to the log itself. They are found with the logs. */
function isInsideLog({ folders }: Opening, named: string): boolean {
  const paths = listPaths(folders).filter((path) => !isVideoName(path) && !isImageName(path))
  return paths.some((path) => named === path || named.startsWith(`${path}/`))
}

/** A video that Overlane wrote is not in the list of files, but it may be named. */
async function isVideo(directory: Directory, path: string): Promise<boolean> {
  if (!isVideoName(path)) return false
  return openPath(directory, path).then(
    () => true,
    () => false,
  )
}

/**
 * Why a recording has no frames.
 * @param logs the files that are logs
 */
export function noFrames(
  { directory, folders, written, config }: Opening,
  logs: Pick<ReadonlyMap<string, string>, 'has' | 'size'>,
): Told {
  const { pattern } = config.recording
  const paths = listPaths(folders)
  if (logs.size > 0 && paths.every((path) => logs.has(path))) {
    return {
      fault: `There are no frames in "${directory.name}", only ${formatQuantity(logs.size, 'log file')}.`,
      remedy: 'Add the video, or open the folder with the frames that belong to it.',
    }
  }
  const images = paths.filter(isImageName)
  const endings = Object.keys(IMAGE_EXTENSIONS).join(' ')
  if (images.length === 0 && written.length > 0) {
    return {
      fault: `There are no frames in "${directory.name}" but what Overlane wrote (${written.join(', ')}): these are results, not a recording.`,
      remedy: 'Open the folder that the frames were rendered from.',
    }
  }
  if (images.length === 0) {
    return `There are no frames in "${directory.name}". Frames are image files (${endings}) with a number in their names, in the folder itself or one folder below it, or a video (${VIDEO_EXTENSIONS.join(' ')}).`
  }
  const [first = ''] = images
  const isOne = images.length === 1
  const which = isOne
    ? `The only image in "${directory.name}", ${first},`
    : `None of the ${formatCount(images.length)} images in "${directory.name}"`
  const example = isOne ? '' : ` (the first is ${first})`
  if (pattern === null) {
    const fault = isOne ? 'has no number' : 'has a number'
    return `${which} ${fault} in its name${example}. Frames are numbered, such as ${DEFAULT_PATTERN}.`
  }
  return {
    fault: `${which} ${isOne ? 'does not fit' : 'fits'} the pattern ${pattern}${example}.`,
    remedy: { set: 'recording.pattern', purpose: 'to fit the names' },
  }
}

/**
 * Numbers a folder's frames and looks into some of them.
 * @param path of the folder inside the recording, for the problems
 */
export async function numberFrames(
  folder: Directory,
  path: string,
  names: readonly string[],
  pattern: FramePattern,
): Promise<FoundFrames> {
  const fileNames = inOrder(names, pattern)
  const frameIndexes = [...fileNames.keys()]
  const { header, problems } = await probeFrames(folder, path, fileNames, frameIndexes)
  const format = IMAGE_EXTENSIONS[extensionOf(pattern.text)] ?? header?.format ?? 'png'
  const gaps = findGaps(frameIndexes)
  return {
    source: {
      kind: 'images',
      path,
      pattern: pattern.text,
      format,
      fileCount: fileNames.size,
      widthPx: header?.widthPx ?? 0,
      heightPx: header?.heightPx ?? 0,
      gaps,
    },
    fileNames,
    video: null,
    inner: null,
    problems,
  }
}

/** @returns names by frame index, ascending; a disk may list them in any order */
function inOrder(names: readonly string[], pattern: FramePattern): Map<number, string> {
  const found = new Map<number, string>()
  for (const name of names) {
    const frameIndex = pattern.match(name)
    if (frameIndex !== null) found.set(frameIndex, name)
  }
  // Typed arrays sort numbers without a function, ten times as fast.
  const ascending = Float64Array.from(found.keys()).sort()
  const ordered = new Map<number, string>()
  for (const frameIndex of ascending) ordered.set(frameIndex, found.get(frameIndex) ?? '')
  return ordered
}

/** @param frameIndexes ascending */
function findGaps(frameIndexes: readonly number[]): IndexRange[] {
  const gaps: IndexRange[] = []
  frameIndexes.forEach((frameIndex, position) => {
    const previous = frameIndexes[position - 1]
    if (previous !== undefined && frameIndex > previous + 1) {
      gaps.push({ first: previous + 1, last: frameIndex - 1 })
    }
  })
  return gaps
}

/**
 * Reads the headers of evenly spread frames: their sizes, their formats, and whether they are
 * images.
 */
async function probeFrames(
  directory: Directory,
  path: string,
  fileNames: ReadonlyMap<number, string>,
  frameIndexes: readonly number[],
): Promise<{ header: ImageHeader | null; problems: Problem[] }> {
  const count = Math.min(frameIndexes.length, PROBED_FRAMES)
  const step = count > 1 ? (frameIndexes.length - 1) / (count - 1) : 1
  const unreadable: Problem[] = []
  const misnamed: Problem[] = []
  const otherSize: Problem[] = []
  let first: ImageHeader | null = null

  // All at once: to wait for one after another takes most of the time.
  const probes = await Promise.all(
    Array.from({ length: count }, async (_, probe) => {
      const frameIndex = frameIndexes[Math.round(probe * step)] as number
      const name = fileNames.get(frameIndex) ?? ''
      const where = { file: path === '' ? name : `${path}/${name}`, frameIndex }
      try {
        const header = await probeHeader(await directory.openFile(name), where.file)
        return { name, where, header }
      } catch (thrown) {
        const fault = OverlaneError.from(thrown, 'frame-unreadable', where).toProblem()
        return { name, where, header: null, fault }
      }
    }),
  )
  for (const { name, where, header, fault } of probes) {
    if (!header) {
      const told = { subject: fault.subject, fault: fault.fault }
      unreadable.push(problem('warning', 'frame-unreadable', told, where))
      continue
    }
    if (!first) first = header
    else if (header.widthPx !== first.widthPx || header.heightPx !== first.heightPx) {
      const other = `is ${formatSize(header)}, the first frame is ${formatSize(first)}.`
      otherSize.push(problem('warning', 'frame-size', { subject: where.file, fault: other }, where))
    }
    if (header.format !== IMAGE_EXTENSIONS[extensionOf(name)]) {
      const other = `is a ${header.format.toUpperCase()} image by its content, not what its name says.`
      misnamed.push(problem('warning', 'frame-name', { subject: where.file, fault: other }, where))
    }
  }
  const sample =
    count === frameIndexes.length ? '' : ` looked at (${formatCount(frameIndexes.length)} in all)`
  /** The first of a kind, with what becomes of all of them. */
  const sumUp = ([one, ...others]: readonly Problem[], consequence: string): Problem[] => {
    if (!one) return []
    const share = `${formatCount(others.length + 1)} of ${formatCount(count)} frames${sample}`
    return [reword(one, { fault: `${endSentence(one.fault)} ${consequence}; ${share}.` })]
  }
  const problems = [
    ...sumUp(unreadable, 'The frame will be skipped'),
    ...sumUp(misnamed, 'It is read all the same'),
    ...sumUp(otherSize, 'Frames keep their own size, and in a video their proportions'),
  ]
  return { header: first, problems }
}

/** The header of an image. If much metadata stands before it, the whole file is read. */
async function probeHeader(file: File, path: string): Promise<ImageHeader> {
  try {
    const bytes = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer())
    return await readImageHeader(bytes, path)
  } catch (thrown) {
    if (file.size <= HEADER_BYTES) throw thrown
    return readImageHeader(new Uint8Array(await file.arrayBuffer()), path)
  }
}
