import { describe, expect, it } from 'vitest'
import { parseCalibration, projectPoint, projectTarget, toCamera } from '../core/draw/camera.ts'
import type { PixelBox } from '../core/draw/camera.ts'
import { OverlaneError } from '../core/errors.ts'
import { readTarget } from '../core/draw/parts/targets/target-record.ts'
import { MemoryDirectory } from '../io/folders/memory-directory.ts'
import { sampleDriveLogs } from './logs.ts'
import { speedKmh, travelledM } from './motion.ts'
import { placeVehicles, rearFace } from './traffic.ts'
import type { PlacedVehicle } from './traffic.ts'
import { createSampleDrive } from './sample-drive.ts'
import { createSampleScene, frameTimestampMs, SAMPLE_START_MS, secondsAt } from './scene.ts'
import type { SampleScene } from './scene.ts'

const scene = createSampleScene()
const logs = sampleDriveLogs(scene)
const speeds = readLines(logs['speed.jsonl']) as { timestamp_ms: number; speed: number }[]
const records = readLines(logs['targets.jsonl']) as { timestamp_ms: number; targets: unknown[] }[]

describe('a seed', () => {
  it('gives the same logs every time', () => {
    expect(sampleDriveLogs(createSampleScene({ seed: 7 }))).toEqual(
      sampleDriveLogs(createSampleScene({ seed: 7 })),
    )
  })

  it('gives other logs than another seed', () => {
    const other = sampleDriveLogs(createSampleScene({ seed: 2 }))
    expect(other['timestamps.csv']).not.toBe(logs['timestamps.csv'])
    expect(other['targets.jsonl']).not.toBe(logs['targets.jsonl'])
  })
})

describe('timestamps.csv', () => {
  const [header, ...rows] = logs['timestamps.csv'].trimEnd().split('\n')
  const timesMs = rows.map((row) => Number(row.split(',')[1]))

  it('has one row per frame, from the start', () => {
    expect(header).toBe('frame_index,timestamp_ms')
    expect(rows).toHaveLength(240)
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(rows.map((_, index) => index))
    expect(timesMs[0]).toBe(SAMPLE_START_MS)
  })

  it('has uneven, strictly increasing times within 2 ms of 30 frames/s', () => {
    const offMs = timesMs.map((timeMs, index) => timeMs - SAMPLE_START_MS - (index * 1000) / 30)
    expect(Math.max(...offMs.map(Math.abs))).toBeLessThanOrEqual(2)
    expect(Math.max(...offMs) - Math.min(...offMs)).toBeGreaterThan(2)
    expect(steps(timesMs).every((stepMs) => stepMs > 0)).toBe(true)
  })
})

describe('speed.jsonl', () => {
  it('has a record after a change of 2 km/h or after 5 s, and at no other time', () => {
    const long = sampleDriveLogs(createSampleScene({ frameCount: 1800 }))
    const found = readLines(long['speed.jsonl']) as typeof speeds
    let silenceCount = 0
    found.slice(1).forEach((record, index) => {
      const before = found[index] ?? record
      const change = Math.abs(record.speed - before.speed)
      const waitedMs = record.timestamp_ms - before.timestamp_ms
      if (waitedMs === 5000) silenceCount++
      else expect(change).toBeGreaterThan(1.99)
      expect(waitedMs).toBeLessThanOrEqual(5000)
      expect(change).toBeLessThan(2.5)
    })
    expect(silenceCount).toBeGreaterThan(0)
  })

  it('shows accelerating, cruising and braking', () => {
    const values = speeds.map(({ speed }) => speed)
    const top = values.indexOf(Math.max(...values))
    expect(steps(values.slice(0, top + 1)).every((step) => step > 0)).toBe(true)
    expect(steps(values.slice(top)).every((step) => step < 0)).toBe(true)
    const cruiseMs = (speeds[top + 1]?.timestamp_ms ?? 0) - (speeds[top]?.timestamp_ms ?? 0)
    expect(cruiseMs).toBeGreaterThan(2000)
  })

  it('covers every frame', () => expectCover(speeds, scene))

  it('is the speed at which the scenery moves', () => {
    for (let timeS = 0; timeS < 20; timeS += 0.37) {
      const rate = (travelledM(scene, timeS + 0.001) - travelledM(scene, timeS - 0.001)) / 0.002
      expect(rate * 3.6).toBeCloseTo(speedKmh(scene, timeS), 2)
    }
  })
})

