import { describe, expect, test } from 'vitest'
import { parseSensor } from './parse-sensor.ts'
import type { ParsedSensor, SensorParseOptions } from './parse-sensor.ts'

function parse(text: string, options: Partial<SensorParseOptions> = {}): ParsedSensor {
  return parseSensor(new TextEncoder().encode(text), {
    file: 'speed.jsonl',
    timeColumn: null,
    timeUnit: 'ms',
    timeZone: 'UTC',
    ...options,
  })
}

function recordsOf({ text, starts, ends }: ParsedSensor): unknown[] {
  return Array.from(
    starts,
    (start, index) =>
      JSON.parse(new TextDecoder().decode(text.subarray(start, ends[index]))) as unknown,
  )
}

const messages = ({ problems }: ParsedSensor): string[] => problems.map(({ message }) => message)

describe('a JSONL log', () => {
  test('has one JSON object per line, and can have nesting, a byte order mark, CRLF and empty lines', () => {
    const log = parse(
      '\uFEFF{"timestamp_ms":1,"a":{"b":[1,2]}}\r\n\r\n{"timestamp_ms":2.5,"a":"ü"}\r\n',
    )
    expect(recordsOf(log)).toEqual([
      { timestamp_ms: 1, a: { b: [1, 2] } },
      { timestamp_ms: 2.5, a: 'ü' },
    ])
    expect([...log.timesMs]).toEqual([1, 2.5])
    expect(log.problems).toEqual([])
  })

  test('leaves out a broken line, and reports its number and the number of lines', () => {
    const log = parse('{"timestamp_ms":1}\n{"timestamp_ms":2,\n{"timestamp_ms":3}\n[4]\n')
    expect([...log.timesMs]).toEqual([1, 3])
    expect(messages(log)).toEqual([
      'speed.jsonl line 2: {"timestamp_ms":2, is not a JSON object. The line is left out; 2 of 4.',
    ])
    expect(log.problems[0]?.where).toEqual({ file: 'speed.jsonl', line: 2 })
  })

  test('leaves out a line whose timestamp_ms is missing or not a number', () => {
    const log = parse(
      '{"speed":1}\n{"timestamp_ms":"n/a"}\n{"timestamp_ms":null}\n{"timestamp_ms":4}\n',
    )
    expect([...log.timesMs]).toEqual([4])
    expect(messages(log)).toEqual([
      'speed.jsonl line 1: "timestamp_ms" is missing. The line is left out; 1 of 4.',
      'speed.jsonl line 2: "timestamp_ms" is "n/a", expected a number. The line is left out; 2 of 4.',
    ])
  })

  test('keeps a null value', () => {
    const log = parse('{"timestamp_ms":1,"speed":null}\n{"timestamp_ms":2,"speed":3}\n')
    expect(recordsOf(log)).toHaveLength(2)
    expect(log.fields).toContainEqual({ name: 'speed', type: 'number', count: 1 })
  })

  test('is sorted by time, and records with equal times keep their order', () => {
    const log = parse(
      '{"timestamp_ms":3,"n":1}\n{"timestamp_ms":1,"n":2}\n{"timestamp_ms":3,"n":3}\n{"timestamp_ms":1,"n":4}\n',
    )
    expect(recordsOf(log)).toEqual([
      { timestamp_ms: 1, n: 2 },
      { timestamp_ms: 1, n: 4 },
      { timestamp_ms: 3, n: 1 },
      { timestamp_ms: 3, n: 3 },
    ])
    expect(messages(log)).toEqual([
      'speed.jsonl is not in time order: 2 of 4 records are earlier than the one before them. They were sorted by time.',
    ])
  })

  test('that is empty has no records, and a problem says so', () => {
    for (const text of ['', '\n', '\uFEFF']) {
      const log = parse(text)
      expect(log.timesMs).toHaveLength(0)
      expect(log.problems.map(({ code }) => code)).toEqual(['sensor-empty'])
    }
  })

  test('lists at most 500 fields, and says if there are more', () => {
    const record = (count: number): string =>
      JSON.stringify({
        timestamp_ms: 1,
        byId: Object.fromEntries(Array.from({ length: count }, (_, id) => [`id_${id}`, id])),
      })
    const [few, many] = [parse(record(498)), parse(record(499))]
    expect([few.fields.length, few.hasAllFields]).toEqual([500, true])
    expect([many.fields.length, many.hasAllFields]).toEqual([500, false])
    const log = parse(`${record(499)}\n${record(1)}\n`)
    expect(log.hasAllFields).toBe(false)
  })

  test('lists its fields, and nested fields by their path', () => {
    const log = parse('{"timestamp_ms":1,"gps":{"lat":1.5},"name":"a","on":true,"list":[]}\n')
    expect(log.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'timestamp_ms number',
      'gps object',
      'gps.lat number',
      'name text',
      'on boolean',
      'list array',
    ])
  })
})

