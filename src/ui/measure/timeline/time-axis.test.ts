import { describe, expect, it } from 'vitest'
import { formatWindow, ticksOf } from './time-axis.ts'

const labels = (fromMs: number, toMs: number, mostCount = 6): string[] =>
  ticksOf({ fromMs, toMs }, mostCount).map(({ label }) => label)

describe('the time axis', () => {
  it('marks round times in ms below a second', () => {
    expect(labels(0, 500)).toEqual(['0 ms', '100 ms', '200 ms', '300 ms', '400 ms', '500 ms'])
    expect(labels(10.4, 11.4)).toEqual([
      '10.4 ms',
      '10.6 ms',
      '10.8 ms',
      '11.0 ms',
      '11.2 ms',
      '11.4 ms',
    ])
  })

  it('marks them in s from one second on, with as many decimals as needed', () => {
    expect(labels(0, 12_000)).toEqual(['0 s', '2 s', '4 s', '6 s', '8 s', '10 s', '12 s'])
    expect(labels(3_600_000, 3_600_100)).toEqual([
      '3,600.00 s',
      '3,600.02 s',
      '3,600.04 s',
      '3,600.06 s',
      '3,600.08 s',
      '3,600.10 s',
    ])
  })

  it('marks them in minutes if they are minutes apart', () => {
    expect(labels(0, 60_000)).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s', '50 s', '60 s'])
    expect(labels(0, 120_000)).toEqual(['0 s', '20 s', '40 s', '60 s', '80 s', '100 s', '120 s'])
    expect(labels(0, 3_600_000)).toEqual([0, 10, 20, 30, 40, 50, 60].map((at) => `${at} min`))
    expect(labels(0, 100 * 3_600_000).length).toBeLessThanOrEqual(12)
  })

  it('has no more marks than fit', () => {
    for (let spanMs = 1; spanMs < 1e8; spanMs *= 1.37) {
      expect(labels(0, spanMs, 5).length).toBeLessThanOrEqual(6)
      expect(labels(0, spanMs, 5).length).toBeGreaterThanOrEqual(2)
    }
  })
})

describe('the text of a window', () => {
  it('gives both ends in the same unit', () => {
    expect(formatWindow({ fromMs: 0, toMs: 12_345 })).toBe('0.0 s to 12.3 s')
    expect(formatWindow({ fromMs: 950, toMs: 1050 })).toBe('0.950 s to 1.050 s')
    expect(formatWindow({ fromMs: 10, toMs: 20 })).toBe('10.0 ms to 20.0 ms')
    expect(formatWindow({ fromMs: 0, toMs: 3_600_000 })).toBe('0 s to 3,600 s')
  })
})
