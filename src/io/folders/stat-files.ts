import type { Directory } from './directory.ts'

/** What tells a file from a changed one without a look inside. */
export interface FileStamp {
  sizeBytes: number
  /** Unix epoch. */
  modifiedMs: number
}

/** Files that are asked about at a time. The browser answers each of them in another process. */
const ASKED_AT_A_TIME = 256

/**
 * What is in a folder, by name. A stamp that is not known is asked for. Null: it is not a file, but a
 * folder.
 */
export type ListedFiles = Map<string, FileStamp | (() => Promise<File>) | null>

export interface StatOptions {
  signal?: AbortSignal | undefined
  /** What is in the folder, except links. Default: the browser is asked. */
  known?: ListedFiles | null
}

/**
 * Sizes and times of some files of a folder. Those that are not there, or cannot be read, are left
 * out.
 * @throws the signal's reason when it is aborted
 */
export async function statFiles(
  directory: Directory,
  names: ReadonlySet<string>,
  options: StatOptions = {},
): Promise<Map<string, FileStamp>> {
  return readStamps(await listFiles(directory, options), names, options.signal)
}

/**
 * Lists a folder.
 * @throws DOMException if this is not possible; the signal's reason when it is aborted
 */
export async function listFiles(
  directory: Directory,
  { signal, known = null }: StatOptions = {},
): Promise<ListedFiles> {
  const { handle, linkNames = [] } = directory
  const files: ListedFiles = new Map(known)
  if (handle && !known) {
    // A listing brings the files' handles along: to look each up by its name would take twice as long.
    for await (const [name, entry] of handle.entries()) {
      signal?.throwIfAborted()
      files.set(name, entry.kind === 'file' ? () => entry.getFile() : null)
    }
  } else if (!known) {
    for await (const { name, kind } of directory.list()) {
      files.set(name, kind === 'file' ? () => directory.openFile(name) : null)
    }
  }
  for (const name of linkNames) files.set(name, () => directory.openFile(name))
  return files
}

/**
 * Sizes and times of some files. Those that are not there, or cannot be read, are left out. What the
 * browser answers is kept in `files`, so that it is asked only once.
 * @throws the signal's reason when it is aborted
 */
export async function readStamps(
  files: ListedFiles,
  names: Iterable<string>,
  signal?: AbortSignal,
): Promise<Map<string, FileStamp>> {
  const stamps = new Map<string, FileStamp>()
  const wanted = names[Symbol.iterator]()
  const next: Iterable<string> = { [Symbol.iterator]: () => wanted }
  const askEach = async (): Promise<void> => {
    for (const name of next) {
      signal?.throwIfAborted()
      const found = files.get(name)
      if (!found) continue
      try {
        const stamp = typeof found === 'function' ? stampOf(await found()) : found
        files.set(name, stamp)
        stamps.set(name, stamp)
      } catch {
        // A file that cannot be read has no stamp.
      }
    }
  }
  await Promise.all(Array.from({ length: ASKED_AT_A_TIME }, askEach))
  signal?.throwIfAborted()
  return stamps
}

function stampOf({ size, lastModified }: File): FileStamp {
  return { sizeBytes: size, modifiedMs: lastModified }
}
