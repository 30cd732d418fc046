import { describe, expect, test } from 'vitest'
import { seededDrive, seededNumbers } from '../testing/seeded-signals.ts'
import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from './grey-size.ts'
import { PictureMeter } from './picture-meter.ts'
import type { PictureSignals } from './picture-meter.ts'
import type { Signal } from '../signal.ts'

const FRAME_MS = 1000 / 30

/** Random brightness at whole places, even between them; the same for the same place. */
function texture(seed: number): (x: number, y: number) => number {
  const next = seededNumbers(seed)
  const size = 64
  const values = Float64Array.from({ length: size * size }, () => 60 + 140 * next())
  const valueAt = (x: number, y: number): number =>
    values[(((y % size) + size) % size) * size + (((x % size) + size) % size)] as number
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [sx, sy] = [x - left, y - top]
    const above = valueAt(left, top) * (1 - sx) + valueAt(left + 1, top) * sx
    const below = valueAt(left, top + 1) * (1 - sx) + valueAt(left + 1, top + 1) * sx
    return above * (1 - sy) + below * sy
  }
}

function measured(
  frameCount: number,
  brightness: (x: number, y: number, frame: number) => number,
): PictureSignals {
  const meter = new PictureMeter()
  for (let frame = 0; frame < frameCount; frame++) {
    const grey = Uint8Array.from({ length: GREY_WIDTH_PX * GREY_HEIGHT_PX }, (_, at) =>
      brightness(at % GREY_WIDTH_PX, Math.floor(at / GREY_WIDTH_PX), frame),
    )
    meter.add(grey, frame * FRAME_MS)
  }
  return meter.finish()
}

describe('what a picture tells', () => {
  test('a camera that turns right sees everything go left, by part of a pixel too', () => {
    const at = texture(1)
    const { turn, tilt } = measured(8, (x, y, frame) =>
      at((x + 1.5 * frame) / 3, (y - 0.5 * frame) / 3),
    )
    turn.values.forEach((value) => expect(value).toBeCloseTo(45, -0.5))
    tilt.values.forEach((value) => expect(value).toBeCloseTo(-15, -0.7))
    // What is seen between two frames happened in the middle.
    expect(turn.timesMs[0]).toBeCloseTo(FRAME_MS / 2, 9)
  })

  test('a still picture has no motion at all', () => {
    const at = texture(2)
    const { turn, tilt, motion, roads } = measured(12, (x, y) => at(x / 3, y / 3))
    for (const { values } of [turn, tilt, motion, ...roads]) {
      expect(values.length).toBeGreaterThan(0)
      values.forEach((value) => expect(value).toBeCloseTo(0, 6))
    }
  })

  test('more motion is more', () => {
    const at = texture(3)
    const { motion } = measured(60, (x, y, frame) =>
      at((x + (frame < 30 ? 0.2 : 1) * frame) / 3, y / 3),
    )
    expect(motion.values.at(-5)).toBeGreaterThan((motion.values[5] as number) + 0.5)
  })

  test('the flow of the road is that of the speed', () => {
    const at = texture(4)
    const speed = seededDrive(9, 12)
    let driven = 0
    const { roads } = measured(160, (x, y, frame) => {
      const below = (y - 0.47 * GREY_HEIGHT_PX) / (1.6 * GREY_HEIGHT_PX)
      if (x === 0 && y === 0) driven += (speed((frame * FRAME_MS) / 1000) * FRAME_MS) / 1000
      if (below <= 0.01) return 90
      // In camera heights: ahead, and aside.
      return at(((x - 80) / (below * 1.6 * GREY_HEIGHT_PX)) * 4, (1 / below + driven / 1.4) * 4)
    })
    const road = roads[2] as Signal
    const errors = Array.from(road.timesMs, (timeMs, index) => {
      const flow = (road.values[index] as number) * 0.18 * 1.4
      const around = Array.from({ length: 21 }, (_, each) =>
        speed(timeMs / 1000 + (each - 10) / 20),
      )
      return Math.abs(flow - around.reduce((sum, value) => sum + value, 0) / 21)
    })
    const inner = errors.slice(15, -15).sort((a, b) => a - b)
    expect(inner[Math.floor(inner.length * 0.9)]).toBeLessThan(1.5)
  })
})
