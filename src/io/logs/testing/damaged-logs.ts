import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../../codec/testing/seeded-numbers.ts'
import { OverlaneError } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import { wordsForProgrammers } from '../../testing/for-programmers.ts'
import { damageText } from '../../testing/mutate-text.ts'
import type { MutateText } from '../../testing/mutate-text.ts'
import { choicesFrom } from '../../testing/mutations.ts'
import { leftOutCount, plainLines } from '../../testing/plain-lines.ts'
import { parseSensor } from '../parse-sensor.ts'
import { readUtf8 } from '../read-text.ts'
import { toTrack } from '../records/sensor-track.ts'

/** What a log of the tests has in each record. */
export interface PlainRecord {
  timestamp_ms: number
  speed: number
  /** Null where the cell is empty. */
  label: string | null
}

type LogOutcome = 'refused' | 'told' | 'with all its records'

/** What was read of a damaged log, in words that a test compares. */
interface LogResult {
  outcome: LogOutcome
  /** What a reader of the test sees and Overlane neither read nor told; empty is right. */
  lost: string
}

/**
 * Reads a damaged log and compares it with what a reader of the test sees.
 * @param recordCount records that the reader of the test sees
 * @param intact records that are as they were, below a header that is as it was
 */
async function checkLog(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  recordCount: number,
  intact: readonly PlainRecord[],
): Promise<LogResult> {
  try {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    const parsed = parseSensor(await readUtf8(new File([bytes], file), 'sensor-invalid'), options)
    const { problems, timesMs } = parsed
    for (const { message } of problems) expect(wordsForProgrammers(message)).toBeNull()
    expect(timesMs.every((timeMs, index) => timeMs >= (timesMs[index - 1] ?? -Infinity))).toBe(true)
    const toldCount = timesMs.length + leftOutCount(problems)
    if (toldCount < recordCount) {
      return { outcome: 'told', lost: `${toldCount} of ${recordCount} records` }
    }
    if (isTold(problems)) return { outcome: 'told', lost: '' }
    const track = toTrack(parsed, file)
    const read = new Set(Array.from(timesMs, (_, index) => keyOf(track.recordAt(index))))
    const missing = intact.filter((record) => !read.has(keyOf({ ...record })))
    return {
      outcome: 'with all its records',
      lost: missing.length > 0 ? `the values of ${keyOf({ ...missing[0] })}` : '',
    }
  } catch (thrown) {
    if (!(thrown instanceof OverlaneError)) throw thrown
    expect(wordsForProgrammers(thrown.message)).toBeNull()
    return { outcome: 'refused', lost: '' }
  }
}

function isTold(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity !== 'info')
}

function keyOf({ timestamp_ms, speed, label }: Record<string, unknown>): string {
  return JSON.stringify([timestamp_ms, speed, label])
}

const LOG_COUNT = fuzzCount(1000)
const MOST_MEMORY_BYTES = 2 ** 30

/** A log that is damaged in many ways, and what a reader that knows nothing but its form sees in it. */
interface DamagedLog {
  file: string
  source: string
  mutate: MutateText
  /** Whether a line is a record. */
  isRecordLine: (line: string) => boolean
  /** The records that are as they were, of a log with these lines. */
  intactIn: (lines: readonly string[]) => readonly PlainRecord[]
}

/** @param claim of the many logs, as the title of the test: `damaged CSV logs none crashes …` */
export function testDamagedLogs(claim: string, log: DamagedLog): void {
  const { file, source, mutate, isRecordLine, intactIn } = log
  test(`of ${LOG_COUNT} ${claim}`, { timeout: 60_000 + 60 * LOG_COUNT }, async ({ task }) => {
    const outcomes: Record<LogOutcome, number> = {
      refused: 0,
      told: 0,
      'with all its records': 0,
    }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(LOG_COUNT, async (input, measure) => {
      const bytes = damageText(source, mutate, choicesFrom(seededNumbers(input)))
      const lines = plainLines(bytes)
      const recordCount = lines.filter(isRecordLine).length
      const intact = intactIn(lines)
      const result = await measure(() => checkLog(bytes, file, recordCount, intact))
      outcomes[result.outcome]++
      if (result.lost !== '') lost.push(`file ${input}: ${result.lost}`)
    })
    task.meta.figures = { logs: LOG_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(outcomes.told).toBeGreaterThan(LOG_COUNT / 10)
    expect(outcomes['with all its records']).toBeGreaterThan(LOG_COUNT / 10)
  })
}