describe('targets.jsonl', () => {
  it('has 20 records per second, within 2 ms', () => {
    const first = Math.round(((records[0]?.timestamp_ms ?? 0) - SAMPLE_START_MS) / 50)
    const offMs = records.map(
      ({ timestamp_ms }, index) => timestamp_ms - SAMPLE_START_MS - (first + index) * 50,
    )
    expect(Math.max(...offMs.map(Math.abs))).toBeLessThanOrEqual(2)
    expect(new Set(offMs).size).toBeGreaterThan(2)
  })

  it('covers every frame, with 2 or 3 targets', () => {
    expectCover(records, scene)
    const counts = new Set(records.map(({ targets }) => targets.length))
    expect([...counts].sort()).toEqual([2, 3])
  })

  it.each([
    [960, 540],
    [1920, 1080],
  ])('has targets that project onto the rear faces drawn at %i × %i', (widthPx, heightPx) => {
    const sized = createSampleScene({ widthPx, heightPx })
    const files = sampleDriveLogs(sized)
    const calibration = parseCalibration(JSON.parse(files['camera_calibration.json']), 'file')
    const lines = readLines(files['targets.jsonl']) as typeof records
    for (const { timestamp_ms, targets } of lines) {
      const placed = placeVehicles(sized, secondsAt(timestamp_ms))
      for (const entry of targets) {
        const target = readTarget(entry)
        const box = target && projectTarget(target, calibration, 'camera')
        const vehicle = placed.find((each) => String(each.vehicle.id) === target?.id)
        if (!box || !vehicle) throw new Error('A target has no box or no vehicle.')
        expect(largestGapPx(box, drawnBox(sized, vehicle))).toBeLessThan(1)
      }
    }
  })

  it('has targets that still fit 50 ms later', () => {
    for (let index = 0; index < scene.frameCount; index++) {
      const timeS = secondsAt(frameTimestampMs(scene, index))
      const earlier = placeVehicles(scene, timeS - 0.05)
      for (const placed of placeVehicles(scene, timeS)) {
        const before = earlier.find(({ vehicle }) => vehicle.id === placed.vehicle.id)
        if (!before || before.distanceM < 7) continue
        const box = drawnBox(scene, placed)
        const allowedPx = 0.07 * (box.right - box.left) + 1
        expect(largestGapPx(box, drawnBox(scene, before))).toBeLessThan(allowedPx)
      }
    }
  })
})

describe('camera_calibration.json', () => {
  it('is read back as the scene’s camera', () => {
    const source: unknown = JSON.parse(logs['camera_calibration.json'])
    expect(parseCalibration(source, 'camera_calibration.json')).toEqual(scene.calibration)
  })
})

describe('createSampleDrive', () => {
  it('refuses a folder that it cannot pass to workers', async () => {
    const refusal = createSampleDrive(new MemoryDirectory('drive'))
    await expect(refusal).rejects.toThrow(OverlaneError)
    await expect(refusal).rejects.toMatchObject({ code: 'output-invalid' })
  })
})

function readLines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? NaN))
}

function expectCover(log: readonly { timestamp_ms: number }[], { frameCount }: SampleScene): void {
  expect(log[0]?.timestamp_ms).toBeLessThanOrEqual(frameTimestampMs(scene, 0))
  const lastMs = frameTimestampMs(scene, frameCount - 1)
  expect(lastMs - (log.at(-1)?.timestamp_ms ?? 0)).toBeLessThan(5000)
}

/** The rectangle that a vehicle's rear face is drawn into. */
function drawnBox({ calibration }: SampleScene, placed: PlacedVehicle): PixelBox {
  const corners = rearFace(placed).map((corner) =>
    projectPoint(toCamera(corner, calibration), calibration),
  )
  const us = corners.map(({ u }) => u)
  const vs = corners.map(({ v }) => v)
  return {
    left: Math.min(...us),
    top: Math.min(...vs),
    right: Math.max(...us),
    bottom: Math.max(...vs),
  }
}

function largestGapPx(a: PixelBox, b: PixelBox): number {
  const sides = ['left', 'top', 'right', 'bottom'] as const
  return Math.max(...sides.map((side) => Math.abs(a[side] - b[side])))
}