describe('a CSV log', () => {
  const csv = { file: 'imu.csv' }

  test('can have quotes, empty cells and line breaks in cells, and numbers become numbers', () => {
    const log = parse('timestamp_ms,x,note\r\n1,-1.5e2,"a, ""b""\nc"\r\n2,,\r\n', csv)
    expect(recordsOf(log)).toEqual([
      { timestamp_ms: 1, x: -150, note: 'a, "b"\nc' },
      { timestamp_ms: 2, x: null, note: null },
    ])
    expect(log.problems).toEqual([])
  })

  test('names the line of the file, and counts line breaks inside cells too', () => {
    const log = parse('timestamp_ms,note\n1,"a\nb"\nsoon,c\n', csv)
    expect(messages(log)).toEqual([
      'imu.csv line 4: "timestamp_ms" is "soon", expected a number. The line is left out; 1 of 2.',
    ])
  })

  test('can have semicolons between cells and decimal commas', () => {
    expect(recordsOf(parse('timestamp_ms;x\n1,5;2,25\n3;4\n', csv))).toEqual([
      { timestamp_ms: 1.5, x: 2.25 },
      { timestamp_ms: 3, x: 4 },
    ])
  })

  test('leaves out a line with more cells than the header, because a decimal comma shifts values', () => {
    const log = parse('timestamp_ms,speed\n1,12,9\n2,13,\n', csv)
    expect(recordsOf(log)).toEqual([{ timestamp_ms: 2, speed: 13 }])
    expect(messages(log)[0]).toContain('imu.csv line 2: there are 3 cells, the header has 2')
  })

  test.each([
    ['s', '1.5', 1500],
    ['ms', '1500', 1500],
    ['us', '1500000', 1500],
    ['ns', '1500000000', 1500],
    ['iso8601', '1970-01-01T00:00:01.500Z', 1500],
  ] as const)('reads a chosen time column in %s', (timeUnit, cell, timestampMs) => {
    const log = parse(`when,x\n${cell},1\n`, { ...csv, timeColumn: 'when', timeUnit })
    expect([...log.timesMs]).toEqual([timestampMs])
  })

  test.each([
    ['time_s', '2', 2000],
    ['timestamp_us', '2000', 2],
    ['t [ns]', '2000000', 2],
    ['timestamp (µs)', '2000', 2],
    ['datetime', '1970-01-01 00:00:02', 2000],
  ])('takes the unit of %s from its name', (column, cell, timestampMs) => {
    const log = parse(`x,${column}\n1,${cell}\n`, csv)
    expect(log.timeColumn).toBe(column)
    expect([...log.timesMs]).toEqual([timestampMs])
  })

  test('never guesses a unit from the size of a number, and asks for the column', () => {
    const log = parse('time,x\n1761525000,1\n', csv)
    expect(log.timesMs).toHaveLength(0)
    expect(messages(log)[0]).toContain('Choose the time column and its unit')
    expect(log.columns).toEqual(['time', 'x'])
  })

  test('reads times without a time zone in the time zone of the project', () => {
    const log = parse('when\n2025-10-27T08:30:10\n', {
      ...csv,
      timeColumn: 'when',
      timeUnit: 'iso8601',
      timeZone: 'Asia/Shanghai',
    })
    expect([...log.timesMs]).toEqual([Date.UTC(2025, 9, 27, 0, 30, 10)])
  })
})
