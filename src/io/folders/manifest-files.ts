/** A run lists its finished files here, beside them. */
export const MANIFEST_FILE_NAME = 'overlane-manifest.jsonl'

/** While a run goes on, its manifest grows in further files, numbered from 2. */
export function manifestPartName(part: number): string {
  return `overlane-manifest-${part}.jsonl`
}

/** Whether a file is a manifest, or a part of one. */
export function isManifestName(name: string): boolean {
  return /^overlane-manifest(?:-\d+)?\.jsonl$/.test(name)
}
