import { describe, expect, it } from 'vitest'
import { parseFrameTarget } from './frame-target.ts'

const startMs = Date.parse('2025-10-27T00:30:10Z')
const frames = [10, 11, 12, 14].map((frameIndex, position) => ({
  frameIndex,
  timestampMs: startMs + position * 1000,
  fileName: null,
}))
const parse = (text: string) => parseFrameTarget(text, frames, startMs, 'Asia/Shanghai')

describe('go to a frame or time', () => {
  it('reads a whole number as the index of a frame', () => {
    expect(parse('14')).toEqual({ kind: 'frame', position: 3 })
    expect(parse(' frame 10 ')).toEqual({ kind: 'frame', position: 0 })
  })

  it('says which frames exist', () => {
    expect(parse('13')).toBe('There is no frame 13. The first frame is 10, the last is 14.')
  })

  it.each([
    ['0:02', 2000],
    ['00:02.250', 2250],
    ['1:00:02', 3_602_000],
    ['2.5 s', 2500],
    ['900ms', 900],
    ['1 min', 60_000],
  ])('reads %s as a time from the start', (text, timeMs) => {
    expect(parse(text)).toEqual({ kind: 'time', timestampMs: startMs + timeMs })
  })

  it('reads ISO 8601 as a clock time, in the time zone of the project', () => {
    expect(parse('2025-10-27T08:30:12')).toEqual({ kind: 'time', timestampMs: startMs + 2000 })
  })

  it('says which inputs it accepts', () => {
    expect(parse('soon')).toMatch(/^Type a frame such as 1204/)
  })
})
