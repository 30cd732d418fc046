import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDateTime,
  formatIso,
  formatMs,
  formatTime,
  isTimeZone,
  parseIsoTime,
  viewerTimeZone,
} from './clock.ts'

/** 2025-10-27 08:30:10.400 in Shanghai. */
const T = Date.UTC(2025, 9, 27, 0, 30, 10, 400)

describe('wall-clock text is shown in the project’s time zone', () => {
  test.each([
    ['Asia/Shanghai', '08:30:10', '2025-10-27 08:30:10', '2025-10-27T08:30:10.400+08:00'],
    ['UTC', '00:30:10', '2025-10-27 00:30:10', '2025-10-27T00:30:10.400+00:00'],
    ['America/New_York', '20:30:10', '2025-10-26 20:30:10', '2025-10-26T20:30:10.400-04:00'],
    ['Asia/Kolkata', '06:00:10', '2025-10-27 06:00:10', '2025-10-27T06:00:10.400+05:30'],
    ['Asia/Kathmandu', '06:15:10', '2025-10-27 06:15:10', '2025-10-27T06:15:10.400+05:45'],
    ['America/St_Johns', '22:00:10', '2025-10-26 22:00:10', '2025-10-26T22:00:10.400-02:30'],
  ])('%s', (timeZone, time, dateTime, iso) => {
    expect(formatTime(T, timeZone)).toBe(time)
    expect(formatDateTime(T, timeZone)).toBe(dateTime)
    expect(formatIso(T, timeZone)).toBe(iso)
  })

  test('midnight is 00, never 24', () => {
    expect(formatTime(Date.UTC(2025, 0, 1), 'UTC')).toBe('00:00:00')
    expect(formatDateTime(Date.UTC(2025, 0, 1, 23, 59, 59, 999), 'UTC')).toBe('2025-01-01 23:59:59')
  })

  test('summer and winter time differ', () => {
    const change = Date.UTC(2025, 9, 26, 1)
    expect(formatIso(change - 1, 'Europe/Berlin')).toBe('2025-10-26T02:59:59.999+02:00')
    expect(formatIso(change, 'Europe/Berlin')).toBe('2025-10-26T02:00:00.000+01:00')
  })

  test('the viewer’s own zone is one', () => {
    expect(isTimeZone(viewerTimeZone())).toBe(true)
  })

  test('an IANA name is a zone, anything else is not', () => {
    for (const name of ['UTC', 'Asia/Shanghai', 'Europe/Berlin'])
      expect(isTimeZone(name)).toBe(true)
    for (const name of ['', 'Berlin', 'Europe/Berlim', 'null']) expect(isTimeZone(name)).toBe(false)
  })
})

describe('relative times are equally valid and never reinterpreted by magnitude', () => {
  test('0 is the epoch', () => {
    expect(formatIso(0, 'UTC')).toBe('1970-01-01T00:00:00.000+00:00')
    expect(formatTime(0, 'Asia/Shanghai')).toBe('08:00:00')
  })

  test('parts of a millisecond are not rounded up', () => {
    expect(formatMs(0.999)).toBe('0')
    expect(formatIso(999.999, 'UTC')).toBe('1970-01-01T00:00:00.999+00:00')
  })

  test('times before 0 run on backwards', () => {
    expect(formatMs(-0.5)).toBe('-1')
    expect(formatTime(-0.5, 'UTC')).toBe('23:59:59')
    expect(formatIso(-1, 'UTC')).toBe('1969-12-31T23:59:59.999+00:00')
    expect(formatIso(-1500, 'Asia/Kolkata')).toBe('1970-01-01T05:29:58.500+05:30')
  })

  test('milliseconds are written in full', () => {
    expect(formatMs(1761525010400)).toBe('1761525010400')
    expect(formatMs(1761525010400.75)).toBe('1761525010400')
  })

  test('microseconds that are taken for milliseconds are shown as what was said', () => {
    expect(formatIso(1761525010400000, 'UTC')).toBe('57790-07-03T22:53:20.000+00:00')
  })
})

