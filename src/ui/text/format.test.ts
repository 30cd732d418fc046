import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatCount,
  formatDuration,
  formatFixed,
  formatMilliseconds,
  formatPercent,
  formatQuantity,
} from './format.ts'

describe('numbers as the page prints them', () => {
  it('separates thousands', () => {
    expect(formatCount(3600)).toBe('3,600')
    expect(formatQuantity(1, 'frame')).toBe('1 frame')
    expect(formatQuantity(3600, 'frame')).toBe('3,600 frames')
  })

  it('keeps the decimals of figures that change', () => {
    expect(formatFixed(84)).toBe('84.0')
  })

  it('prints times of the video, to the millisecond', () => {
    expect(formatClock(40_133)).toBe('00:40.133')
    expect(formatClock(3_760_133)).toBe('1:02:40.133')
    expect(formatClock(-40)).toBe('-00:00.040')
    expect(formatClock(-0.2)).toBe('00:00.000')
    expect(formatClock(59_999.6)).toBe('01:00.000')
    expect(formatClock(-259_199_100)).toBe('-2 d 23:59:59.100')
  })

  it('prints durations with their unit', () => {
    expect(formatDuration(840)).toBe('0.8 s')
    expect(formatDuration(17_200)).toBe('17 s')
    expect(formatDuration(125_000)).toBe('2 min 5 s')
    expect(formatDuration(3_840_000)).toBe('1 h 4 min')
    expect(formatMilliseconds(12.34)).toBe('12.3 ms')
    expect(formatMilliseconds(1250)).toBe('1.25 s')
  })

  it('prints distances in time with a suitable unit', () => {
    expect(formatMilliseconds(-1250)).toBe('-1.25 s')
    expect(formatMilliseconds(259_000)).toBe('4 min 19 s')
    expect(formatMilliseconds(-259_000)).toBe('-4 min 19 s')
    expect(formatMilliseconds(7.2 * 3_600_000)).toBe('7.2 h')
    expect(formatMilliseconds(259_199_100)).toBe('3.0 days')
    expect(formatMilliseconds(1_761_525_000_000)).toBe('55.8 years')
  })

  it('never rounds a part to 0 % or 100 %', () => {
    expect(formatPercent(0)).toBe('0 %')
    expect(formatPercent(0.004)).toBe('< 1 %')
    expect(formatPercent(0.996)).toBe('> 99 %')
    expect(formatPercent(1)).toBe('100 %')
  })
})
