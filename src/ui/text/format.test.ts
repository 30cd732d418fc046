import { describe, expect, it } from 'vitest'
import { formatClock, formatMoment, formatPercent, formatRate } from './format.ts'

describe('numbers as the page prints them', () => {
  it('prints times of the video, to the millisecond', () => {
    expect(formatClock(40_133)).toBe('00:40.133')
    expect(formatClock(3_760_133)).toBe('1:02:40.133')
    expect(formatClock(-40)).toBe('-00:00.040')
    expect(formatClock(-0.2)).toBe('00:00.000')
    expect(formatClock(59_999.6)).toBe('01:00.000')
    expect(formatClock(-259_199_100)).toBe('-2 d 23:59:59.100')
  })

  it('prints the date of a log whose clock is not that of the video', () => {
    const startMs = Date.UTC(2010, 7, 5, 14, 23, 59)
    expect(formatMoment(startMs, 0, 'Europe/Berlin')).toBe('2010-08-05 16:23:59')
    expect(formatMoment(startMs + 40, startMs, 'UTC')).toBe('00:00.040')
  })

  it('says how far records are apart where there are few', () => {
    expect(formatRate(29.97)).toBe('30 Hz')
    expect(formatRate(0.1)).toBe('0.1 Hz')
    expect(formatRate(0.02)).toBe('one in 50 s')
  })

  it('never rounds a part to 0 % or 100 %', () => {
    expect(formatPercent(0)).toBe('0 %')
    expect(formatPercent(0.004)).toBe('< 1 %')
    expect(formatPercent(0.996)).toBe('> 99 %')
    expect(formatPercent(1)).toBe('100 %')
  })
})
