/** An entry of a folder. */
export interface DirectoryEntry {
  name: string
  kind: 'file' | 'directory'
}

/**
 * What a file is written from. Bytes are written faster than a Blob of them. A stream need not be in
 * the memory as a whole.
 */
export type FileContent =
  Blob | Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array<ArrayBuffer>>

/**
 * A folder, wherever it is. Names are single names: a path separator, `.` or `..` is refused, so
 * nothing outside the folder can be reached.
 */
export interface Directory {
  readonly name: string
  /** The handle that workers may be given, null where the folder has none. */
  readonly handle: FileSystemDirectoryHandle | null
  /** Names of files that are opened by this folder alone, not by its handle. Default: none. */
  readonly linkNames?: ReadonlySet<string>
  /** Entries in no particular order. */
  list(): AsyncIterable<DirectoryEntry>
  /** @throws DOMException `NotFoundError` */
  openFile(name: string): Promise<File>
  /** @throws DOMException `NotFoundError` */
  openDirectory(name: string): Promise<Directory>
  /** Writes a complete file or nothing. It replaces a file with the same name. */
  writeFile(name: string, content: FileContent): Promise<void>
  /** @throws DOMException `NotFoundError` */
  removeFile(name: string): Promise<void>
}

/** The file at a path below a folder, such as `frames/frame_000001.png`. */
export async function openPath(directory: Directory, path: string): Promise<File> {
  const parent = await openDirectoryPath(directory, path.split('/').slice(0, -1).join('/'))
  return parent.openFile(path.slice(path.lastIndexOf('/') + 1))
}

/** The folder at a path below a folder; '' and '.' are the folder itself. */
export async function openDirectoryPath(directory: Directory, path: string): Promise<Directory> {
  let current = directory
  if (path === '' || path === '.') return current
  for (const name of path.split('/')) current = await current.openDirectory(name)
  return current
}

/** @throws TypeError where a name could lead out of its folder */
export function assertName(name: string): void {
  if (name === '' || name === '.' || name === '..' || /[/\\]/.test(name)) {
    throw new TypeError(`"${name}" is not the name of a file in a folder.`)
  }
}
