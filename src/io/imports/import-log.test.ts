import { describe, expect, test } from 'vitest'
import { importLog } from './import-log.ts'
import { readLog } from './testing/read-log.ts'

describe('a file of any ending is read by what is in it', () => {
  test.each([
    ['drive.log', 'timestamp_ms,speed\n1,2\n2,3\n', 'CSV'],
    ['drive.txt', 'time_s;speed\n1,5;2\n2,5;3\n', 'CSV'],
    ['drive.dat', '{"timestamp_ms":1}\n{"timestamp_ms":2}\n', 'JSONL'],
    ['drive.ndjson', '{"timestamp_ms":1}\n', 'JSONL'],
    ['drive.csv', 'nothing', 'CSV'],
    ['drive.jsonl', 'nothing', 'JSONL'],
  ])('%s', async (name, text, format) => {
    expect((await readLog(name, text)).format).toBe(format)
  })

  test.each([
    ['notes.txt', 'Dear reader, this is a text.\nIt has commas, and lines, too.\n'],
    ['readme.md', '# Title\n\nSome | words\n'],
    ['labels.txt', '0 0.5 0.5 0.1 0.1\n1 0.2 0.3 0.1 0.1\n'],
    ['numbers.txt', '1,2,3\n4,5,6\n7,8,9\n'],
    ['package.json', '{\n  "name": "a",\n  "version": "1"\n}\n'],
    ['one.json', '{"a":1}\n'],
    ['empty.bin', ''],
    ['binary.bin', '\0\u0001,\0\n\0,\u0002\n'],
  ])('%s is no log', async (name, text) => {
    await expect(readLog(name, text)).rejects.toThrow(`No importer knows ${name}.`)
  })
})

test('reading is told in shares from 0 to 1, and ends where the report throws', async () => {
  const text = `<gpx>${'<trkpt lat="1" lon="2"><time>2024-05-01T10:00:00Z</time></trkpt>\n'.repeat(50_000)}</gpx>`
  const shares: number[] = []
  const log = await readLog('a.gpx', text, { report: (share) => shares.push(share) })
  expect(log.records).toHaveLength(50_000)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.length).toBeGreaterThan(2)
  expect(Math.max(...shares)).toBeLessThanOrEqual(1)
  const stop = new Error('stop')
  const reading = importLog({
    file: new File([text], 'a.gpx'),
    path: 'a.gpx',
    parts: [],
    timeColumn: null,
    timeUnit: 'ms',
    timeZone: 'UTC',
    isOfVideo: false,
    isNamed: false,
    report: (share) => {
      if (share > 0.3) throw stop
    },
  })
  await expect(reading).rejects.toBe(stop)
})
