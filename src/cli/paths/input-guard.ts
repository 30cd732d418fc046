import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { REPORT_FILE_NAME } from '../../index.ts'
import type { RunFiles } from '../../index.ts'
import { realPath } from './real-path.ts'
import type { RecordingPath } from './recording-path.ts'

/**
 * Keeps a call from writing over what one of its recordings is read from. A file is known by its
 * place on the disk, whatever path, link or mounted folder leads to it; a page knows paths only.
 */
export class InputGuard {
  private readonly recordings: readonly RecordingPath[]

  /** @param recordings all of the call: the output of one may be the input of another */
  constructor(recordings: readonly RecordingPath[]) {
    this.recordings = recordings
  }

  /**
   * @param index of the recording that is rendered
   * @param output folder that it is rendered into; absolute
   * @returns why the run must not begin; null where it may
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
      ? `The output folder ${output} is the recording ${other.path}, which is named in the same call. Choose another one, so that the recording stays as it is.`
      : null
  }

  private checkReplaced(
    own: RecordingPath,
    index: number,
    output: string,
    { reads, writes }: RunFiles,
  ): string | null {
    const replaced = writes.flatMap((name) => {
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
      ? `${found.name} in the output folder ${output} is a file of the recording ${inputs.get(found.identity) ?? ''}, which a run never replaces. Choose another folder, or another name.`
      : null

    function note(path: string, recording: RecordingPath): void {
      const identity = identityOf(path)
      if (identity !== null) inputs.set(identity, recording.path)
    }
  }
}

/** New files must not get among the frames either, whatever path leads there. */
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
      return `The output folder ${output} ${place}, ${join(own.folder, framesFolder ?? '')}. Choose another one, so that the recording stays as it is.`
    }
    const parent = dirname(folder)
    if (parent === folder) return null
    folder = parent
  }
}

/** The browser does not see links, and fails where it meets one. */
function checkLinks(output: string, { writes }: RunFiles): string | null {
  const link = writes.find((name) =>
    lstatSync(join(output, name), { throwIfNoEntry: false })?.isSymbolicLink(),
  )
  return link === undefined
    ? null
    : `${link} in the output folder ${output} is a link, which a run neither follows nor replaces. Remove the link, or choose another folder.`
}

/** The same for all paths to one file or folder; null where there is none. */
function identityOf(path: string): string | null {
  try {
    // Numbers of files may be larger than a double can count.
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stats ? `${stats.dev} ${stats.ino}` : null
  } catch {
    // What cannot be reached cannot be written either.
    return null
  }
}

/**
 * The files that a recording may be read from: the video and those beside it, or all below its folder.
 * What Overlane wrote there is no input.
 */
function filesOf({ folder, video }: RecordingPath): string[] {
  return video === null ? filesBelow(folder) : filesBelow(folder, false)
}

function filesBelow(folder: string, isDeep = true): string[] {
  const entries = entriesOf(folder)
  const written = writtenFiles(folder)
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isDeep ? filesBelow(path) : []
    return written.has(entry.name) ? [] : [path]
  })
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // The page says it where it matters.
    return []
  }
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
