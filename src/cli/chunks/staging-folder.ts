import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasEnded, thisProcess } from '../process-owner.ts'
import type { ProcessOwner } from '../process-owner.ts'
import { planFolder } from './plan-file.ts'
import { writeWholeFile } from './write-whole-file.ts'

const OWNER_FILE_NAME = 'owner.json'

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
    writeWholeFile(join(this.own, OWNER_FILE_NAME), JSON.stringify(thisProcess()))
  }

  /** Makes room for the next chunk. */
  empty(): void {
    for (const name of readdirSync(this.path)) {
      rmSync(join(this.path, name), { recursive: true, force: true })
    }
  }

  remove(): void {
    rmSync(this.own, { recursive: true, force: true })
  }
}

/** Removes what processes of this machine left when they were killed. */
function removeAbandoned(output: string): void {
  const root = stagingRoot(output)
  if (!existsSync(root)) return
  for (const name of readdirSync(root)) {
    const folder = join(root, name)
    const owner = ownerOf(folder)
    if (owner && hasEnded(owner)) rmSync(folder, { recursive: true, force: true })
  }
}

/** Null if it cannot be read. */
function ownerOf(folder: string): ProcessOwner | null {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER_FILE_NAME), 'utf8')) as ProcessOwner
  } catch {
    return null
  }
}

function stagingRoot(output: string): string {
  return join(planFolder(output), 'staging')
}
