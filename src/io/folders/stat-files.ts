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
 * What is in a folder, by name. A stamp that is not known is asked for; of a folder inside it, there is
 * none.
 */
export type ListedFiles = ReadonlyMap<string, FileStamp | (() => Promise<File>)>

export interface StatOptions {
  signal?: AbortSignal | undefined
  /** All files of the folder except links, from the operating system. Default: the browser is asked. */
  known?: ReadonlyMap<string, FileStamp> | null
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
  const files = new Map<string, FileStamp | (() => Promise<File>)>(known)
  if (handle && !known) {
    // A listing brings the files' handles along: to look each up by its name would take twice as long.
    for await (const [name, entry] of handle.entries()) {
      signal?.throwIfAborted()
      files.set(name, () => (entry.kind === 'file' ? entry.getFile() : directory.openFile(name)))
    }
  } else if (!known) {
    for await (const { name } of directory.list()) files.set(name, () => directory.openFile(name))
  }
  for (const name of linkNames) files.set(name, () => directory.openFile(name))
  return files
}

/**
 * Sizes and times of some files. Those that are not there, or cannot be read, are left out.
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
        stamps.set(name, typeof found === 'function' ? stampOf(await found()) : found)
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
