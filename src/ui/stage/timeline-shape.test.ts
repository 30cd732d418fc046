import { describe, expect, it } from 'vitest'
import { pathOfBins, pathOfFrames, pathOfRecords, shareOf, ticksOf } from './timeline-shape.ts'

const identity = (timeMs: number): number => timeMs

describe('the shape of a timeline', () => {
  it('places times between the ends', () => {
    expect(shareOf(150, [100, 200])).toBe(0.5)
    expect(shareOf(100, [100, 100])).toBe(0)
  })

  it('joins neighbouring bins into one rectangle', () => {
    expect(pathOfBins((bin) => bin < 2 || bin === 999)).toBe('M0 0h2v1h-2zM999 0h1v1h-1z')
  })

  it('leaves a gap where a frame has no file', () => {
    const frames = [0, 250, 500, 750].map((timestampMs) => ({
      timestampMs,
      fileName: timestampMs === 500 ? null : 'frame.png',
    }))
    expect(pathOfFrames(frames, [0, 1000])).toBe('M0 0h500v1h-500zM750 0h250v1h-250z')
  })

  it('shows records at their time on the clock of the video', () => {
    const timesMs = Float64Array.of(100, 101, 900)
    expect(pathOfRecords(timesMs, [0, 1000], identity)).toBe('M100 0h2v1h-2zM900 0h1v1h-1z')
    expect(pathOfRecords(timesMs, [0, 1000], (timeMs) => timeMs - 50)).toBe(
      'M150 0h2v1h-2zM950 0h1v1h-1z',
    )
  })

  it('marks round times, at most eight', () => {
    expect(ticksOf(12_000, 600).map(({ label }) => label)).toEqual([
      '0:00',
      '0:02',
      '0:04',
      '0:06',
      '0:08',
      '0:10',
    ])
    expect(ticksOf(1000, 600).map(({ label }) => label)).toEqual([
      '0:00',
      '0:00.2',
      '0:00.4',
      '0:00.6',
      '0:00.8',
    ])
    expect(ticksOf(3_600_000, 600).length).toBeLessThanOrEqual(8)
    expect(ticksOf(0, 600)).toEqual([])
  })

  it('marks fewer times if there is little space', () => {
    expect(ticksOf(12_000, 240).map(({ label }) => label)).toEqual(['0:00', '0:05'])
    expect(ticksOf(12_000, 40)).toEqual([])
  })
})
