import { expect, test } from 'vitest'
import type { Run } from './method.ts'
import { EXTRACTS, FRAMES, median, resultsTable, spread, VIDEOS } from './results-table.ts'

const runs = (...speeds: number[]): Run[] =>
  speeds.map((framesPerSecond) => ({ framesPerSecond, bytesPerFrame: 1600 }))

test('a ratio compares runs of the same round on the same frames', () => {
  const table = resultsTable(
    [
      { frames: 'JPEG', method: 'Overlane sequential', result: runs(10, 20, 40) },
      { frames: 'JPEG', method: 'Python OpenCV pool', result: runs(10, 10, 10) },
      { frames: 'JPEG', method: 'ffmpeg', result: runs(30, 20, 10) },
      { frames: 'PNG', method: 'Overlane sequential', result: runs(5, 5, 5) },
    ],
    FRAMES,
  )
  expect(table.split('\n')).toEqual([
    '| frames | method | frames/s | ÷ Overlane sequential | ÷ Python OpenCV pool | kB/frame |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    '| JPEG | Overlane sequential | 20.0 (10.0 to 40.0) | 1 | 2.00 (1.00 to 4.00) | 2 |',
    '| JPEG | Python OpenCV pool | 10.0 (10.0 to 10.0) | 0.50 (0.25 to 1.00) | 1 | 2 |',
    '| JPEG | ffmpeg | 20.0 (10.0 to 30.0) | 1.00 (0.25 to 3.00) | 2.00 (1.00 to 3.00) | 2 |',
    '| PNG | Overlane sequential | 5.0 (5.0 to 5.0) | 1 |  | 2 |',
  ])
})

test('a skipped method is listed with its reason, and nothing is compared with it', () => {
  const table = resultsTable(
    [
      { frames: 'PNG', method: 'Overlane sequential', result: runs(5) },
      { frames: 'PNG', method: 'Python OpenCV pool', result: 'python3-opencv is not installed' },
      { frames: 'natural PNG', method: 'all', result: 'no video was given' },
    ],
    FRAMES,
  )
  expect(table.split('\n').slice(2)).toEqual([
    '| PNG | Overlane sequential | 5.0 | 1 |  | 2 |',
    '| PNG | Python OpenCV pool | skipped: python3-opencv is not installed |  |  |  |',
    '| natural PNG | all | skipped: no video was given |  |  |  |',
  ])
})

test('a video is listed with its bit rate and its PSNR', () => {
  const made = { framesPerSecond: 60, bytesPerFrame: 25_000, psnrDb: 41.26 }
  const table = resultsTable(
    [
      { frames: 'H.264', method: 'Overlane', result: [made] },
      { frames: 'H.264', method: 'Python OpenCV', result: 'this OpenCV cannot write H.264' },
    ],
    VIDEOS,
  )
  expect(table.split('\n')).toEqual([
    '| frames | method | frames/s | ÷ Overlane | ÷ Python OpenCV | kB/frame | Mbit/s | dB |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| H.264 | Overlane | 60.0 | 1 |  | 25.0 | 6.0 | 41.3 |',
    '| H.264 | Python OpenCV | skipped: this OpenCV cannot write H.264 |  |  |  |  |  |',
  ])
})

test('a method without peers has no ratios', () => {
  const table = resultsTable(
    [
      { frames: 'H.264', method: 'split to PNG', result: runs(10, 12) },
      { frames: 'sample PNG', method: 'overlay alone, as PNG', result: runs(40) },
    ],
    EXTRACTS,
  )
  expect(table.split('\n')).toEqual([
    '| frames | method | frames/s | kB/frame |',
    '| --- | --- | ---: | ---: |',
    '| H.264 | split to PNG | 11.0 (10.0 to 12.0) | 2 |',
    '| sample PNG | overlay alone, as PNG | 40.0 | 2 |',
  ])
})

test('medians and spreads', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([1, 2, 4, 9])).toBe(3)
  expect(spread([2, 1, 3], 1)).toBe('2.0 (1.0 to 3.0)')
  expect(spread([2.345], 2)).toBe('2.35')
})
