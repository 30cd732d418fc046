import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { folderEntries } from '../paths/folder-entries.ts'
import { OWNER_FILE, readOwner, removeFolder } from '../paths/temporary-folder.ts'
import { hasEnded, thisProcess } from '../process-owner.ts'
import { planFolder } from './plan-file.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'

/**
 * Where one process renders its chunks, one after another, until they are complete. Nobody else reads
 * or writes here.
 */
export class StagingFolder {
  /** Absolute. The page writes into it. */
  readonly path: string
  private readonly own: string

  constructor(output: string) {
    removeAbandoned(output)
    this.own = join(stagingRoot(output), randomUUID())
    this.path = join(this.own, 'chunk')
    mkdirSync(this.path, { recursive: true })
    writeWholeFile(join(this.own, OWNER_FILE), JSON.stringify(thisProcess()))
  }

  /** Makes room for the next chunk. */
  empty(): void {
    for (const name of readdirSync(this.path)) {
      rmSync(join(this.path, name), { recursive: true, force: true })
    }
  }

  remove(): void {
    removeFolder(this.own)
  }
}

/** Removes what processes of this machine left when they were killed. */
function removeAbandoned(output: string): void {
  const root = stagingRoot(output)
  for (const { name } of folderEntries(root)) {
    const folder = join(root, name)
    const owner = readOwner(join(folder, OWNER_FILE))
    if (owner && hasEnded(owner)) removeFolder(folder)
  }
}

function stagingRoot(output: string): string {
  return join(planFolder(output), 'staging')
}
