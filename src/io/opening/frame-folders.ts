import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { parsePattern, proposePattern } from '../../core/recording/frame-pattern.ts'
import type { FramePattern } from '../../core/recording/frame-pattern.ts'
import type { FrameCandidate } from '../../core/recording/found-file.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { openPath } from '../folders/directory.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { joinPath, listPaths } from '../folders/list-folders.ts'
import { isVideoName } from '../video/video-names.ts'
import type { FoundFrames } from './found-frames.ts'
import type { FoundLogs } from './sensors/found-logs.ts'
import type { Opening } from './opening.ts'

/** A folder that holds numbered images. */
export interface FrameFolder {
  path: string
  images: string[]
  pattern: FramePattern
  frameCount: number
}

/** Folders with numbered images, the likeliest first. */
export function listFrameFolders(
  { folders, config }: Opening,
  named: string | null,
): FrameFolder[] {
  const candidates: FrameFolder[] = []
  for (const [path, names] of folders) {
    if (named !== null && path !== named) continue
    const images = names.filter(isImageName)
    const pattern = selectPattern(images, config.recording.pattern)
    if (!pattern) continue
    const frameCount = images.filter((name) => pattern.match(name) !== null).length
    if (frameCount > 0) candidates.push({ path, images, pattern, frameCount })
  }
  const isFrames = ({ path }: FrameFolder): number => Number(isNamedFrames(path))
  return candidates.sort((a, b) => isFrames(b) - isFrames(a) || b.frameCount - a.frameCount)
}

/** A folder with so few images beside a video has photos, and the frames are in the video. */
const MOST_PHOTOS = 9

/** Whether the images that are there are hardly the frames, as there is a video too. */
export function arePhotos({ path, frameCount }: FrameFolder, videos: readonly string[]): boolean {
  return videos.length > 0 && frameCount <= MOST_PHOTOS && !isNamedFrames(path)
}

/** A folder of this name says itself what it holds. */
function isNamedFrames(path: string): boolean {
  return /^frames$/i.test(path)
}

/**
 * What the frames may be, the one that is used first. None where there is nothing to choose: where
 * the configuration names the frames, or a folder has their name.
 */
export async function listCandidates(
  opening: Opening,
  used: FoundFrames | null,
  { frames, videos: innerVideos }: Pick<FoundLogs, 'frames' | 'videos'>,
): Promise<FrameCandidate[]> {
  const { directory, folders, config } = opening
  if (!used || config.recording.frames !== null || isNamedFrames(used.source.path)) return []
  const videos = inNaturalOrder(listPaths(folders).filter(isVideoName))
  const files = await Promise.all(videos.map((path) => openPath(directory, path).catch(() => null)))
  const all: FrameCandidate[] = [
    ...listFrameFolders(opening, null).map(({ path, frameCount }) => ({
      path: path === '' ? '.' : path,
      kind: 'images' as const,
      frameCount,
      sizeBytes: null,
    })),
    ...videos.map((path, index) => ({
      path,
      kind: 'video' as const,
      frameCount: path === used.source.path ? used.fileNames.size : null,
      sizeBytes: files[index]?.size ?? null,
    })),
    ...[...frames, ...innerVideos].map(({ path, name, timesMs }) => ({
      path: `${path}/${name}`,
      kind: 'log' as const,
      frameCount: timesMs.length,
      sizeBytes: null,
    })),
  ]
  if (all.length < 2) return []
  const usedPath = used.source.path === '' ? '.' : used.source.path
  const isUsed = ({ path }: FrameCandidate): number => Number(path === usedPath)
  return all.sort((a, b) => isUsed(b) - isUsed(a))
}

/** Warns of numbered images that are not used as frames. */
export function leftOut(
  { path, images, pattern, frameCount }: FrameFolder,
  others: FrameFolder[],
): Problem[] {
  const problems: Problem[] = []
  const misfits =
    frameCount === images.length
      ? []
      : images.filter((name) => pattern.match(name) === null && /\d/.test(name))
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
