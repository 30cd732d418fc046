import type { Directory, DirectoryEntry } from '../../index.ts'

/**
 * The frames that a run made, without the records that it keeps beside them, so that they are a
 * recording like any other. It cannot be written.
 */
export class ResultFolder implements Directory {
  // The handle would show the records, too.
  readonly handle = null
  private readonly folder: Directory
  private readonly names: ReadonlySet<string>

  /** @param names of the files that the run made */
  constructor(folder: Directory, names: readonly string[]) {
    this.folder = folder
    this.names = new Set(names)
  }

  get name(): string {
    return this.folder.name
  }

  async *list(): AsyncIterable<DirectoryEntry> {
    for (const name of this.names) yield await Promise.resolve({ name, kind: 'file' as const })
  }

  openFile(name: string): Promise<File> {
    return this.names.has(name) ? this.folder.openFile(name) : absent(name)
  }

  openDirectory(name: string): Promise<Directory> {
    return absent(name)
  }

  writeFile(name: string): Promise<void> {
    return absent(name)
  }

  removeFile(name: string): Promise<void> {
    return absent(name)
  }
}

function absent(name: string): Promise<never> {
  return Promise.reject(new DOMException(`There is no "${name}" in the result.`, 'NotFoundError'))
}
