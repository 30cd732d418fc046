/** A run lists its finished files here, beside them. */
export const MANIFEST_FILE_NAME = 'overlane-manifest.jsonl'

/** While a run goes on, its manifest grows in further files, numbered from 2. */
export function manifestPartName(part: number): string {
  return `overlane-manifest-${part}.jsonl`
}

/** Whether a file is a manifest, or a part of one. */
function isManifestName(name: string): boolean {
  return /^overlane-manifest(?:-\d+)?\.jsonl$/.test(name)
}

/** While a run goes on, it names itself here, so that no other run writes into its folder. */
export const LOCK_FILE_NAME = 'overlane-lock.json'

/** Whether a run writes this file about itself: its manifest, a part of it, or its lock. */
export function isBookkeeping(name: string): boolean {
  return isManifestName(name) || name === LOCK_FILE_NAME
}
