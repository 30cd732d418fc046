/**
 * Damaged JSONL logs, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { damageText, mutateJson } from '../testing/mutate-text.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { checkLog } from './testing/check-log.ts'
import type { LogOutcome, PlainRecord } from './testing/check-log.ts'

const LOG_COUNT = fuzzCount(1000)
const MOST_MEMORY_BYTES = 2 ** 30
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

test(
  `of ${LOG_COUNT} damaged JSONL logs none crashes the reader, and none loses a record without a word`,
  { timeout: 60_000 + 60 * LOG_COUNT },
  async ({ task }) => {
    const outcomes: Record<LogOutcome, number> = {
      refused: 0,
      told: 0,
      'with all its records': 0,
    }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(LOG_COUNT, async (input, measure) => {
      const bytes = damageText(source, mutateJson, choicesFrom(seededNumbers(input)))
      const lines = plainLines(bytes)
      const recordCount = lines.filter(isRecordLine).length
      const all = new Set(lines)
      const intact = records.filter(({ line }) => all.has(line))
      const result = await measure(() => checkLog(bytes, 'drive.jsonl', recordCount, intact))
      outcomes[result.outcome]++
      if (result.lost !== '') lost.push(`file ${input}: ${result.lost}`)
    })
    task.meta.figures = { logs: LOG_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(outcomes.told).toBeGreaterThan(LOG_COUNT / 10)
    expect(outcomes['with all its records']).toBeGreaterThan(LOG_COUNT / 10)
  },
)
