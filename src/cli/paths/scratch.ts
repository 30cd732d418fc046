import { atExit } from '../at-exit.ts'
import type { FolderAccess } from '../browser/browser-profile.ts'
import { TemporaryFolder } from './temporary-folder.ts'

/** Lends a temporary folder for frames that are measured and not kept. */
export async function withScratch<Result>(
  work: (scratch: FolderAccess) => Promise<Result>,
): Promise<Result> {
  const folder = new TemporaryFolder('measure')
  const keep = atExit(() => folder.remove())
  try {
    return await work({ path: folder.path, isWritable: true })
  } finally {
    keep()
    folder.remove()
  }
}
