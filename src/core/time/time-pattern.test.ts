import { describe, expect, test } from 'vitest'
import { parseTimePattern } from './time-pattern.ts'

/** 2025-10-27T08:30:10.407+08:00 */
const TIME_MS = 1_761_525_010_407

describe('a time is written', () => {
  test.each([
    ['HH:mm:ss', '08:30:10'],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2025-10-27 08:30:10.407'],
    ['dd.MM.yyyy', '27.10.2025'],
    ['ss.S', '10.4'],
    ['ss.SS', '10.40'],
    ["HH'h'mm XXX", '08h30 +08:00'],
    ['', ''],
  ])('as %s', (pattern, text) => {
    expect(parseTimePattern(pattern)(TIME_MS, 'Asia/Shanghai')).toBe(text)
  })

  test('in the zone that is asked for', () => {
    const pattern = parseTimePattern('dd HH:mm XXX')
    expect(pattern(TIME_MS, 'America/New_York')).toBe('26 20:30 -04:00')
  })

  test.each([
    ['HH:MMM', 'M'],
    ['hh:mm', 'hh:mm'],
    ["HH 'h", "'h"],
  ])('"%s" names the letters that are not known', (pattern, rest) => {
    expect(() => parseTimePattern(pattern)).toThrow(
      `"${pattern}" is not a format of times: "${rest}" is not known. Known are yyyy, MM,`,
    )
  })
})
