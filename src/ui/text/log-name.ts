import type { SensorTrack } from '../../index.ts'

/** What a log is, and then its own name: `GPS · GoPro Karma v1.0/GPRI`; only its name if that is all. */
export function longLogName({ name, label }: Pick<SensorTrack, 'name' | 'label'>): string {
  return label === name ? name : `${label} · ${name}`
}
