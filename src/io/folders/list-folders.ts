import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { isRecord } from '../../core/plain-object.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { isVideoName } from '../video/video-names.ts'
import type { Directory } from './directory.ts'
import type { DiskListing } from './disk-listing.ts'
import { isBookkeeping } from './manifest-files.ts'
import { isSegmentFolderName } from './segment-files.ts'

/** File names by folder path; '' is the recording's own folder. */
export type FolderFiles = Map<string, string[]>

export interface Listing {
  folders: FolderFiles
  /** What Overlane wrote, in words. */
  written: string[]
  /** Paths of what the operating system lists and the browser does not. */
  hidden: string[]
  problems: Problem[]
}

/** A run writes this file beside its frames. A folder that has it is a result, not a recording. */
export const REPORT_FILE_NAME = 'overlane-report.json'

/**
 * Lists the files of the folder and of the folders directly below it. Files whose names begin with a
 * full stop, and files that Overlane wrote, are left out. A folder below that cannot be read becomes a
 * problem and is left out.
 * @param report called with the number of files found so far
 * @param disk what the operating system lists there, null where that is not known
 * @throws OverlaneError `folder-unreadable`, and what `report` throws
 */
export async function listFolders(
  directory: Directory,
  report: (doneCount: number) => void,
  disk: DiskListing | null = null,
): Promise<Listing> {
  const listing: Listing = { folders: new Map(), written: [], hidden: [], problems: [] }
  const plain = new Map(disk?.plain)
  if (disk?.unlisted !== undefined) plain.set(disk.unlisted, [])
  const hidden = new Set(disk?.paths)
  const see = (names: readonly string[], folder = ''): void => {
    for (const name of names) hidden.delete(joinPath(folder, name))
  }
  let fileCount = 0
  const onFile = (): void => {
    if (++fileCount % 1000 === 0) report(fileCount)
  }
  const top = await listOne(directory, onFile)
  see(top.files)
  see(top.children.map((name) => `${name}/`))
  const results = new Set(await listResults(directory))
  listing.folders.set(
    '',
    top.files.filter((name) => !results.has(name)),
  )
  if (results.size > 1) listing.written.push(`${results.size} files that Overlane wrote`)
  for (const name of inNaturalOrder(top.children)) {
    try {
      const child = await directory.openDirectory(name)
      const files = plain.get(name) ?? (await listOne(child, onFile)).files
      if (!plain.has(name)) see(files, name)
      const written = files.includes(REPORT_FILE_NAME) ? await readEarlierReport(child) : null
      const isResult = files.includes(REPORT_FILE_NAME) && !written?.hasPlainFrames
      if (isResult) listing.written.push(`${name}/ (written by Overlane)`)
      const others = files.filter((file) =>
        isResult ? !mayBeWritten(file) : file !== REPORT_FILE_NAME,
      )
      if (!isResult || others.length > 0) listing.folders.set(name, others)
    } catch (thrown) {
      const told = {
        subject: `The folder ${name}`,
        fault: `cannot be read and is left out: ${describeThrown(thrown)}`,
      }
      listing.problems.push(problem('info', 'folder-unreadable', told, { file: name }))
      for (const path of hidden) if (path.startsWith(`${name}/`)) hidden.delete(path)
    }
  }
  listing.hidden = inNaturalOrder([...hidden])
  return listing
}

/**
 * The files that earlier runs wrote into a folder, from their report; none if it cannot be read.
 */
export async function listWrittenFiles(directory: Directory): Promise<string[]> {
  return (await readEarlierReport(directory))?.files ?? []
}

/** The written files that cannot be a recording. Frames without an overlay can be one again. */
async function listResults(directory: Directory): Promise<string[]> {
  const report = await readEarlierReport(directory)
  if (!report) return []
  return report.hasPlainFrames ? [REPORT_FILE_NAME] : report.files.filter(mayBeWritten)
}

/**
 * Whether a run may have written a file of this name. What a report says of other files does not
 * count: a log is never a result.
 */
function mayBeWritten(name: string): boolean {
  return (
    isImageName(name) || isVideoName(name) || /^(?:timestamps\.csv|overlane-.*\.jsonl?)$/.test(name)
  )
}

async function readEarlierReport(
  directory: Directory,
): Promise<{ files: string[]; hasPlainFrames: boolean } | null> {
  try {
    const text = await (await directory.openFile(REPORT_FILE_NAME)).text()
    const report: unknown = JSON.parse(text)
    if (!isRecord(report) || report.tool !== 'overlane') return null
    const names = [report.files, report.earlier_files].flatMap((list) =>
      Array.isArray(list) ? (list as unknown[]) : [],
    )
    const { settings } = report
    return {
      files: [...names.filter((name) => typeof name === 'string'), REPORT_FILE_NAME],
      hasPlainFrames: isRecord(settings) && settings.content === 'frames',
    }
  } catch {
    return null
  }
}

/** A browser lists so many in a few milliseconds, and a million in half a minute. */
const FEW = 1000

/** Names of the files in a folder itself; none where it has many entries, or cannot be read. */
export async function listFew(directory: Directory): Promise<string[]> {
  const names: string[] = []
  let count = 0
  try {
    for await (const { name, kind } of directory.list()) {
      if (++count > FEW) return []
      if (kind === 'file' && isOfRecording(name)) names.push(name)
    }
  } catch {
    // Whoever lists all of it says so.
    return []
  }
  return names
}

async function listOne(
  directory: Directory,
  onFile: () => void,
): Promise<{ files: string[]; children: string[] }> {
  const [files, children]: [string[], string[]] = [[], []]
  const entries = directory.list()[Symbol.asyncIterator]()
  for (;;) {
    const next = await entries.next().catch((thrown: unknown) => {
      const told = {
        subject: `The folder "${directory.name}"`,
        fault: `cannot be read: ${describeThrown(thrown)}`,
        remedy: 'Check that it is still there, and open it again.',
      }
      throw new OverlaneError('folder-unreadable', told, {}, { cause: thrown })
    })
    if (next.done) break
    const { name, kind } = next.value
    if (!isOfRecording(name)) continue
    ;(kind === 'file' ? files : children).push(name)
    onFile()
  }
  return { files, children }
}

function isOfRecording(name: string): boolean {
  const isOfRun = isBookkeeping(name) || isSegmentFolderName(name)
  // On some systems a file name may contain a path separator. Such a file cannot be opened by path.
  return !name.startsWith('.') && !isOfRun && !/[/\\]/.test(name)
}

/** `frames/frame_000001.png` */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Paths of folders that were asked for before: opening a recording asks several times, also for a million. */
const listed = new WeakMap<FolderFiles, readonly string[]>()

/** Every file's path inside the recording. @param folders does not change any more */
export function listPaths(folders: FolderFiles): readonly string[] {
  const before = listed.get(folders)
  if (before) return before
  const paths = [...folders].flatMap(([folder, names]) =>
    folder === '' ? names : names.map((name) => joinPath(folder, name)),
  )
  listed.set(folders, paths)
  return paths
}
