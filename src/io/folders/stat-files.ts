import type { Directory } from './directory.ts'

/** What tells a file from a changed one without a look inside. */
export interface FileStamp {
  sizeBytes: number
  /** Unix epoch. */
  modifiedMs: number
}

/** Files that are asked about at a time. The browser answers each of them in another process. */
const ASKED_AT_A_TIME = 256

export interface StatOptions {
  signal?: AbortSignal | undefined
  /** All files of the folder except links, from the operating system. Default: the browser is asked. */
  known?: ReadonlyMap<string, FileStamp> | null
  /** Called for each other file of a folder that can be listed. */
  onOther?: (name: string) => void
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
  return readStamps(await findFiles(directory, names, options), options.signal)
}

/** Files by name, with their stamps as far as they are known. */
export type FoundFiles = ReadonlyMap<string, FileStamp | (() => Promise<File>)>

/**
 * Finds some files of a folder. Those that are not there are left out, as far as the folder can be
 * listed.
 * @throws the signal's reason when it is aborted
 */
export async function findFiles(
  directory: Directory,
  names: ReadonlySet<string>,
  { signal, known = null, onOther }: StatOptions = {},
): Promise<FoundFiles> {
  const { handle, linkNames = new Set<string>() } = directory
  const found = new Map<string, FileStamp | (() => Promise<File>)>()
  for (const name of handle || known ? linkNames : names) {
    if (names.has(name)) found.set(name, () => directory.openFile(name))
  }
  for (const [name, stamp] of known ?? []) {
    if (names.has(name)) found.set(name, stamp)
    else onOther?.(name)
  }
  if (!handle || known) return found
  // A listing brings the files' handles along: to look each up by its name would take twice as long.
  for await (const [name, entry] of handle.entries()) {
    signal?.throwIfAborted()
    if (entry.kind !== 'file' || linkNames.has(name)) continue
    if (names.has(name)) found.set(name, () => entry.getFile())
    else onOther?.(name)
  }
  return found
}

/**
 * Sizes and times of files. Those that cannot be read are left out.
 * @throws the signal's reason when it is aborted
 */
export async function readStamps(
  files: FoundFiles,
  signal?: AbortSignal,
): Promise<Map<string, FileStamp>> {
  const stamps = new Map<string, FileStamp>()
  const entries = files.entries()
  const askEach = async (): Promise<void> => {
    for (const [name, found] of entries) {
      signal?.throwIfAborted()
      try {
        const stamp = typeof found === 'function' ? stampOf(await found()) : found
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
