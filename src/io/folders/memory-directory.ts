import { assertName } from './directory.ts'
import type { Directory, DirectoryEntry, FileContent } from './directory.ts'

/**
 * A folder held in memory, by paths relative to it: the files of `<input webkitdirectory>`, and a
 * real double for tests.
 */
export class MemoryDirectory implements Directory {
  readonly name: string
  readonly handle = null
  private readonly entries = new Map<string, File | MemoryDirectory>()

  /** @param files paths inside the folder, with `/` between names, and their contents */
  constructor(name: string, files: Iterable<readonly [path: string, content: File | string]> = []) {
    this.name = name
    for (const [path, content] of files) this.add(path.split('/'), content)
  }

  /** The folder that `<input webkitdirectory>` gives: each file knows its path. */
  static fromFileList(files: FileList): MemoryDirectory {
    const paths = [...files].map((file) => file.webkitRelativePath.split('/'))
    const name = paths[0]?.[0] ?? ''
    return new MemoryDirectory(
      name,
      [...files].map((file, index) => [paths[index]?.slice(1).join('/') ?? '', file] as const),
    )
  }

  private add(path: string[], content: File | string): void {
    const [name = '', ...rest] = path
    assertName(name)
    if (rest.length === 0) {
      this.entries.set(name, content instanceof File ? content : new File([content], name))
      return
    }
    let child = this.entries.get(name)
    if (!(child instanceof MemoryDirectory)) {
      child = new MemoryDirectory(name)
      this.entries.set(name, child)
    }
    child.add(rest, content)
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous
  async *list(): AsyncIterable<DirectoryEntry> {
    for (const [name, entry] of this.entries) {
      yield { name, kind: entry instanceof File ? 'file' : 'directory' }
    }
  }

  openFile(name: string): Promise<File> {
    const entry = this.entries.get(name)
    return entry instanceof File ? Promise.resolve(entry) : Promise.reject(notFound(name))
  }

  openDirectory(name: string): Promise<Directory> {
    const entry = this.entries.get(name)
    return entry instanceof MemoryDirectory
      ? Promise.resolve(entry)
      : Promise.reject(notFound(name))
  }

  async writeFile(name: string, content: FileContent): Promise<void> {
    assertName(name)
    const whole = content instanceof ReadableStream ? await new Response(content).blob() : content
    this.entries.set(name, new File([whole], name))
  }

  removeFile(name: string): Promise<void> {
    return this.entries.delete(name) ? Promise.resolve() : Promise.reject(notFound(name))
  }
}

function notFound(name: string): DOMException {
  return new DOMException(`There is no "${name}" in the folder.`, 'NotFoundError')
}
