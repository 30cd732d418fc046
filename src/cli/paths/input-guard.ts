import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { REPORT_FILE_NAME } from '../../index.ts'
import type { RunFiles } from '../../index.ts'
import { folderEntries } from './folder-entries.ts'
import { realPath } from './real-path.ts'
import type { RecordingPath } from './recording-path.ts'

/**
 * Prevents a command from overwriting its own input files. It identifies a file by its place on the
 * disk, whatever path, link or mounted folder leads to it. The page cannot do this: it knows only paths.
 */
export class InputGuard {
  private readonly recordings: readonly RecordingPath[]

  /** @param recordings all of the command: the output of one may be the input of another */
  constructor(recordings: readonly RecordingPath[]) {
    this.recordings = recordings
  }

  /**
   * @param index of the recording that is rendered
   * @param output folder that it is rendered into; absolute
   * @returns why the run must not start; null if it may
   */
  check(index: number, output: string, files: RunFiles): string | null {
    const own = this.recordings[index]
    if (!own) return null
    return (
      checkFramesFolder(own, output, files) ??
      this.checkFolders(index, output) ??
      this.checkReplaced(own, index, output, files) ??
      checkLinks(output, files)
    )
  }

  private others(index: number): RecordingPath[] {
    const own = this.recordings[index]
    return this.recordings.filter(
      ({ folder, video }) => folder !== own?.folder || video !== own.video,
    )
  }

  /** Even a new file in the folder of another recording would become part of it. */
  private checkFolders(index: number, output: string): string | null {
    const place = identityOf(output)
    const other = this.others(index).find(
      ({ folder, video }) => video === null && place !== null && identityOf(folder) === place,
    )
    return other
      ? `The output folder ${output} is the recording ${other.path}, which is also an input of this command. Choose another one, so that the recording does not change.`
      : null
  }

  private checkReplaced(
    own: RecordingPath,
    index: number,
    output: string,
    { reads, writes }: RunFiles,
  ): string | null {
    const replaced = presentOf(output, writes).flatMap((name) => {
      const identity = identityOf(join(output, name))
      return identity === null ? [] : [{ name, identity }]
    })
    if (replaced.length === 0) return null
    const inputs = new Map<string, string>()
    for (const other of this.others(index)) {
      for (const path of filesOf(other)) note(path, other)
    }
    for (const path of reads) note(join(own.folder, path), own)
    const found = replaced.find(({ identity }) => inputs.has(identity))
    return found
      ? `${found.name} in the output folder ${output} is a file of the recording ${inputs.get(found.identity) ?? ''}, and input files are never overwritten. Choose another folder, or another name.`
      : null

    function note(path: string, recording: RecordingPath): void {
      const identity = identityOf(path)
      if (identity !== null) inputs.set(identity, recording.path)
    }
  }
}

/** New files must not be written among the frames, whatever path leads there. */
function checkFramesFolder(
  own: RecordingPath,
  output: string,
  { framesFolder }: RunFiles,
): string | null {
  const frames = framesFolder === null ? null : identityOf(join(own.folder, framesFolder))
  if (frames === null) return null
  let folder = realPath(output)
  for (let isFirst = true; ; isFirst = false) {
    if (identityOf(folder) === frames) {
      const place = isFirst ? 'is the frames folder itself' : 'lies inside the frames folder'
      return `The output folder ${output} ${place}, ${join(own.folder, framesFolder ?? '')}. Choose another one, so that the recording does not change.`
    }
    const parent = dirname(folder)
    if (parent === folder) return null
    folder = parent
  }
}

/** The browser does not see links, and a write to a link fails. */
function checkLinks(output: string, { writes }: RunFiles): string | null {
  const link = presentOf(output, writes).find((name) =>
    lstatSync(join(output, name), { throwIfNoEntry: false })?.isSymbolicLink(),
  )
  return link === undefined
    ? null
    : `${link} in the output folder ${output} is a link. Overlane neither follows nor replaces links. Remove the link, or choose another folder.`
}

/** So many names are asked for one by one. */
const FEW_NAMES = 20

/**
 * Those names that a folder may have a file of. To list the folder is faster than to ask for each of a
 * million files, and slower than to ask for a few.
 */
function presentOf(folder: string, names: readonly string[]): string[] {
  if (names.length <= FEW_NAMES) {
    return names.filter((name) => isThere(join(folder, name)))
  }
  // Some systems do not distinguish capital and small letters, or the ways to write an accent.
  const fold = (name: string): string => name.normalize('NFC').toLowerCase()
  const present = new Set(folderEntries(folder).map(({ name }) => fold(name)))
  return present.size === 0 ? [] : names.filter((name) => present.has(fold(name)))
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** The same text for all paths to one file or folder. Null if nothing is there. */
function identityOf(path: string): string | null {
  try {
    // Numbers of files may be larger than a double can count.
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stats ? `${stats.dev} ${stats.ino}` : null
  } catch {
    // A file that cannot be reached cannot be overwritten.
    return null
  }
}

/**
 * The files that may belong to a recording: a video and the files beside it, or all files in its folder
 * and below. Files that Overlane wrote there are not input.
 */
function filesOf({ folder, video }: RecordingPath): string[] {
  return video === null ? filesBelow(folder) : filesBelow(folder, false)
}

function filesBelow(folder: string, isDeep = true): string[] {
  const written = writtenFiles(folder)
  return folderEntries(folder).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isDeep ? filesBelow(path) : []
    return written.has(entry.name) ? [] : [path]
  })
}

/** The files that earlier runs wrote into a folder. Frames without an overlay can be an input again. */
function writtenFiles(folder: string): ReadonlySet<string> {
  try {
    const report = JSON.parse(readFileSync(join(folder, REPORT_FILE_NAME), 'utf8')) as {
      tool?: unknown
      files?: string[]
      earlier_files?: string[]
      settings?: { content?: unknown }
    }
    if (report.tool !== 'overlane' || report.settings?.content === 'frames') return new Set()
    return new Set([...(report.files ?? []), ...(report.earlier_files ?? []), REPORT_FILE_NAME])
  } catch {
    return new Set()
  }
}
