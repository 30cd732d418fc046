/** A film of eleven minutes whose camera turns, and the log of a gyroscope that turned with it. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededNumbers } from '../src/core/sync/testing/seeded-signals.ts'
import { runFfmpeg } from './videos.ts'

export const LONG_S = 660
export const FRAMES_PER_SECOND = 5
const LOG_RATE = 20
const WIDTH_PX = 320
const HEIGHT_PX = 180
/** Of the scenery. */
const [SCENE_PX, CELL_PX] = [1280, 6]
const DEG_PER_PX = 0.2

/** @param shiftMs the log's clock is behind by so much */
export function writeLongTurns(folder: string, shiftMs: number): void {
  const next = seededNumbers(21)
  const turns = Array.from({ length: 7 }, (_, index) => ({
    hertz: 0.04 + 0.05 * (index + next()),
    phase: 2 * Math.PI * next(),
    sizePx: 130 / (3 + 2 * index),
  }))
  const placeAt = turns.map(
    ({ hertz, phase, sizePx }) => `${sizePx}*sin(${2 * Math.PI * hertz}*t+${phase})`,
  )
  const rateAt = (timeS: number): number =>
    turns.reduce((sum, { hertz, phase, sizePx }) => {
      const radians = 2 * Math.PI * hertz
      return sum + sizePx * radians * Math.cos(radians * timeS + phase)
    }, 0)
  const cells = Array.from({ length: (SCENE_PX / CELL_PX + 1) * (HEIGHT_PX / CELL_PX + 1) }, next)
  const scene = Uint8Array.from({ length: SCENE_PX * HEIGHT_PX }, (_, at) => {
    const [x, y] = [at % SCENE_PX, Math.floor(at / SCENE_PX)].map((each) =>
      Math.floor(each / CELL_PX),
    ) as [number, number]
    return 40 + 170 * (cells[y * Math.floor(SCENE_PX / CELL_PX) + x] ?? 0)
  })
  const picture = join(folder, 'scene.pgm')
  writeFileSync(picture, Buffer.concat([Buffer.from(`P5 ${SCENE_PX} ${HEIGHT_PX} 255\n`), scene]))
  const middlePx = (SCENE_PX - WIDTH_PX) / 2
  runFfmpeg([
    ...['-loop', '1', '-framerate', String(FRAMES_PER_SECOND), '-i', picture],
    ...['-t', String(LONG_S), '-vf'],
    `format=gray,crop=${WIDTH_PX}:${HEIGHT_PX}:x='${middlePx}+${placeAt.join('+')}':y=0`,
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-pix_fmt', 'yuv420p'],
    join(folder, 'film.mp4'),
  ])
  const rows = Array.from({ length: LONG_S * LOG_RATE }, (_, index) => {
    const timeS = index / LOG_RATE
    // A camera that turns right sees a part of the scenery further right.
    return `${(timeS * 1000 - shiftMs).toFixed(1)},${(DEG_PER_PX * rateAt(timeS)).toFixed(3)}`
  })
  writeFileSync(join(folder, 'gyro.csv'), ['timestamp_ms,yaw_rate_dps', ...rows].join('\n'))
}
