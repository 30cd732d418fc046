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
  { signal, known = null, onOther }: StatOptions = {},
): Promise<Map<string, FileStamp>> {
  const stamps = new Map<string, FileStamp>()
  for (const [name, stamp] of known ?? []) {
    if (names.has(name)) stamps.set(name, stamp)
    else onOther?.(name)
  }
  const openers = openersOf(directory, names, known !== null, onOther)
  const askEach = async (): Promise<void> => {
    for await (const { name, open } of openers) {
      signal?.throwIfAborted()
      // A file that cannot be read has no stamp.
      const file = await open().catch(() => null)
      if (file) stamps.set(name, { sizeBytes: file.size, modifiedMs: file.lastModified })
    }
  }
  await Promise.all(Array.from({ length: ASKED_AT_A_TIME }, askEach))
  signal?.throwIfAborted()
  return stamps
}

interface Opener {
  name: string
  open: () => Promise<File>
}

/**
 * A listing brings the files' handles along: to look each up by its name would take twice as long.
 * @param onlyLinks whether all other files are known
 */
async function* openersOf(
  directory: Directory,
  names: ReadonlySet<string>,
  onlyLinks: boolean,
  onOther?: (name: string) => void,
): AsyncGenerator<Opener, void> {
  const { handle, linkNames = new Set<string>() } = directory
  if (!handle && !onlyLinks) {
    for (const name of names) yield { name, open: () => directory.openFile(name) }
    return
  }
  for (const name of linkNames) {
    if (names.has(name)) yield { name, open: () => directory.openFile(name) }
  }
  if (!handle || onlyLinks) return
  for await (const [name, entry] of handle.entries()) {
    if (entry.kind !== 'file' || linkNames.has(name)) continue
    if (names.has(name)) yield { name, open: () => entry.getFile() }
    else onOther?.(name)
  }
}
