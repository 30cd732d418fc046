import type { FrameEntry } from '../../core/recording/recording.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { openPath } from '../../io/folders/directory.ts'
import { LinkedDirectory } from '../../io/folders/linked-directory.ts'
import { joinPath } from '../../io/folders/list-folders.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'

/** Of a folder that holds the frames by another path, each file is the frame of its name. */
const COMPARED_FRAMES = 3

/** Paths of all files that a recording was read from, except its frames. */
export function sourcePaths(recording: RecordingFolder): string[] {
  const { directory, source, timing, sensors, calibrationFile, projectFile, video } = recording
  const paths = [
    source?.kind === 'video' ? source.path : null,
    // A video that was opened by itself has no folder.
    video?.file.name,
    timing?.file,
    ...sensors.map(({ file }) => file),
    calibrationFile,
    projectFile,
    ...(directory instanceof LinkedDirectory ? directory.linkedPaths : []),
  ]
  return [...new Set(paths.filter((path) => typeof path === 'string'))]
}

/** Paths of the frames' files; none if a video contains them. */
export function framePaths({ source, frames }: RecordingFolder): string[] {
  if (source?.kind !== 'images') return []
  return frames.flatMap(({ fileName }) => fileName ?? []).map((name) => joinPath(source.path, name))
}

/**
 * The first of some files of the output folder that the recording was read from. A page does not know
 * whether two paths lead to the same file. If the path does not show it, a file with the same name,
 * size and time counts as the same.
 */
export async function findSource(
  recording: RecordingFolder,
  output: Directory,
  names: readonly string[],
): Promise<string | undefined> {
  if (names.length === 0) return undefined
  const { directory, source, frames } = recording
  const sources = sourcePaths(recording)
  const folder = source?.kind === 'images' ? source.path : null
  const replaced = new Set(names)
  const place = output.handle && (await directory.handle?.resolve(output.handle))
  if (place) {
    const pathOf = (name: string): string => [...place, name].join('/')
    const isRead = names.find((name) => sources.includes(pathOf(name)))
    if (isRead !== undefined) return isRead
    const isFrame = ({ fileName }: FrameEntry): boolean => replaced.has(fileName ?? '')
    const frame = place.join('/') === folder ? frames.find(isFrame) : undefined
    if (frame?.fileName) return frame.fileName
  }
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const alike = sources.filter((path) => replaced.has(nameOf(path)))
  let comparedCount = 0
  for (const { fileName } of folder === null ? [] : frames) {
    if (fileName === null || !replaced.has(fileName)) continue
    alike.push(joinPath(folder ?? '', fileName))
    if (++comparedCount === COMPARED_FRAMES) break
  }
  for (const path of alike) {
    if (await isAlike(directory, path, output, nameOf(path))) return nameOf(path)
  }
  return undefined
}

async function isAlike(
  directory: Directory,
  path: string,
  output: Directory,
  name: string,
): Promise<boolean> {
  try {
    const [source, target] = [await openPath(directory, path), await output.openFile(name)]
    return source.size === target.size && source.lastModified === target.lastModified
  } catch {
    // One of them is gone, or is a folder.
    return false
  }
}
