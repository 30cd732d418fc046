import { OverlaneError, problem, reword } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Told } from '../../core/problem-text.ts'
import {
  DEFAULT_PATTERN,
  parsePattern,
  proposePattern,
} from '../../core/recording/frame-pattern.ts'
import type { FramePattern } from '../../core/recording/frame-pattern.ts'
import { extensionOf, IMAGE_EXTENSIONS, isImageName } from '../../core/recording/image-format.ts'
import type { IndexRange } from '../../core/recording/recording.ts'
import { endSentence } from '../../core/text/end-sentence.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { formatSize } from '../../core/text/format-size.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { openDirectoryPath, openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import { HEADER_BYTES, readImageHeader } from '../images/image-file.ts'
import type { ImageHeader } from '../images/image-file.ts'
import { joinPath, listPaths } from '../folders/list-folders.ts'
import type { Opening } from './opening.ts'
import { findVideo } from './find-video.ts'
import { isVideoName, VIDEO_EXTENSIONS } from '../video/video-file.ts'
import type { FoundVideo } from '../video/video-file.ts'
import type { FoundFrames } from './found-frames.ts'

/** How many frames are checked when a recording is opened. A run checks every frame. */
const PROBED_FRAMES = 200

/** A folder that holds numbered images. */
interface Candidate {
  path: string
  images: string[]
  pattern: FramePattern
  frameCount: number
}

/**
 * Finds the folder of the frames: the one that is named, else `frames`, else the one with the most
 * numbered images. If no folder has numbered images, a video is taken. Adds problems, and marks the
 * files of the frames as used.
 * @param look looks through a video
 */
export async function findFrames(
  opening: Opening,
  look: (file: File, path: string) => Promise<FoundVideo>,
): Promise<FoundFrames | null> {
  const { directory, folders, config, used, problems } = opening
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
  let candidates: Candidate[]
  try {
    candidates = listCandidates(opening, named)
  } catch (thrown) {
    problems.push(OverlaneError.from(thrown, 'config-invalid').toProblem())
    return null
  }
  const [best, ...others] = candidates
  if (!best) {
    const videos = inNaturalOrder(listPaths(folders).filter(isVideoName))
    if (videos.length > 0) return findVideo(opening, videos, look)
    return null
  }
  const folder = await openDirectoryPath(directory, best.path)
  const found = await numberFrames(folder, best.path, best.images, best.pattern)
  for (const name of found.fileNames.values()) used.add(joinPath(best.path, name))
  problems.push(...found.problems, ...leftOut(best, others))
  return found
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

/** Folders with numbered images, the likeliest first. */
function listCandidates({ folders, config }: Opening, named: string | null): Candidate[] {
  const candidates: Candidate[] = []
  for (const [path, names] of folders) {
    if (named !== null && path !== named) continue
    const images = names.filter(isImageName)
    const pattern = selectPattern(images, config.recording.pattern)
    if (!pattern) continue
    const frameCount = images.filter((name) => pattern.match(name) !== null).length
    if (frameCount > 0) candidates.push({ path, images, pattern, frameCount })
  }
  const isFrames = ({ path }: Candidate): number => Number(/^frames$/i.test(path))
  return candidates.sort((a, b) => isFrames(b) - isFrames(a) || b.frameCount - a.frameCount)
}

/** Warns of numbered images that are not used as frames. */
function leftOut({ path, images, pattern, frameCount }: Candidate, others: Candidate[]): Problem[] {
  const problems: Problem[] = []
  const misfits = images.filter((name) => pattern.match(name) === null && /\d/.test(name))
  if (misfits[0] !== undefined) {
    const told = {
      fault: `${formatCount(misfits.length)} of ${formatCount(images.length)} images do not fit the pattern ${pattern.text} and are left out (the first is ${misfits[0]}).`,
      remedy: { set: 'recording.pattern', purpose: 'if they are frames' },
    }
    problems.push(problem('warning', 'frame-name', told, { file: joinPath(path, misfits[0]) }))
  }
  if (others.length > 0) {
    const placeOf = (folder: string): string => (folder === '' ? 'the folder itself' : `${folder}/`)
    const list = others.map((each) => `${placeOf(each.path)} (${formatCount(each.frameCount)})`)
    const told = {
      fault: `${others.length + 1} folders hold numbered images: ${placeOf(path)} is used (${formatCount(frameCount)}), ${list.join(', ')} not.`,
      remedy: { set: 'recording.frames', purpose: 'to use another' },
    }
    problems.push(problem('warning', 'frame-name', told, { file: path }))
  }
  return problems
}

function selectPattern(images: readonly string[], patternText: string | null): FramePattern | null {
  return patternText === null
    ? proposePattern(images)
    : parsePattern(patternText, 'recording.pattern')
}

/** Why a recording has no frames. */
export function noFrames({ directory, folders, written, config }: Opening): Told {
  const { pattern } = config.recording
  const images = listPaths(folders).filter(isImageName)
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
  const all = `the ${formatCount(images.length)} images in "${directory.name}"`
  const example = `(the first is ${images[0] ?? ''})`
  if (pattern === null) {
    return `None of ${all} has a number in its name ${example}. Frames are numbered, such as ${DEFAULT_PATTERN}.`
  }
  return {
    fault: `None of ${all} fits the pattern ${pattern} ${example}.`,
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
  const numbered = names
    .flatMap((name) => {
      const frameIndex = pattern.match(name)
      return frameIndex === null ? [] : [[frameIndex, name] as const]
    })
    .sort(([a], [b]) => a - b)
  const fileNames = new Map(numbered)
  const { header, problems } = await probeFrames(folder, path, [...fileNames])
  const format = IMAGE_EXTENSIONS[extensionOf(pattern.text)] ?? header?.format ?? 'png'
  const gaps = findGaps([...fileNames.keys()])
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
  frames: readonly (readonly [frameIndex: number, name: string])[],
): Promise<{ header: ImageHeader | null; problems: Problem[] }> {
  const count = Math.min(frames.length, PROBED_FRAMES)
  const step = count > 1 ? (frames.length - 1) / (count - 1) : 1
  const unreadable: Problem[] = []
  const misnamed: Problem[] = []
  const otherSize: Problem[] = []
  let first: ImageHeader | null = null

  for (let probe = 0; probe < count; probe++) {
    const [frameIndex, name] = frames[Math.round(probe * step)] as (typeof frames)[number]
    const where = { file: path === '' ? name : `${path}/${name}`, frameIndex }
    try {
      const header = await probeHeader(await directory.openFile(name), where.file)
      if (!first) first = header
      else if (header.widthPx !== first.widthPx || header.heightPx !== first.heightPx) {
        const fault = `is ${formatSize(header)}, the first frame is ${formatSize(first)}.`
        otherSize.push(problem('warning', 'frame-size', { subject: where.file, fault }, where))
      }
      if (header.format !== IMAGE_EXTENSIONS[extensionOf(name)]) {
        const fault = `is a ${header.format.toUpperCase()} image by its content, not what its name says.`
        misnamed.push(problem('warning', 'frame-name', { subject: where.file, fault }, where))
      }
    } catch (thrown) {
      const { subject, fault } = OverlaneError.from(thrown, 'frame-unreadable', where).toProblem()
      unreadable.push(problem('warning', 'frame-unreadable', { subject, fault }, where))
    }
  }
  const sample = count === frames.length ? '' : ` looked at (${formatCount(frames.length)} in all)`
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
