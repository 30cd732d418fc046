/**
 * Damaged CSV logs, made from a seed. `npm run fuzz` tries more of them.
 */

import { mutateCsv } from '../testing/mutate-text.ts'
import { testDamagedLogs } from './testing/damaged-logs.ts'
import type { PlainRecord } from './testing/damaged-logs.ts'

const ROW_COUNT = 12

const HEADER = 'timestamp_ms,speed,label'
const LABELS = ['', 'go', '"stop, then go"', '"""so"""', 'two words', "it's"]
const records: readonly (PlainRecord & { row: string })[] = Array.from(
  { length: ROW_COUNT },
  (_, index) => {
    const cell = LABELS[index % LABELS.length] ?? ''
    const [timestamp_ms, speed] = [1000 + 33.5 * index, index / 4 - 2]
    const label = cell === '' ? null : cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')
    return { timestamp_ms, speed, label, row: `${timestamp_ms},${speed},${cell}` }
  },
)
const source = `${[HEADER, ...records.map(({ row }) => row)].join('\n')}\n`

/** A row as a person sees one: a time, a number, and a last cell, in one line. */
const ROW = /^-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?,(?:[^",;\t|\0]*|"(?:[^"\0]|"")*")$/

const CLAIM = 'damaged CSV logs none crashes the reader, and none loses a record without a word'

testDamagedLogs(CLAIM, {
  file: 'drive.csv',
  source,
  mutate: mutateCsv,
  isRecordLine: (line) => ROW.test(line),
  intactIn: (lines) => {
    const rows = new Set(lines[0] === HEADER ? lines : [])
    return records.filter(({ row }) => rows.has(row))
  },
})
