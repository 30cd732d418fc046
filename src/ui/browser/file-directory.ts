import { isVideoName, mayHoldFrames, MemoryDirectory, OverlaneError } from '../../index.ts'
import type { Directory, DirectoryEntry, FileContent } from '../../index.ts'

/** A file, and the handle that opens it again; null if the browser gives none. */
export interface LooseFile {
  file: File
  handle: FileSystemFileHandle | null
}

/** Files without their folder, as a folder that contains only these: a video, a log, or both. */
export class FileDirectory extends MemoryDirectory {
  readonly files: readonly LooseFile[]

  /** @param files at least one; the one with the frames gives its name */
  constructor(files: readonly LooseFile[]) {
    const names = files.map(({ file }) => file.name)
    super(
      names.find(mayHoldFrames) ?? names[0] ?? '',
      files.map(({ file }) => [file.name, file]),
    )
    this.files = files
  }

  /** @throws OverlaneError `video-unreadable` or `folder-unreadable` if a file is gone */
  static async of(...handles: readonly FileSystemFileHandle[]): Promise<FileDirectory> {
    return new FileDirectory(await Promise.all(handles.map(openFile)))
  }

  /** Opens it again on a later visit; null for several files, and without a handle. */
  get fileHandle(): FileSystemFileHandle | null {
    const [only, ...others] = this.files
    return others.length === 0 ? (only?.handle ?? null) : null
  }
}

async function openFile(handle: FileSystemFileHandle): Promise<LooseFile> {
  try {
    return { file: await handle.getFile(), handle }
  } catch (cause) {
    const isVideo = isVideoName(handle.name)
    throw new OverlaneError(
      isVideo ? 'video-unreadable' : 'folder-unreadable',
      `The ${isVideo ? 'video' : 'file'} "${handle.name}" cannot be read: it was moved, renamed or deleted. Open it where it is now.`,
      { file: handle.name },
      { cause },
    )
  }
}

/** A folder together with files and folders that lie somewhere else. It cannot be written. */
export class JoinedDirectory implements Directory {
  readonly name: string
  readonly handle = null
  private readonly base: Directory | null
  private readonly others: ReadonlyMap<string, File | Directory>

  /**
   * @param base null: there is only what lies somewhere else
   * @param others by name
   */
  constructor(
    name: string,
    base: Directory | null,
    others: Iterable<readonly [name: string, entry: File | Directory]>,
  ) {
    this.name = name
    this.base = base
    this.others = new Map(others)
  }

  /**
   * Several folders as one recording. Overlane looks one folder deep, so the folders inside them stand
   * beside them.
   */
  static async of(folders: readonly Directory[], files: readonly File[]): Promise<JoinedDirectory> {
    const entries: [string, File | Directory][] = files.map((file) => [file.name, file])
    for (const folder of folders) {
      entries.push([folder.name, folder])
      for await (const { name, kind } of folder.list()) {
        if (kind !== 'directory' || name.startsWith('.')) continue
        entries.push([`${folder.name} ${name}`, await folder.openDirectory(name)])
      }
    }
    return new JoinedDirectory(folders.map(({ name }) => name).join(' + '), null, entries)
  }

  async *list(): AsyncIterable<DirectoryEntry> {
    for (const [name, entry] of this.others) {
      yield { name, kind: entry instanceof File ? 'file' : 'directory' }
    }
    if (!this.base) return
    for await (const entry of this.base.list()) if (!this.others.has(entry.name)) yield entry
  }

  openFile(name: string): Promise<File> {
    const entry = this.others.get(name)
    if (entry instanceof File) return Promise.resolve(entry)
    return this.base ? this.base.openFile(name) : Promise.reject(absent(name))
  }

  openDirectory(name: string): Promise<Directory> {
    const entry = this.others.get(name)
    if (entry && !(entry instanceof File)) return Promise.resolve(entry)
    return this.base ? this.base.openDirectory(name) : Promise.reject(absent(name))
  }

  writeFile(name: string, content: FileContent): Promise<void> {
    return this.base ? this.base.writeFile(name, content) : Promise.reject(absent(name))
  }

  removeFile(name: string): Promise<void> {
    return this.base ? this.base.removeFile(name) : Promise.reject(absent(name))
  }
}

function absent(name: string): DOMException {
  return new DOMException(`There is no "${name}" in the folder.`, 'NotFoundError')
}
