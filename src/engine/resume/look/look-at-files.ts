import type { Directory } from '../../../io/folders/directory.ts'
import { listFiles, readStamps } from '../../../io/folders/stat-files.ts'
import type { FileStamp } from '../../../io/folders/stat-files.ts'

/** Stamps of some files, by name. */
export interface Seen {
  stamps: ReadonlyMap<string, FileStamp>
  isLast: boolean
}

const TOLD_AT_A_TIME = 1000

/**
 * Looks at the sizes and times of some files of a folder, and tells them step by step.
 * @throws DOMException if the folder cannot be listed; the signal's reason when it is aborted
 */
export async function lookAtFiles(
  directory: Directory,
  names: readonly string[],
  tell: (seen: Seen) => void,
  signal?: AbortSignal,
): Promise<void> {
  const files = await listFiles(directory, { signal })
  for (let from = 0; from < names.length; from += TOLD_AT_A_TIME) {
    const to = from + TOLD_AT_A_TIME
    const stamps = await readStamps(files, names.slice(from, to), signal)
    tell({ stamps, isLast: to >= names.length })
  }
}
