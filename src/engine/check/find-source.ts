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
  const { directory } = recording
  const sources = sourcePaths(recording)
  const frames = framePaths(recording)
  const place = output.handle && (await directory.handle?.resolve(output.handle))
  if (place) {
    const reads = new Set([...sources, ...frames])
    const found = names.find((name) => reads.has([...place, name].join('/')))
    if (found !== undefined) return found
  }
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const replaced = new Set(names)
  const alike = [
    ...sources.filter((path) => replaced.has(nameOf(path))),
    ...frames.filter((path) => replaced.has(nameOf(path))).slice(0, COMPARED_FRAMES),
  ]
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
