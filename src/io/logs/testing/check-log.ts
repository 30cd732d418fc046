import { expect } from 'vitest'
import { OverlaneError } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import { FOR_PROGRAMMERS } from '../../testing/for-programmers.ts'
import { leftOutCount } from '../../testing/plain-lines.ts'
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

export type LogOutcome = 'refused' | 'told' | 'with all its records'

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
export async function checkLog(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  recordCount: number,
  intact: readonly PlainRecord[],
): Promise<LogResult> {
  try {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    const parsed = parseSensor(await readUtf8(new File([bytes], file), 'sensor-invalid'), options)
    const { problems, timesMs } = parsed
    for (const { message } of problems) expect(message).not.toMatch(FOR_PROGRAMMERS)
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
    expect(thrown.message).not.toMatch(FOR_PROGRAMMERS)
    return { outcome: 'refused', lost: '' }
  }
}

function isTold(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity !== 'info')
}

function keyOf({ timestamp_ms, speed, label }: Record<string, unknown>): string {
  return JSON.stringify([timestamp_ms, speed, label])
}
