/**
 * Damaged JSONL logs, made from a seed. `npm run fuzz` tries more of them.
 */

import { mutateJson } from '../testing/mutate-text.ts'
import { testDamagedLogs } from './testing/damaged-logs.ts'
import type { PlainRecord } from './testing/damaged-logs.ts'

const RECORD_COUNT = 12

const LABELS = ['', 'go', 'stop, {then} go', '"so"', '[two] \\ words', "it's"]
const records: readonly (PlainRecord & { line: string })[] = Array.from(
  { length: RECORD_COUNT },
  (_, index) => {
    const label = LABELS[index % LABELS.length] ?? ''
    const record = { timestamp_ms: 1000 + 33.5 * index, speed: index / 4 - 2, label }
    const targets = [{ id: index, box: { left: [1, 2, [3]] } }]
    return { ...record, line: JSON.stringify({ ...record, targets }) }
  },
)
const source = `${records.map(({ line }) => line).join('\n')}\n`

/** Whether a line is a record for a reader that knows nothing but JSON. */
function isRecordLine(line: string): boolean {
  try {
    const value = JSON.parse(line) as { timestamp_ms?: unknown } | null
    return Number.isFinite(value?.timestamp_ms)
  } catch {
    return false
  }
}

const CLAIM = 'damaged JSONL logs none crashes the reader, and none loses a record without a word'

testDamagedLogs(CLAIM, {
  file: 'drive.jsonl',
  source,
  mutate: mutateJson,
  isRecordLine,
  intactIn: (lines) => {
    const all = new Set(lines)
    return records.filter(({ line }) => all.has(line))
  },
})
