import { describe, expect, test } from 'vitest'
import type { PageProgress } from '../browser/page-messages.ts'
import { describeBar, describeProgress, ProgressLine } from './progress-line.ts'

const frames = (doneCount: number, totalCount = 300): PageProgress => ({
  step: '',
  doneCount,
  totalCount,
  unit: 'frames',
  framesPerSecond: 37.84,
  remainingMs: 6000,
})

describe('the progress in words', () => {
  test('has the frames, their rate and the time left', () => {
    expect(describeProgress(frames(75))).toBe('75 of 300 frames, 37.8 frames/s, 6.0 s left (25 %)')
  })
  test('has no time left at the end', () => {
    expect(describeProgress(frames(300))).toBe('300 of 300 frames, 37.8 frames/s (100 %)')
  })
  test('leaves out unknown values', () => {
    const progress = { ...frames(0), framesPerSecond: null, remainingMs: null }
    expect(describeProgress({ ...progress, totalCount: null, step: 'Listing the folder' })).toBe(
      'Listing the folder',
    )
    expect(describeProgress({ ...progress, unit: 'runs', step: 'Warming up', totalCount: 1 })).toBe(
      'Warming up (0 %)',
    )
    const reading = { ...progress, step: 'Reading drive.gpx', doneCount: 30, totalCount: 100 }
    expect(describeProgress({ ...reading, unit: '%' })).toBe('Reading drive.gpx (30 %)')
  })
})

test('the bar fills the width that the words leave', () => {
  expect(describeBar(frames(75), 79)).toBe(
    '[######------------------]  25 %  75 of 300 frames, 37.8 frames/s, 6.0 s left',
  )
  expect(describeBar(frames(75), 61)).toBe(
    '[##------]  25 %  75 of 300 frames, 37.8 frames/s, 6.0 s left',
  )
  expect(describeBar(frames(75), 20)).toBe('25 %  75 of 300 frames, 37.8 frames/s, 6.0 s left')
})

test('a terminal gets one line, which is overwritten and never wrapped', () => {
  const written: string[] = []
  const line = new ProgressLine({ isTTY: true, columns: 30, write: (text) => written.push(text) })
  line.show(frames(1))
  line.show(frames(2))
  line.end()
  expect(written).toHaveLength(3)
  expect(written[0]).toMatch(/^\r[^\n]{1,29}\x1b\[K$/)
  expect(written[2]).toBe('\n')
})

test('a name of a file does not leave its line, and orders nothing', () => {
  const written: string[] = []
  const line = new ProgressLine({ isTTY: true, write: (text) => written.push(text) })
  line.show({ ...frames(0), step: 'Reading a\u001b[2J\nb.csv', totalCount: null })
  expect(written[0]).toBe('\rReading a\\u001b[2J\\nb.csv, 37.8 frames/s, 6.0 s left\u001b[K')
})

test('a log gets a line every five seconds and one at the end', () => {
  const written: string[] = []
  let nowMs = 0
  const line = new ProgressLine({ write: (text) => written.push(text) }, 'drive', () => nowMs)
  for (; nowMs <= 12_000; nowMs += 100) line.show(frames(nowMs / 100))
  line.end()
  expect(written).toEqual([
    'drive: 50 of 300 frames, 37.8 frames/s, 6.0 s left (16 %)\n',
    'drive: 100 of 300 frames, 37.8 frames/s, 6.0 s left (33 %)\n',
    'drive: 120 of 300 frames, 37.8 frames/s, 6.0 s left (40 %)\n',
  ])
})
