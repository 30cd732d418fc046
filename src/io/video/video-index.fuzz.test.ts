/**
 * Damaged videos, made from a seed. `npm run fuzz` tries more of them.
 */

import { beforeEach, expect, test, vi } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { OverlaneError } from '../../core/errors.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import { intactFrames } from '../testing/intact-frames.ts'
import { mutateMatroska, mutateMp4, mutateTransportStream } from '../testing/mutate-video.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { fileOf } from './testing/file-of.ts'
import { VIDEO_KINDS, writeVideo } from './testing/write-video.ts'
import type { VideoKind } from './testing/write-video.ts'
import { indexVideo } from './video-file.ts'

const VIDEO_COUNT = fuzzCount(700)
const FRAME_COUNT = 20
const MOST_MEMORY_BYTES = 2 ** 30

const MUTATE: Readonly<Record<VideoKind, typeof mutateMp4>> = {
  MP4: mutateMp4,
  'MP4 in fragments': mutateMp4,
  MOV: mutateMp4,
  WebM: mutateMatroska,
  'WebM written in one go': mutateMatroska,
  Matroska: mutateMatroska,
  'MPEG-TS': mutateTransportStream,
}

beforeEach(() => {
  // The library tells of files that it does not understand.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

test(
  `of ${VIDEO_COUNT} damaged videos none crashes the reader, and none loses a frame without a word`,
  { timeout: 60_000 + 60 * VIDEO_COUNT },
  async ({ task }) => {
    const sources = await Promise.all(VIDEO_KINDS.map((kind) => writeVideo(kind, FRAME_COUNT)))
    const outcomes = { refused: 0, told: 0, 'with all their frames': 0 }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(VIDEO_COUNT, async (input, measure) => {
      const choices = choicesFrom(seededNumbers(input))
      const kindIndex = input % VIDEO_KINDS.length
      const kind = VIDEO_KINDS[kindIndex] ?? 'MP4'
      const source = sources[kindIndex] ?? new Uint8Array()
      let bytes = source
      for (let count = choices.one([1, 1, 2, 3]); count > 0 && bytes.length > 0; count--) {
        bytes = MUTATE[kind](bytes, choices)
      }
      const outcome = await measure(() => look(bytes, `${kind}, file ${input}`))
      if (outcome === 'refused' || outcome === 'told') {
        outcomes[outcome]++
        return
      }
      const intactCount = intactFrames(kind, source, bytes)
      if (outcome < intactCount) lost.push(`${kind}, file ${input}: ${outcome} of ${intactCount}`)
      outcomes['with all their frames']++
    })
    task.meta.figures = { videos: VIDEO_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(VIDEO_COUNT / 50)
  },
)

/** How many frames are found, where nothing is said. */
async function look(
  bytes: Uint8Array<ArrayBuffer>,
  what: string,
): Promise<number | 'refused' | 'told'> {
  try {
    const { index, problems } = await indexVideo(fileOf(bytes), 'drive', () => undefined)
    for (const { message } of problems) expect(wordsForProgrammers(message), what).toBeNull()
    return problems.length > 0 ? 'told' : index.timesMs.length
  } catch (thrown) {
    expect(thrown, what).toBeInstanceOf(OverlaneError)
    expect(wordsForProgrammers((thrown as OverlaneError).message), what).toBeNull()
    return 'refused'
  }
}
