/**
 * Damaged calibrations, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { emptyConfig } from '../../core/config/parse-config.ts'
import type { Calibration } from '../../core/draw/camera.ts'
import type { Problem } from '../../core/errors.ts'
import { MemoryDirectory } from '../folders/memory-directory.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import { damageText, mutateJson } from '../testing/mutate-text.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { readCalibration } from './calibration-file.ts'

const FILE_COUNT = fuzzCount(1000)
const MOST_MEMORY_BYTES = 2 ** 30
const NAME = 'camera_calibration.json'

const flat = `{
"image_width": 1920,
"image_height": 1080,
"camera_matrix": [[1101.5, 0, 961.25], [0, 1102.5, 541.75], [0, 0, 1]],
"distortion_coefficients": [-0.21, 0.09, 0.0011, -0.0007, 0.013],
"rotation_vector": [0.011, -0.022, 0.033],
"translation_vector": [0.44, -1.55, 0.66]
}
`
const nested = `{
"camera": {
"resolution": [1920, 1080],
"intrinsics": {
"fx": 1101.5,
"fy": 1102.5,
"cx": 961.25,
"cy": 541.75,
"distortion": [-0.21, 0.09, 0.0011, -0.0007, 0.013]
}
},
"rotation_vector": [0.011, -0.022, 0.033],
"translation_vector": [0.44, -1.55, 0.66]
}
`
/** Lines of both forms, and the numbers of the calibration that each of them sets. */
const LINES: readonly (readonly [line: RegExp, numbers: (read: Calibration) => number[]])[] = [
  [/^"distortion(?:_coefficients)?": \[([^\]]*)\]/, ({ distortion }) => [...distortion]],
  [/^"rotation_vector": \[([^\]]*)\]/, ({ rotation }) => [...rotation]],
  [/^"translation_vector": \[([^\]]*)\]/, ({ translation }) => [...translation]],
  [/^"fx": ([-\d.]+),?\s*$/, ({ fxPx }) => [fxPx]],
  [/^"cy": ([-\d.]+),?\s*$/, ({ cyPx }) => [cyPx]],
  [/^"image_width": ([-\d.]+),?\s*$/, ({ imageWidthPx }) => [imageWidthPx]],
]

/** The first line whose numbers are not those that were read. */
function differingLine(bytes: Uint8Array, read: Calibration): string {
  const lines = plainLines(bytes)
  for (const [pattern, numbersOf] of LINES) {
    const found = lines.filter((line) => pattern.test(line))
    // Of a key that is there twice, JSON takes the last value.
    const texts = pattern.exec(found.at(-1) ?? '')?.[1]?.split(',') ?? []
    const numbers = texts.map(Number)
    const known = numbersOf(read)
    if (numbers.some((number, index) => number !== known[index])) return found.at(-1) ?? ''
  }
  return ''
}

interface Result {
  outcome: 'told' | 'read as a whole'
  lost: string
}

async function check(bytes: Uint8Array<ArrayBuffer>): Promise<Result> {
  const problems: Problem[] = []
  const found = await readCalibration({
    directory: new MemoryDirectory('drive', [[NAME, new File([bytes], NAME)]]),
    folders: new Map([['', [NAME]]]),
    written: [],
    config: emptyConfig(),
    used: new Set(),
    problems,
  })
  for (const { message } of problems) expect(wordsForProgrammers(message)).toBeNull()
  if (!found) {
    expect(problems).toHaveLength(1)
    return { outcome: 'told', lost: '' }
  }
  return { outcome: 'read as a whole', lost: differingLine(bytes, found.calibration) }
}

test(
  `of ${FILE_COUNT} damaged calibrations none crashes the reader, and none is read in part`,
  { timeout: 60_000 + 60 * FILE_COUNT },
  async ({ task }) => {
    const outcomes: Record<Result['outcome'], number> = { told: 0, 'read as a whole': 0 }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(FILE_COUNT, async (input, measure) => {
      const choices = choicesFrom(seededNumbers(input))
      const bytes = damageText(input % 2 === 0 ? flat : nested, mutateJson, choices)
      const result = await measure(() => check(bytes))
      outcomes[result.outcome]++
      if (result.lost !== '') lost.push(`file ${input}: ${result.lost}`)
    })
    task.meta.figures = { files: FILE_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(FILE_COUNT / 25)
  },
)
