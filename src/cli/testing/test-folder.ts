import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/**
 * Gives each test an empty folder on the disk, and removes it after the test.
 * @returns the path of something in the folder, from the names that lead to it; without names, the
 * path of the folder itself. It has no links.
 */
export function testFolder(): (...names: string[]) => string {
  let folder = ''
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'overlane-test-')))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return (...names) => join(folder, ...names)
}
