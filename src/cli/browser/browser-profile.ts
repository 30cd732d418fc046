import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A folder that a page may use. */
export interface FolderAccess {
  /** Absolute. */
  path: string
  isWritable: boolean
}

/**
 * Writes a new profile in which a page already has access to folders, as if the user had chosen
 * "Allow on every visit". Otherwise a full browser would ask, and nobody could answer.
 * @param profile the folder of the profile; it is created
 * @param origin of the page
 */
export function writeProfile(
  profile: string,
  origin: string,
  folders: readonly FolderAccess[],
): void {
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
  mkdirSync(join(profile, 'Default'), { recursive: true })
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  )
}
