import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that is there whole or not at all. One that exists is replaced. */
export function writeWholeFile(path: string, content: string): void {
  const temporary = writeBeside(path, content)
  try {
    renameSync(temporary, path)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

/** A file that is written piece by piece, and is there whole or not at all. */
export class WholeFile {
  private readonly path: string
  private readonly temporary: string
  private file: number | null

  constructor(path: string) {
    this.path = path
    this.temporary = nameBeside(path)
    this.file = openSync(this.temporary, 'wx')
  }

  write(content: string): void {
    if (this.file !== null) writeFileSync(this.file, content)
  }

  /** Puts it into its place. One that exists is replaced. */
  commit(): void {
    if (this.file === null) return
    fsyncSync(this.file)
    closeSync(this.file)
    this.file = null
    renameSync(this.temporary, this.path)
  }

  /** Removes it, unless it is in its place. */
  discard(): void {
    if (this.file !== null) closeSync(this.file)
    this.file = null
    rmSync(this.temporary, { force: true })
  }
}

/** What a disk without links answers. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/**
 * Writes a file that is there whole or not at all. On a disk without links, others may see it before it
 * is complete. If somebody else has written it before, theirs stays.
 */
export function createWholeFile(path: string, content: string): void {
  const temporary = writeBeside(path, content)
  try {
    // Of several that link at the same time, exactly one succeeds, on a shared disk too.
    linkSync(temporary, path)
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (!NO_LINKS.includes(code)) throw thrown
    createNew(path, content)
  } finally {
    unlinkSync(temporary)
  }
}

function createNew(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' })
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
  }
}

function writeBeside(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = nameBeside(path)
  const file = openSync(temporary, 'wx')
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  } finally {
    closeSync(file)
  }
  return temporary
}

function nameBeside(path: string): string {
  return `${path}.${randomUUID()}.part`
}
