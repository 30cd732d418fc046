/**
 * Damaged timestamps files, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { OverlaneError } from '../../core/errors.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import { damageText, mutateCsv } from '../testing/mutate-text.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { leftOutCount, plainLines } from '../testing/plain-lines.ts'
import { readUtf8 } from './read-text.ts'
import { parseTimestamps } from './timestamps-file.ts'

const FILE_COUNT = fuzzCount(1000)
const MOST_MEMORY_BYTES = 2 ** 30
const ROW_COUNT = 12

const HEADER = 'frame_index,timestamp_ms,note'
const rows = Array.from({ length: ROW_COUNT }, (_, index) => {
  const note = ['', '"one, two"', 'key frame'][index % 3] ?? ''
  return `${index},${1000 + 33.5 * index},${note}`
})
const source = `${[HEADER, ...rows].join('\n')}\n`

/** A row as a person sees one: a frame, a time, and a last cell, in one line. */
const ROW = /^\d{1,15},-?\d{1,15}(?:\.\d+)?,(?:[^",;\t|\0]*|"(?:[^"\0]|"")*")$/

interface Result {
  outcome: 'refused' | 'told' | 'with all its rows'
  lost: string
}

async function check(bytes: Uint8Array<ArrayBuffer>): Promise<Result> {
  const lines = plainLines(bytes)
  const seenCount = lines.filter((line) => ROW.test(line)).length
  const all = new Set(lines[0] === HEADER ? lines : [])
  try {
    const file = new File([bytes], 'timestamps.csv')
    const parsed = parseTimestamps(await readUtf8(file, 'timestamps-invalid'), file.name)
    const { problems } = parsed
    for (const { message } of problems) expect(wordsForProgrammers(message)).toBeNull()
    const read = parsed.rows ?? []
    const toldCount = read.length + leftOutCount(problems)
    if (toldCount < seenCount) return { outcome: 'told', lost: `${toldCount} of ${seenCount} rows` }
    if (problems.length > 0) return { outcome: 'told', lost: '' }
    const known = new Set(read.map((row) => `${row.frameIndex},${row.timestampMs},`))
    const missing = rows.filter((row) => all.has(row) && !known.has(row.replace(/[^,]*$|".*$/, '')))
    return { outcome: 'with all its rows', lost: missing[0] ?? '' }
  } catch (thrown) {
    if (!(thrown instanceof OverlaneError)) throw thrown
    expect(wordsForProgrammers(thrown.message)).toBeNull()
    return { outcome: 'refused', lost: '' }
  }
}

test(
  `of ${FILE_COUNT} damaged timestamps files none crashes the reader, and none loses a row without a word`,
  { timeout: 60_000 + 60 * FILE_COUNT },
  async ({ task }) => {
    const outcomes: Record<Result['outcome'], number> = {
      refused: 0,
      told: 0,
      'with all its rows': 0,
    }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(FILE_COUNT, async (input, measure) => {
      const bytes = damageText(source, mutateCsv, choicesFrom(seededNumbers(input)))
      const result = await measure(() => check(bytes))
      outcomes[result.outcome]++
      if (result.lost !== '') lost.push(`file ${input}: ${result.lost}`)
    })
    task.meta.figures = { files: FILE_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(outcomes.told).toBeGreaterThan(FILE_COUNT / 10)
    expect(outcomes['with all its rows']).toBeGreaterThan(FILE_COUNT / 10)
  },
)
