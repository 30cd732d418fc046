import { atExit } from '../at-exit.ts'
import type { FolderAccess } from '../browser/browser-profile.ts'
import { TemporaryFolder } from './temporary-folder.ts'

/** Provides a temporary folder for frames that are measured and then removed. */
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
