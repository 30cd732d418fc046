/** A small disk in memory, to be filled. Only root can mount one, and not everywhere. */

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const FILLER = 'filler'

/** Mounts a disk at a folder. @returns false if that is not possible */
export function mountDisk(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', ['--lazy', folder])
}

/** Writes a file until there is no room left. */
export function fillDisk(folder: string): void {
  const file = openSync(join(folder, FILLER), 'w')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    // The disk is full.
  } finally {
    closeSync(file)
  }
}

export function freeDisk(folder: string): void {
  unlinkSync(join(folder, FILLER))
}
