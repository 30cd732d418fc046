import { extensionOf, isImageName } from '../../../core/recording/image-format.ts'
import { inNaturalOrder } from '../../../core/text/natural-order.ts'
import { joinPath, listPaths } from '../../folders/list-folders.ts'
import type { FolderFiles } from '../../folders/list-folders.ts'
import { isVideoName } from '../../video/video-names.ts'
import { isTimestampsName } from '../find-timestamps.ts'
import type { FoundFrames } from '../found-frames.ts'
import type { Opening } from '../opening.ts'

/** Files that are read together with another one in their folder. */
const PARTS: readonly { of: RegExp; parts: RegExp }[] = [
  { of: /^manifest\.json$/i, parts: /\.catalog(?:_manifest)?$/i },
]

/** A file that may be a log, with the files that belong to it. */
export interface LogCandidate {
  path: string
  parts: string[]
  /** Whether it has the name of the video that the frames are from. */
  isOfVideo: boolean
  /** Whether the configuration says that it is a log. */
  isNamed: boolean
}

/** The files of a folder that may be logs, in natural order. */
export function listCandidates(
  { folders, used, config }: Pick<Opening, 'folders' | 'used' | 'config'>,
  frames: FoundFrames | null,
): LogCandidate[] {
  const videos = videoStems(folders)
  const ownVideo = frames?.video ? stemOf(frames.video.info.path) : null
  const named = new Set(Object.values(config.sensors).map(({ file }) => file))
  const isFree = (path: string): boolean =>
    // The endings first: a million frames are not looked up.
    !isImageName(path) &&
    !isVideoName(path) &&
    !used.has(path) &&
    (named.has(path) || (!isTimestampsName(path) && !/\.ya?ml$/i.test(path)))
  const candidates: LogCandidate[] = []
  const claimed = new Set<string>()
  for (const [folder, names] of folders) {
    for (const { of, parts } of PARTS) {
      const head = names.find((name) => of.test(name))
      const belonging = names
        .filter((name) => parts.test(name))
        .map((name) => joinPath(folder, name))
      if (head === undefined || belonging.length === 0) continue
      for (const path of belonging) claimed.add(path)
      candidates.push({
        path: joinPath(folder, head),
        parts: belonging,
        isOfVideo: false,
        isNamed: false,
      })
      claimed.add(joinPath(folder, head))
    }
  }
  for (const path of listPaths(folders)) {
    if (!isFree(path) || claimed.has(path)) continue
    const stem = stemOf(path)
    const isOfVideo = stem === ownVideo
    const isNamed = named.has(path)
    const isOfOther = !isOfVideo && /\.srt$/i.test(path) && videos.has(stem)
    if (isNamed || !isOfOther) candidates.push({ path, parts: [], isOfVideo, isNamed })
  }
  const order = new Map(
    inNaturalOrder(candidates.map(({ path }) => path)).map((path, at) => [path, at]),
  )
  return candidates.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0))
}

function videoStems(folders: FolderFiles): ReadonlySet<string> {
  return new Set(listPaths(folders).filter(isVideoName).map(stemOf))
}

/** A path without the ending of its file: a camera gives a video and its log the same. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return path.slice(0, path.length - extensionOf(name).length).toLowerCase()
}
