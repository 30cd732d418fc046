import { describe, expect, test } from 'vitest'
import { parseTimestamps } from './timestamps-file.ts'

const parse = (text: string): ReturnType<typeof parseTimestamps> =>
  parseTimestamps(new TextEncoder().encode(text), 'timestamps.csv')
const rowsOf = (text: string): number[][] | undefined =>
  parse(text).rows?.map(({ frameIndex, timestampMs }) => [frameIndex, timestampMs])
const messagesOf = (text: string): string[] => parse(text).problems.map(({ message }) => message)

describe('timestamps.csv', () => {
  test('has frame_index and timestamp_ms in any order, and other columns are ignored', () => {
    expect(rowsOf('note,timestamp_ms,frame_index\na,10.5,0\nb,20,1\n')).toEqual([
      [0, 10.5],
      [1, 20],
    ])
  })

  test('can have a byte order mark, CRLF, semicolons, spaces and empty lines', () => {
    expect(rowsOf('\uFEFFframe_index; timestamp_ms\r\n0;10\r\n\r\n1; 20,5\r\n')).toEqual([
      [0, 10],
      [1, 20.5],
    ])
    expect(messagesOf('\uFEFFframe_index; timestamp_ms\r\n0;10\r\n\r\n1; 20\r\n')).toEqual([])
  })

  test('keeps the order of its rows, and reports decreasing times', () => {
    const text = 'frame_index,timestamp_ms\n2,30\n0,10\n1,20\n'
    expect(rowsOf(text)).toEqual([
      [2, 30],
      [0, 10],
      [1, 20],
    ])
    expect(messagesOf(text)).toEqual([
      'timestamps.csv line 3: timestamp_ms 10 is earlier than the row before it. Frames are rendered in the order of the rows; 1 of 3.',
    ])
  })

  test('with a missing column is an error that lists the columns it has', () => {
    const { rows, problems } = parse('frame,timestamp_ms\n0,10\n')
    expect(rows).toBeNull()
    expect(problems).toMatchObject([
      { severity: 'error', code: 'timestamps-invalid', where: { line: 1 } },
    ])
    expect(problems[0]?.message).toBe(
      'timestamps.csv line 1: the column frame_index is missing (it has frame, timestamp_ms). The first line must name frame_index and timestamp_ms.',
    )
  })

  test('leaves out a row with text in place of a number, and reports line and value', () => {
    const text = 'frame_index,timestamp_ms\n0,10\none,20\n2,soon\n3.5,40\n'
    expect(rowsOf(text)).toEqual([[0, 10]])
    expect(messagesOf(text)).toEqual([
      'timestamps.csv line 3: frame_index is "one", expected a whole number of 0 or more. The row is left out; 2 of 4.',
      'timestamps.csv line 4: timestamp_ms is "soon", expected a number of milliseconds. The row is left out; 1 of 4.',
    ])
  })

  test('leaves out the second row of a frame', () => {
    const text = 'frame_index,timestamp_ms\n0,10\n0,11\n1,20\n'
    expect(rowsOf(text)).toEqual([
      [0, 10],
      [1, 20],
    ])
    expect(messagesOf(text)).toEqual([
      'timestamps.csv line 3: frame 0 has a time already, on line 2. The row is left out; 1 of 3.',
    ])
  })

  test('keeps two frames with the same time, and reports them', () => {
    expect(rowsOf('frame_index,timestamp_ms\n0,10\n1,10\n')).toHaveLength(2)
    expect(messagesOf('frame_index,timestamp_ms\n0,10\n1,10\n')[0]).toContain('line 3')
  })

  test('without a usable row is an error', () => {
    for (const text of ['frame_index,timestamp_ms\n', 'frame_index,timestamp_ms\nx,y\n']) {
      expect(parse(text).problems.some(({ severity }) => severity === 'error')).toBe(true)
    }
    expect(parse('').problems[0]?.message).toContain('timestamps.csv is empty')
  })

  test('can have 100,000 rows', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `${index},${index * 33.3}`)
    expect(parse(`frame_index,timestamp_ms\n${rows.join('\n')}`).rows).toHaveLength(100_000)
  })

  test('keeps the rows after a stray quote', () => {
    const text = 'frame_index,timestamp_ms,note\n0,10,"left\n1,20,\n2,30,\n'
    expect(rowsOf(text)).toEqual([
      [0, 10],
      [1, 20],
      [2, 30],
    ])
    expect(messagesOf(text)).toEqual([
      'timestamps.csv line 2: a quote opens the cell "left and none closes it. The quote is read as text; 1 of 3.',
    ])
  })

  test('uses the first of two columns with one name, and says so', () => {
    const text = 'timestamp_ms,frame_index,note,timestamp_ms,note\n10,0,a,99,b\n'
    expect(rowsOf(text)).toEqual([[0, 10]])
    expect(messagesOf(text)).toEqual([
      'timestamps.csv line 1: the columns 1 and 4 are both called "timestamp_ms". Column 1 is used. Give each of them a name of its own.',
    ])
  })

  test('leaves out a row with more cells than the header, because a decimal comma shifts values', () => {
    expect(rowsOf('frame_index,timestamp_ms\n0,10,5\n1,20,\n')).toEqual([[1, 20]])
    expect(messagesOf('frame_index,timestamp_ms\n0,10,5\n1,20,\n')).toEqual([
      'timestamps.csv line 2: there are 3 cells, the header has 2 (a decimal comma?). The row is left out; 1 of 2.',
    ])
  })
})
