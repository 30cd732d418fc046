import { describe, expect, test } from 'vitest'
import { toTrack } from './sensor-track.ts'
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

const notesOf = (log: ParsedSensor): unknown[] =>
  recordsOf(log).map((record) => (record as { note: unknown }).note)

const messages = ({ problems }: ParsedSensor): string[] => problems.map(({ message }) => message)

describe('a JSONL log', () => {
  test('may have white space around a record that JSON does not know', () => {
    const log = parse('\u00A0{"timestamp_ms":1}\u2028\n\uFEFF{"timestamp_ms":2}\u0085\u3000\n')
    expect(toTrack(log, 'imu.jsonl').recordAt(0)).toEqual({ timestamp_ms: 1 })
    expect(messages(log)[0]).toContain('line 2: ')
  })

  test('knows the line of each record, in the order of the times', () => {
    const log = parse('\n{"timestamp_ms":3}\noops\r\n{"timestamp_ms":1}\r{"timestamp_ms":2}')
    expect([...log.timesMs]).toEqual([1, 2, 3])
    expect([...log.lines]).toEqual([4, 5, 2])
  })

  test('may have lines that end with CR, and ends of several kinds', () => {
    const log = parse(
      '{"timestamp_ms":1}\r{"timestamp_ms":2}\n{"timestamp_ms":3}\r\n\r{"timestamp_ms":"x"}',
    )
    expect([...log.timesMs]).toEqual([1, 2, 3])
    expect(messages(log)[0]).toContain('line 5: ')
  })

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

  test('leaves out a record that is nested 100,000 deep, and names its line', () => {
    const deep = `{"timestamp_ms":2,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const log = parse(`{"timestamp_ms":1}\n${deep}\n{"timestamp_ms":3}\n`)
    expect([...log.timesMs]).toEqual([1, 3])
    expect(messages(log)).toEqual([
      'speed.jsonl line 2: its record is nested more than 100 levels deep. The line is left out; 1 of 3.',
    ])
  })

  test('keeps a record that is nested 100 deep, and one with many brackets side by side', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    const flat = JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id })))
    const lines = [nested(99), nested(100), flat].map((a) => `{"timestamp_ms":1,"a":${a}}\n`)
    const log = parse(lines.join(''))
    expect(log.timesMs).toHaveLength(2)
    expect(log.problems[0]?.where.line).toBe(2)
  })

  test('counts no brackets inside texts', () => {
    const text = JSON.stringify({ timestamp_ms: 1, a: `\\"${'[{'.repeat(200)}\\` })
    const log = parse(`${text}\n${text}\n`)
    expect(log.problems).toEqual([])
    expect(log.timesMs).toHaveLength(2)
  })

  test('keeps a field called __proto__', () => {
    const log = parse('{"timestamp_ms":1,"__proto__":{"x":2}}\n')
    expect(log.fields).toContainEqual({ name: '__proto__.x', type: 'number', count: 1 })
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

  test('a quote inside a cell is text', () => {
    const log = parse('timestamp_ms,note\n1,2" pipe\n2,a "b" c\n3,"it""s"\n', csv)
    expect(notesOf(log)).toEqual(['2" pipe', 'a "b" c', 'it"s'])
    expect(log.problems).toEqual([])
  })

  test('a quote that nothing closes is text, and the rows after it stay', () => {
    const rows = Array.from(
      { length: 500 },
      (_, index) => `${index},${index === 3 ? '"oops' : 'b'}`,
    )
    const log = parse(`timestamp_ms,note\n${rows.join('\n')}\n`, csv)
    expect(log.timesMs).toHaveLength(500)
    expect(notesOf(log)[3]).toBe('"oops')
    expect(messages(log)).toEqual([
      'imu.csv line 5: a quote opens the cell "oops and none closes it. The quote is read as text; 1 of 500.',
    ])
  })

  test('two stray quotes do not swallow the rows between them', () => {
    const log = parse('timestamp_ms,size,v\n1,",5\n2,8,6\n3,",7\n4,9,8\n', csv)
    expect([...log.timesMs]).toEqual([1, 2, 3, 4])
    expect(messages(log)).toEqual([
      'imu.csv line 2: a quote opens the cell " and none closes it. The quote is read as text; 2 of 4.',
    ])
  })

  test('two stray quotes at the end of rows do not, either', () => {
    const log = parse('when,note\n2025-10-27T08:30:10Z,"\n2025-10-27T08:30:11Z,"\n', {
      ...csv,
      timeColumn: 'when',
      timeUnit: 'iso8601',
    })
    expect(log.timesMs).toHaveLength(2)
  })

  test('nor do they where no number tells a row from text', () => {
    const log = parse('note,v,timestamp_ms\na,",1\nb,c,2\nd,",3\n', csv)
    expect([...log.timesMs]).toEqual([1, 2, 3])
  })

  test('a quote in the first column, or in the header, does not', () => {
    expect(parse('timestamp_ms,v\n"1,5\n2,6\n"3",7\n', csv).problems[0]?.where.line).toBe(2)
    const log = parse('timestamp_ms,"v\n1,5\n2,"6"\n', csv)
    expect([...log.timesMs]).toEqual([1, 2])
    expect(messages(log)[0]).toContain('imu.csv line 1: a quote opens the cell "v and none closes')
  })

  test('a quote in a row with too many cells does not, either', () => {
    const log = parse('timestamp_ms,v,t\n0,1,2,"a\n1,1,b\n2,1,c"\n3,1,d\n', csv)
    expect([...log.timesMs]).toEqual([1, 2, 3])
    expect(messages(log).join()).toContain('The line is left out; 1 of 4.')
  })

  test('a quote before a number does not, if the numbers before it are those of a row', () => {
    const log = parse('timestamp_ms,v,t\n0,1,"5\n1,1,b\n2,1,c"\n3,1,d\n', csv)
    expect([...log.timesMs]).toEqual([0, 1, 2, 3])
    expect(messages(log)[0]).toContain('The quote is read as text; 1 of 4.')
  })

  test('lines in a quoted cell that look like rows are told, if they are not read as rows', () => {
    const log = parse('timestamp_ms,t\n0,"a\n1,2,b\nc\n2,2,d"\n3,e\n', csv)
    expect([...log.timesMs]).toEqual([0, 3])
    expect(messages(log)).toEqual([
      'imu.csv line 2: a cell in quotes runs over lines that look like rows. The lines are read as text of the cell; 2 of 2.',
    ])
  })

  test('knows the line that each record begins on', () => {
    const log = parse('\ntimestamp_ms,t\n1,"a\n\nb"\n\n2,c\n', csv)
    expect([...log.lines]).toEqual([3, 7])
  })

  test('text after a closing quote makes the quotes text', () => {
    const log = parse('timestamp_ms,note\n1,"a" b\n2,"c" \n', csv)
    expect(notesOf(log)).toEqual(['"a" b', 'c'])
    expect(log.problems[0]?.where.line).toBe(2)
  })

  test('a quoted cell may run over a hundred lines, and no further', () => {
    const cell = (lineCount: number): string => `"${'word\n'.repeat(lineCount)}end"`
    const long = parse(`timestamp_ms,note,v\n1,${cell(100)},3\n2,b,4\n`, csv)
    expect(recordsOf(long)).toHaveLength(2)
    expect(long.problems).toEqual([])
    const longer = parse(`timestamp_ms,note,v\n1,${cell(101)},3\n2,b,4\n`, csv)
    expect(messages(longer)).toEqual([
      'imu.csv line 2: a quote opens the cell "word and none closes it. The quote is read as text; 1 of 103.',
      'imu.csv line 3: "timestamp_ms" is "word", expected a number. The line is left out; 101 of 103.',
    ])
    expect([...longer.timesMs]).toEqual([1, 2])
  })

  test('200,000 rows are all read after a stray quote in the first one', () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `${index},${index * 2}`)
    const log = parse(`timestamp_ms,v\n0,"5\n${rows.join('\n')}\n`, csv)
    expect(log.timesMs).toHaveLength(200_001)
  })

  test('uses the first of several columns with one name, and names them all', () => {
    const log = parse('timestamp_ms,speed,x,speed , speed\n1,10,0,20,30\n', csv)
    expect(recordsOf(log)).toEqual([{ timestamp_ms: 1, speed: 10, x: 0 }])
    expect(log.columns).toEqual(['timestamp_ms', 'speed', 'x'])
    expect(messages(log)).toEqual([
      'imu.csv line 1: the columns 2, 4 and 5 are all called "speed". Column 2 is used. Give each of them a name of its own.',
    ])
  })

  test('keeps a column called __proto__', () => {
    const log = parse('timestamp_ms,__proto__\n1,5\n', csv)
    expect(Object.entries(recordsOf(log)[0] as object)).toContainEqual(['__proto__', 5])
    expect(log.fields).toContainEqual({ name: '__proto__', type: 'number', count: 1 })
  })

  test('may end its lines with CR alone', () => {
    expect(recordsOf(parse('timestamp_ms,x\r1,2\r\r3,4', csv))).toEqual([
      { timestamp_ms: 1, x: 2 },
      { timestamp_ms: 3, x: 4 },
    ])
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
