/**
 * Damaged CSV logs, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { damageText, mutateCsv } from '../testing/mutate-text.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { checkLog } from './testing/check-log.ts'
import type { LogOutcome, PlainRecord } from './testing/check-log.ts'

const LOG_COUNT = fuzzCount(1000)
const MOST_MEMORY_BYTES = 2 ** 30
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

test(
  `of ${LOG_COUNT} damaged CSV logs none crashes the reader, and none loses a record without a word`,
  { timeout: 60_000 + 60 * LOG_COUNT },
  async ({ task }) => {
    const outcomes: Record<LogOutcome, number> = {
      refused: 0,
      told: 0,
      'with all its records': 0,
    }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(LOG_COUNT, async (input, measure) => {
      const bytes = damageText(source, mutateCsv, choicesFrom(seededNumbers(input)))
      const lines = plainLines(bytes)
      const rowCount = lines.filter((line) => ROW.test(line)).length
      const rows = new Set(lines[0] === HEADER ? lines : [])
      const intact = records.filter(({ row }) => rows.has(row))
      const result = await measure(() => checkLog(bytes, 'drive.csv', rowCount, intact))
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
