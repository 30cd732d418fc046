import type { Fingerprint } from './fingerprint.ts'

/** A value that has changed. Null if there was no value before, or is none now. */
export interface Difference {
  key: string
  before: string | null
  now: string | null
}

/** The differences between two fingerprints, in the order of the new one. */
export function compareFingerprints(before: Fingerprint, now: Fingerprint): Difference[] {
  const keys = new Set([...Object.keys(now), ...Object.keys(before)])
  return [...keys]
    .map((key) => ({ key, before: before[key] ?? null, now: now[key] ?? null }))
    .filter(({ before, now }) => before !== now)
}

/** `renderers[0].font.size: 24 → 30` */
export function formatDifference({ key, before, now }: Difference): string {
  return `${key}: ${before ?? 'not set'} → ${now ?? 'not set'}`
}
