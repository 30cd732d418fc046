/**
 * Damaged telemetry in videos, made from a seed. `npm run fuzz` tries more of it.
 */

import { beforeEach, expect, test, vi } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import { mutateMp4 } from '../testing/mutate-video.ts'
import { choicesFrom, damageBytes, withNumberAt, wrongNumber } from '../testing/mutations.ts'
import type { Choices } from '../testing/mutations.ts'
import { mendVideo } from '../video/mending/mend-video.ts'
import { fileOf } from '../video/testing/file-of.ts'
import { readTelemetry } from './telemetry.ts'
import { intactRecords } from './testing/intact-records.ts'
import { TELEMETRY_RECORDS, writeTelemetryVideo } from './testing/write-telemetry-video.ts'

const VIDEO_COUNT = fuzzCount(150)
const MOST_MEMORY_BYTES = 2 ** 30
const PATH = 'drive.mp4'

const source = writeTelemetryVideo()
const linesOf = (logs: readonly { text: string }[]): number[] =>
  logs.map(({ text }) => text.split('\n').length)

/** Keys, types, sizes and counts of GPMF begin at whole words. */
function mutate(choices: Choices): Uint8Array<ArrayBuffer> {
  const { bytes, telemetryStart, telemetryEnd } = source
  const at = telemetryStart + 4 * choices.below((telemetryEnd - telemetryStart) / 4)
  const value = new DataView(bytes.buffer).getUint16(at + 2)
  return choices.one([
    () => mutateMp4(bytes, choices),
    () => withNumberAt(bytes, at + 2, 2, wrongNumber(value, choices)),
    () => withNumberAt(bytes, at + 1, 1, wrongNumber(value, choices)),
    () => withNumberAt(bytes, at, 1, choices.below(256)),
    () => damageBytes(bytes, choices, telemetryStart, telemetryEnd),
  ])()
}

beforeEach(() => {
  // The libraries tell of files that they do not understand.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

test('of a sound video each record of each stream is there', async () => {
  expect(intactRecords(source, source.bytes)).toBe(2 * TELEMETRY_RECORDS)
  const { logs, problems } = await readTelemetry(fileOf(source.bytes, PATH), PATH)
  expect(problems).toEqual([])
  expect(logs.map(({ file }) => file)).toEqual([
    `${PATH}/Camera/ACCL.jsonl`,
    `${PATH}/Camera/GYRO.jsonl`,
  ])
  expect(linesOf(logs)).toEqual([TELEMETRY_RECORDS, TELEMETRY_RECORDS])
})

test('a packet that its entries do not fill is told, and the others are read', async () => {
  // The first entry of the first packet contains no others any more.
  const bytes = withNumberAt(source.bytes, source.telemetryStart + 4, 1, 0x5a)
  const { logs, problems } = await readTelemetry(fileOf(bytes, PATH), PATH)
  expect(problems.map(({ message }) => message)).toEqual([
    `1 packet of the telemetry inside ${PATH} cannot be read as a whole, because of damage.`,
  ])
  expect(linesOf(logs)).toEqual([20, 20])
})

test('uncompressed sound beside it does not matter, however many samples it has', async () => {
  const { bytes } = writeTelemetryVideo(0xffffffff)
  const { logs } = await readTelemetry(fileOf(bytes, PATH), PATH)
  expect(linesOf(logs)).toEqual([TELEMETRY_RECORDS, TELEMETRY_RECORDS])
})

test(
  `of ${VIDEO_COUNT} videos with damaged telemetry none crashes the reader, and none loses a record without a word`,
  { timeout: 60_000 + 60 * VIDEO_COUNT },
  async ({ task }) => {
    const outcomes = { told: 0, 'with all their records': 0 }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(VIDEO_COUNT, async (input, measure) => {
      const bytes = mutate(choicesFrom(seededNumbers(input)))
      const file = fileOf(bytes, PATH)
      const { faults, problems, logs } = await measure(async () => {
        const mended = await mendVideo(file, () => undefined)
        return { ...mended, ...(await readTelemetry(mended.file, PATH)) }
      })
      for (const { message } of problems) {
        expect(wordsForProgrammers(message), `file ${input}`).toBeNull()
      }
      if (problems.length + faults.length > 0) {
        outcomes.told++
        return
      }
      const intactCount = intactRecords(source, bytes)
      const count = linesOf(logs).reduce((sum, each) => sum + each, 0)
      if (count < intactCount) lost.push(`file ${input}: ${count} of ${intactCount}`)
      outcomes['with all their records']++
    })
    task.meta.figures = { videos: VIDEO_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(VIDEO_COUNT / 20)
  },
)
