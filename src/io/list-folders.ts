import { OverlaneError } from '../core/errors.ts'
import type { Directory } from './directory.ts'

/** File names in natural order (2 before 10), by folder path; '' is the recording's own folder. */
export type FolderFiles = Map<string, string[]>

/** A run writes this beside its frames: such a folder is a result, and no part of a recording. */
export const REPORT_FILE_NAME = 'overlane-report.json'

const naturalOrder = new Intl.Collator('en', { numeric: true }).compare

/**
 * The folder's own files and those one folder below it. Hidden ones are left out, and folders that
 * Overlane wrote.
 * @throws OverlaneError `folder-unreadable`
 */
export async function listFolders(
  directory: Directory,
  report: (step: string, doneCount: number) => void,
): Promise<{ folders: FolderFiles; outputFolders: string[] }> {
  const folders: FolderFiles = new Map()
  const outputFolders: string[] = []
  let fileCount = 0
  report('Listing the folder', 0)
  const onFile = (): void => {
    if (++fileCount % 1000 === 0) report('Listing the folder', fileCount)
  }
  const top = await listOne(directory, onFile)
  folders.set('', top.files)
  for (const name of top.children) {
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
  return { files: files.sort(naturalOrder), children: children.sort(naturalOrder) }
}

/** `frames/frame_000001.png` */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Every file's path inside the recording. */
export function listPaths(folders: FolderFiles): string[] {
  return [...folders].flatMap(([folder, names]) => names.map((name) => joinPath(folder, name)))
}
