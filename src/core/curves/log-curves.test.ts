import { describe, expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import { ChangeMarks } from './change-marks.ts'
import { CurvePyramid } from './curve-pyramid.ts'
import { findMoments, refineMoment } from './find-moments.ts'
import { findGaps, usualStretchMs } from './log-gaps.ts'
import { readColumns } from './read-columns.ts'
import { TILE, ValueTiles } from './value-tiles.ts'

/** A car: it stands for 5 s, drives up to 20 m/s at 15 s, brakes, and stands from 25 s on. */
function driveAt(timeMs: number): number {
  const timeS = timeMs / 1000
  if (timeS <= 5 || timeS >= 25) return 0
  return timeS <= 15 ? (timeS - 5) * 2 : (25 - timeS) * 2
}

const drive = fakeTrack(
  'gps',
  Array.from({ length: 301 }, (_, index) => ({
    timestamp_ms: index * 100,
    motion: { speed: driveAt(index * 100) },
    gear: driveAt(index * 100) > 0 ? 'D' : 'P',
  })),
)

describe('reading a log for its lane', () => {
  test('takes all fields in pieces, each record once', () => {
    let readCount = 0
    const counted = {
      timesMs: drive.timesMs,
      recordAt: (index: number) => (readCount++, drive.recordAt(index)),
    }
    const speed = new CurvePyramid(301)
    const gear = new ChangeMarks(301)
    const pieces = [
      ...readColumns(
        counted,
        new Map<string, CurvePyramid | ChangeMarks>([
          ['motion.speed', speed],
          ['gear', gear],
        ]),
      ),
    ]
    expect(pieces.length).toBeGreaterThan(1)
    expect(readCount).toBe(301)
    expect([speed.isComplete, speed.highest]).toEqual([true, 20])
    expect(gear.indexes).toEqual([0, 51, 250])
  })

  test('marks a change of a text or a yes-or-no, and no record without a value', () => {
    const marks = new ChangeMarks(6)
    for (const value of [true, true, null, undefined, false, false]) marks.take(value)
    expect(marks.indexes).toEqual([0, 4])
  })
})

describe('the moments of a curve', () => {
  const speed = new CurvePyramid(drive.timesMs.length)
  for (const timeMs of drive.timesMs) speed.take(driveAt(timeMs))

  test('are its start, its peak and its stop', () => {
    const found = findMoments(speed, drive.timesMs)
    expect(found.map(({ kind }) => kind)).toEqual(['start', 'peak', 'stop'])
    const exact = found.map((moment) => refineMoment(moment, drive, 'motion.speed', 20).timeMs)
    // Within 3 % of the range, a value is constant: 0.6 m/s are reached after 0.3 s.
    expect(Math.abs((exact[0] as number) - 5000)).toBeLessThanOrEqual(300)
    expect(exact[1]).toBe(15_000)
    expect(Math.abs((exact[2] as number) - 25_000)).toBeLessThanOrEqual(300)
  })

  test('are found to the record in a long log, which is kept in buckets', () => {
    const count = 200_000
    const timesMs = Float64Array.from({ length: count }, (_, index) => index * 10)
    const valueAt = (index: number): number => Math.max(0, 1000 - Math.abs(index - 123_457))
    const track = {
      timesMs,
      recordAt: (index: number) => ({ turn: valueAt(index) }),
    }
    const pyramid = new CurvePyramid(count)
    for (let index = 0; index < count; index++) pyramid.take(valueAt(index))
    const moments = findMoments(pyramid, timesMs).map((each) =>
      refineMoment(each, track, 'turn', 1000),
    )
    expect(moments.map(({ kind }) => kind)).toEqual(['start', 'peak', 'stop'])
    expect(moments[1]?.timeMs).toBe(1_234_570)
  })

  test('are none where nothing changes', () => {
    const flat = new CurvePyramid(100)
    for (let index = 0; index < 100; index++) flat.take(4)
    expect(findMoments(flat, drive.timesMs)).toEqual([])
    expect(findMoments(new CurvePyramid(0), new Float64Array())).toEqual([])
  })
})

describe('the gaps of a log', () => {
  const regular = Float64Array.from({ length: 100 }, (_, index) => index * 100)

  test('are where no record follows for five times the usual interval', () => {
    expect(usualStretchMs(regular)).toBe(500)
    const broken = Float64Array.from(regular, (timeMs) => (timeMs < 5000 ? timeMs : timeMs + 2000))
    expect(findGaps(broken, usualStretchMs(broken))).toEqual([{ fromMs: 4900, toMs: 7000 }])
  })

  test('are none in a log that writes only changes, however far apart', () => {
    const events = Float64Array.from(
      { length: 60 },
      (_, index) => index * 100 + (index >> 3) * 5000,
    )
    expect(findGaps(events, usualStretchMs(events))).toEqual([])
    expect(usualStretchMs(Float64Array.of(0, 9))).toBe(Infinity)
  })
})

describe('the values of single records', () => {
  test('are read when they were wished for, and the oldest are given up', () => {
    const tiles = new ValueTiles(2)
    const track = {
      timesMs: Float64Array.from({ length: 3 * TILE }, (_, index) => index),
      recordAt: (index: number) => ({ n: index % 10 === 0 ? null : index }),
    }
    const read = (from: number, to: number): Float64Array | null => {
      const found = tiles.valuesOf(track, 'n', from, to)
      while (tiles.hasWishes) tiles.readNext()
      return found ?? tiles.valuesOf(track, 'n', from, to)
    }
    expect(tiles.valuesOf(track, 'n', 5, 8)).toBeNull()
    expect([...(read(8, 12) ?? [])]).toEqual([8, 9, NaN, 11])
    expect([...(read(TILE - 1, TILE + 1) ?? [])]).toEqual([TILE - 1, TILE])
    expect([...(read(2 * TILE + 1, 2 * TILE + 2) ?? [])]).toEqual([2 * TILE + 1])
    // The first tile was given up for the third.
    expect(tiles.valuesOf(track, 'n', 5, 8)).toBeNull()
    tiles.dropWishes()
    expect(tiles.hasWishes).toBe(false)
  })
})
