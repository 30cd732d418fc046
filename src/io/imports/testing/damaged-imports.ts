import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../../codec/testing/seeded-numbers.ts'
import { OverlaneError } from '../../../core/errors.ts'
import { wordsForProgrammers } from '../../testing/for-programmers.ts'
import { choicesFrom } from '../../testing/mutations.ts'
import type { Choices } from '../../testing/mutations.ts'
import { leftOutCount } from '../../testing/plain-lines.ts'
import { importLog } from '../import-log.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Outcome = 'refused' | 'told' | 'not recognised' | 'with all its records'

/** The file of a device that is damaged in many ways. */
export interface DamagedImport {
  file: string
  /** Where its kind is not known any more, the list of files says so. */
  format: string
  /** A damaged copy of the file. */
  damage: (choices: Choices) => Bytes
  /** Damaged copies of the files that belong to it. Default: none belong to it. */
  damageParts?: (choices: Choices) => readonly DamagedPart[]
  /** How many files the tests try. Default 300. */
  fewCount?: number
  /** How many records a simple reader, which shares nothing with Overlane's, still sees in it. */
  countIntact: (bytes: Bytes, parts: readonly DamagedPart[]) => number
}

export interface DamagedPart {
  path: string
  bytes: Bytes
}

const MOST_MEMORY_BYTES = 2 ** 30

/** What a file as a whole is told to be: its records are not counted one by one. */
const TOLD_AS_A_WHOLE = /has no records|is damaged|was not closed|topics that are not read/

/** @param claim of the many files, as the title of the test: `damaged GPX files none crashes …` */
export function testDamagedImports(claim: string, subject: DamagedImport): void {
  const fileCount = fuzzCount(subject.fewCount ?? 300)
  const options = { timeout: 60_000 + 60 * fileCount }
  test(`of ${fileCount} ${claim}`, options, async ({ task }) => {
    const outcomes: Record<Outcome, number> = {
      refused: 0,
      told: 0,
      'not recognised': 0,
      'with all its records': 0,
    }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(fileCount, async (input, measure) => {
      const choices = choicesFrom(seededNumbers(input))
      const bytes = subject.damage(choices)
      const parts = subject.damageParts?.(choices) ?? []
      const intactCount = subject.countIntact(bytes, parts)
      const { outcome, accountedCount } = await measure(() => readDamaged(bytes, parts, subject))
      outcomes[outcome]++
      if (accountedCount < intactCount) {
        lost.push(`file ${input}: ${accountedCount} of ${intactCount} records`)
      }
    })
    task.meta.figures = { files: fileCount, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(outcomes.told + outcomes.refused).toBeGreaterThan(fileCount / 20)
    expect(outcomes['with all its records']).toBeGreaterThan(fileCount / 20)
  })
}

async function readDamaged(
  bytes: Bytes,
  parts: readonly DamagedPart[],
  { file: path, format }: DamagedImport,
): Promise<{ outcome: Outcome; accountedCount: number }> {
  try {
    const log = await importLog({
      file: new File([bytes], path),
      path,
      parts: parts.map((part) => ({ path: part.path, file: new File([part.bytes], part.path) })),
      timeColumn: null,
      timeUnit: 'ms',
      timeZone: 'UTC',
      isOfVideo: true,
      isNamed: false,
      report: () => undefined,
    })
    if (log?.format !== format) return { outcome: 'not recognised', accountedCount: Infinity }
    for (const { message } of log.problems) expect(wordsForProgrammers(message)).toBeNull()
    for (const { parsed } of log.tracks) {
      const { timesMs } = parsed
      expect(timesMs.every((timeMs, at) => timeMs >= (timesMs[at - 1] ?? -Infinity))).toBe(true)
    }
    const readCount = log.tracks.reduce((sum, { parsed }) => sum + parsed.timesMs.length, 0)
    if (log.problems.length === 0) {
      return { outcome: 'with all its records', accountedCount: readCount }
    }
    const isWhole = log.problems.some(({ message }) => TOLD_AS_A_WHOLE.test(message))
    const toldCount = isWhole ? Infinity : leftOutCount(log.problems)
    return { outcome: 'told', accountedCount: readCount + toldCount }
  } catch (thrown) {
    if (!(thrown instanceof OverlaneError)) throw thrown
    expect(wordsForProgrammers(thrown.message)).toBeNull()
    return { outcome: 'refused', accountedCount: Infinity }
  }
}
