import { OverlaneError } from '../core/errors.ts'
import type { Directory } from './directory.ts'

/** File names by folder path; '' is the recording's own folder. */
export type FolderFiles = Map<string, string[]>

export interface Listing {
  folders: FolderFiles
  /** Folders that Overlane wrote. */
  outputFolders: string[]
}

/** A run writes this beside its frames: such a folder is a result, and no part of a recording. */
export const REPORT_FILE_NAME = 'overlane-report.json'

/**
 * The folder's own files and those one folder below it. Hidden ones are left out, and folders that
 * Overlane wrote.
 * @param report called with the number of files found so far
 * @throws OverlaneError `folder-unreadable`
 */
export async function listFolders(
  directory: Directory,
  report: (doneCount: number) => void,
): Promise<Listing> {
  const folders: FolderFiles = new Map()
  const outputFolders: string[] = []
  let fileCount = 0
  const onFile = (): void => {
    if (++fileCount % 1000 === 0) report(fileCount)
  }
  const top = await listOne(directory, onFile)
  folders.set('', top.files)
  for (const name of inNaturalOrder(top.children)) {
    const { files } = await listOne(await directory.openDirectory(name), onFile)
    if (files.includes(REPORT_FILE_NAME)) outputFolders.push(name)
    else folders.set(name, files)
  }
  return { folders, outputFolders }
}

async function listOne(
  directory: Directory,
  onFile: () => void,
): Promise<{ files: string[]; children: string[] }> {
  const [files, children]: [string[], string[]] = [[], []]
  const entries = directory.list()[Symbol.asyncIterator]()
  for (;;) {
    const next = await entries.next().catch((thrown: unknown) => {
      const why = OverlaneError.from(thrown, 'folder-unreadable').message
      const message = `The folder "${directory.name}" cannot be read: ${why} Check that it is still there, and open it again.`
      throw new OverlaneError('folder-unreadable', message, {}, { cause: thrown })
    })
    if (next.done) break
    const { name, kind } = next.value
    if (name.startsWith('.')) continue
    ;(kind === 'file' ? files : children).push(name)
    onFile()
  }
  return { files, children }
}

const collator = new Intl.Collator('en', { numeric: true })

/** 2 comes before 10. Too slow for the names of all frames, which are ordered by their numbers. */
export function inNaturalOrder(names: readonly string[]): string[] {
  return [...names].sort(collator.compare)
}

/** `frames/frame_000001.png` */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Every file's path inside the recording. */
export function listPaths(folders: FolderFiles): string[] {
  return [...folders].flatMap(([folder, names]) => names.map((name) => joinPath(folder, name)))
}