describe('ISO 8601 text', () => {
  test('with a zone means that zone, whatever the project’s is', () => {
    for (const text of [
      '2025-10-27T00:30:10.400Z',
      '2025-10-27t00:30:10.400z',
      '2025-10-27T08:30:10.400+08:00',
      '2025-10-27T08:30:10.400+0800',
      '2025-10-27T08:30:10.400+08',
      '2025-10-27 06:00:10,400+05:30',
      '2025-10-26T20:30:10.4-04:00',
      ' 2025-10-27T00:30:10.400000000Z ',
    ]) {
      expect(parseIsoTime(text, 'America/New_York'), text).toBe(T)
    }
  })

  test('without a zone means the project’s zone', () => {
    expect(parseIsoTime('2025-10-27T08:30:10.400', 'Asia/Shanghai')).toBe(T)
    expect(parseIsoTime('2025-10-27 06:00:10.400', 'Asia/Kolkata')).toBe(T)
    expect(parseIsoTime('2025-10-27T00:30:10.400', 'UTC')).toBe(T)
  })

  test('without a zone follows summer and winter time', () => {
    const berlin = (text: string): number | null => parseIsoTime(text, 'Europe/Berlin')
    expect(berlin('2025-07-01T12:00')).toBe(Date.UTC(2025, 6, 1, 10))
    expect(berlin('2025-12-01T12:00')).toBe(Date.UTC(2025, 11, 1, 11))
    expect(berlin('2025-03-30T01:59:59')).toBe(Date.UTC(2025, 2, 30, 0, 59, 59))
    expect(berlin('2025-03-30T03:00:00')).toBe(Date.UTC(2025, 2, 30, 1))
    expect(berlin('2025-10-26T03:00:00')).toBe(Date.UTC(2025, 9, 26, 2))
  })

  test('may leave out seconds, or the time of day', () => {
    expect(parseIsoTime('2025-10-27T08:30', 'UTC')).toBe(Date.UTC(2025, 9, 27, 8, 30))
    expect(parseIsoTime('2025-10-27', 'Asia/Shanghai')).toBe(Date.UTC(2025, 9, 26, 16))
  })

  test('keeps parts of a millisecond', () => {
    expect(parseIsoTime('1970-01-01T00:00:00.0005Z', 'UTC')).toBe(0.5)
  })

  test('every whole millisecond is exact', () => {
    for (let ms = 0; ms < 1000; ms++) {
      const text = `1970-01-01T00:00:00.${String(ms).padStart(3, '0')}Z`
      expect(parseIsoTime(text, 'UTC')).toBe(ms)
    }
  })

  test.each([
    '',
    'yesterday',
    '1761525010400',
    '27.10.2025',
    '2025-13-01',
    '2025-00-10',
    '2025-02-29',
    '2025-02-31T10:00:00',
    '2025-04-31',
    '2025-10-27T24:30:00',
    '2025-10-27T10:60:00',
    '2025-10-27T10:00:61',
    '2025-10-27T10',
    '2025-10-27T10:00:00+25:00',
    '2025-10-27T10:00:00+05:75',
    '2025-10-27T10:00:00 Berlin',
    '2025-10-27T10:00:00Z; 1',
  ])('%j is no time', (text) => {
    expect(parseIsoTime(text, 'UTC')).toBeNull()
  })

  test('29 February is a date in a leap year', () => {
    expect(parseIsoTime('2024-02-29', 'UTC')).toBe(Date.UTC(2024, 1, 29))
  })
})

describe('what is printed is what is parsed', () => {
  const times = fc.integer({ min: Date.UTC(1972, 0, 2), max: Date.UTC(2037, 0, 1) })
  const zones = fc.constantFrom(
    'UTC',
    'Asia/Shanghai',
    'Asia/Kolkata',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  )
  const runs = { seed: 20251027, numRuns: 2000 }

  test('ISO text leads back to the millisecond it was printed from', () => {
    fc.assert(
      fc.property(times, zones, zones, (timeMs, zone, other) => {
        expect(parseIsoTime(formatIso(timeMs, zone), other)).toBe(timeMs)
      }),
      runs,
    )
  })

  test('zone-less text leads to a time that prints the same', () => {
    fc.assert(
      fc.property(times, zones, (timeMs, zone) => {
        const text = formatDateTime(timeMs, zone)
        const parsedMs = parseIsoTime(text, zone)
        expect(formatDateTime(parsedMs ?? NaN, zone)).toBe(text)
      }),
      runs,
    )
  })
})

describe('where the clocks change', () => {
  const iso = (text: string, timeZone: string): string =>
    new Date(parseIsoTime(text, timeZone) ?? NaN).toISOString()

  test.each([
    ['Europe/Berlin', '2025-10-26T02:30:00', '2025-10-26T00:30:00.000Z'],
    ['America/New_York', '2025-11-02T01:30:00', '2025-11-02T05:30:00.000Z'],
  ])('in %s, of an hour that comes twice the earlier is meant', (timeZone, text, expected) => {
    expect(iso(text, timeZone)).toBe(expected)
  })

  test.each([
    ['Europe/Berlin', '2025-03-30T02:30:00', '2025-03-30T01:30:00.000Z'],
    ['America/New_York', '2025-03-09T02:30:00', '2025-03-09T07:30:00.000Z'],
  ])('in %s, an hour that is left out counts on from before it', (timeZone, text, expected) => {
    expect(iso(text, timeZone)).toBe(expected)
  })
})
