import { openPath } from './directory.ts'
import type { Directory, DirectoryEntry, FileContent } from './directory.ts'
import type { DiskListing } from './disk-listing.ts'
import { joinPath } from './list-folders.ts'

/** The folder with its links to files inside it, as far as they are known. */
export function withLinks(directory: Directory, disk: DiskListing | null): Directory {
  return disk && disk.links.length > 0
    ? new LinkedDirectory(directory, new Map(disk.links))
    : directory
}

/**
 * A folder with the links that a browser hides. A link is a file like others: the one that it leads
 * to is opened by its own path. The handle does not know the links.
 */
export class LinkedDirectory implements Directory {
  private readonly inner: Directory
  private readonly root: Directory
  private readonly path: string
  /** Files by the paths of the links to them, both inside the root. */
  private readonly links: ReadonlyMap<string, string>
  readonly linkNames: ReadonlySet<string>

  /**
   * @param inner the folder without its links
   * @param links files by the paths of the links to them, both inside `root`
   * @param root the folder that all paths are inside of
   * @param path of `inner` inside `root`
   */
  constructor(
    inner: Directory,
    links: ReadonlyMap<string, string>,
    root: Directory = inner,
    path = '',
  ) {
    this.inner = inner
    this.links = links
    this.root = root
    this.path = path
    this.linkNames = new Set(
      [...links.keys()].flatMap((link) => {
        const name = link.slice(link.lastIndexOf('/') + 1)
        return joinPath(path, name) === link ? [name] : []
      }),
    )
  }

  get name(): string {
    return this.inner.name
  }

  get handle(): FileSystemDirectoryHandle | null {
    return this.inner.handle
  }

  /** Paths of the files that links of the whole recording lead to. */
  get linkedPaths(): Iterable<string> {
    return this.links.values()
  }

  async *list(): AsyncIterable<DirectoryEntry> {
    for await (const entry of this.inner.list()) {
      if (!this.linkNames.has(entry.name)) yield entry
    }
    for (const name of this.linkNames) yield { name, kind: 'file' }
  }

  openFile(name: string): Promise<File> {
    const file = this.links.get(joinPath(this.path, name))
    return file === undefined ? this.inner.openFile(name) : openPath(this.root, file)
  }

  async openDirectory(name: string): Promise<Directory> {
    const child = await this.inner.openDirectory(name)
    return new LinkedDirectory(child, this.links, this.root, joinPath(this.path, name))
  }

  writeFile(name: string, content: FileContent): Promise<void> {
    return this.inner.writeFile(name, content)
  }

  removeFile(name: string): Promise<void> {
    return this.inner.removeFile(name)
  }
}
