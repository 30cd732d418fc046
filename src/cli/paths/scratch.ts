import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../at-exit.ts'
import type { FolderAccess } from '../browser/browser-profile.ts'

/** Lends a temporary folder for frames that are measured and not kept. */
export async function withScratch<Result>(
  work: (scratch: FolderAccess) => Promise<Result>,
): Promise<Result> {
  const path = mkdtempSync(join(tmpdir(), 'overlane-measure-'))
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 10 })
  const keep = atExit(remove)
  try {
    return await work({ path, isWritable: true })
  } finally {
    keep()
    remove()
  }
}
