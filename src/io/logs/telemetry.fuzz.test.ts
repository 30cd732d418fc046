/**
 * Damaged telemetry in videos, made from a seed. `npm run fuzz` tries more of it.
 */

import { beforeEach, expect, test, vi } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { FOR_PROGRAMMERS } from '../testing/for-programmers.ts'
import { mutateMp4 } from '../testing/mutate-video.ts'
import { choicesFrom, damageBytes, withNumberAt, wrongNumber } from '../testing/mutations.ts'
import type { Choices } from '../testing/mutations.ts'
import { mendVideo } from '../video/mending/mend-video.ts'
import { fileOf } from '../video/testing/file-of.ts'
import { readTelemetry } from './telemetry.ts'
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
  const { logs, problems } = await readTelemetry(fileOf(source.bytes, PATH), PATH)
  expect(problems).toEqual([])
  expect(logs.map(({ file }) => file)).toEqual([
    `${PATH}/Camera/ACCL.jsonl`,
    `${PATH}/Camera/GYRO.jsonl`,
  ])
  expect(linesOf(logs)).toEqual([TELEMETRY_RECORDS, TELEMETRY_RECORDS])
})

test('uncompressed sound beside it does not matter, however many samples it has', async () => {
  const { bytes } = writeTelemetryVideo(0xffffffff)
  const { logs } = await readTelemetry(fileOf(bytes, PATH), PATH)
  expect(linesOf(logs)).toEqual([TELEMETRY_RECORDS, TELEMETRY_RECORDS])
})

test(
  `of ${VIDEO_COUNT} videos with damaged telemetry none crashes the reader`,
  { timeout: 60_000 + 60 * VIDEO_COUNT },
  async ({ task }) => {
    const outcomes = { told: 0, 'read without a word': 0 }
    const { memoryBytes, figures } = await tryInputs(VIDEO_COUNT, async (input, measure) => {
      const file = fileOf(mutate(choicesFrom(seededNumbers(input))), PATH)
      const { faults, problems } = await measure(async () => {
        const mended = await mendVideo(file, () => undefined)
        return { ...mended, ...(await readTelemetry(mended.file, PATH)) }
      })
      for (const { message } of problems) {
        expect(message, `file ${input}`).not.toMatch(FOR_PROGRAMMERS)
      }
      const isTold = problems.length + faults.length > 0
      outcomes[isTold ? 'told' : 'read without a word']++
    })
    task.meta.figures = { videos: VIDEO_COUNT, ...outcomes, ...figures }
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
  },
)
