/** Recordings of seeded knocks, heard by a microphone and felt by a sensor. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededNumbers } from '../src/core/sync/testing/seeded-signals.ts'
import { runFfmpeg } from './videos.ts'

const DURATION_S = 24
const SOUND_RATE = 8000
const LOG_RATE = 100

/**
 * Writes a film with sound, and the log of an accelerometer that felt the same knocks.
 * @param shiftMs the log's clock is behind by so much
 */
export function writeKnocks(folder: string, shiftMs: number): void {
  const next = seededNumbers(11)
  const knocks: { atS: number; size: number }[] = []
  for (let atS = 0.7; atS < DURATION_S - 1; atS += 0.6 + 2.2 * next()) {
    knocks.push({ atS, size: 0.4 + 0.6 * next() })
  }
  const strengthAt = (timeS: number): number =>
    knocks.reduce(
      (sum, { atS, size }) => (timeS < atS ? sum : sum + size * Math.exp((atS - timeS) / 0.08)),
      0,
    )
  const noise = (): number => next() + next() - 1
  const sound = Int16Array.from({ length: DURATION_S * SOUND_RATE }, (_, index) =>
    Math.round(9000 * (strengthAt(index / SOUND_RATE) + 0.03) * noise()),
  )
  const rows = Array.from({ length: DURATION_S * LOG_RATE }, (_, index) => {
    const timeS = index / LOG_RATE
    const shake = (): number => (6 * strengthAt(timeS) + 0.3) * noise()
    return [
      (timeS * 1000 - shiftMs).toFixed(1),
      shake().toFixed(3),
      shake().toFixed(3),
      (9.8 + shake()).toFixed(3),
    ].join(',')
  })
  const log = ['timestamp_ms,x_mps2,y_mps2,z_mps2', ...rows].join('\n')
  writeFileSync(join(folder, 'accelerometer.csv'), log)
  writeFileSync(join(folder, 'sound.raw'), Buffer.from(sound.buffer))
  runFfmpeg([
    ...['-f', 'lavfi', '-i', `color=gray:size=64x48:rate=5:duration=${DURATION_S}`],
    ...['-f', 's16le', '-ar', String(SOUND_RATE), '-ac', '1', '-i', join(folder, 'sound.raw')],
    ...['-c:v', 'libvpx', '-c:a', 'libopus', '-shortest', join(folder, 'film.webm')],
  ])
}
