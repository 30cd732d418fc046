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
  const temporary = `${path}.${randomUUID()}.part`
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
