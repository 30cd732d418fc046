import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** A folder that a page may use. */
export interface FolderAccess {
  /** Absolute. */
  path: string
  isWritable: boolean
}

/**
 * Makes a new profile in which a page already has access to folders, as if the user had chosen "Allow
 * on every visit". Otherwise a full browser would ask, and nobody is there to answer.
 * @param origin of the page
 * @returns the profile's folder
 */
export function makeProfile(origin: string, folders: readonly FolderAccess[]): string {
  const profile = mkdtempSync(join(tmpdir(), 'overlane-browser-'))
  const site = `${origin},*`
  const chosen = folders.map(({ path, isWritable }) => ({
    path,
    'is-directory': true,
    readable: true,
    writable: isWritable,
    'display-name': basename(path),
  }))
  const exceptions = {
    file_system_access_extended_permission: { [site]: { setting: 1 } },
    file_system_access_chooser_data: { [site]: { setting: { 'chosen-objects': chosen } } },
  }
  mkdirSync(join(profile, 'Default'))
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  )
  return profile
}

/** Tries several times, because processes of the browser may still be writing while they end. */
export function removeProfile(profile: string): void {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  } catch {
    // It is in the folder for temporary files, which the system cleans.
  }
}
