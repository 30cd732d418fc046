/**
 * Damaged project files, made from a seed. `npm run fuzz` tries more of them.
 */

import { beforeEach, expect, test, vi } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import { readText } from '../logs/read-text.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import { damageText, mutateYaml } from '../testing/mutate-text.ts'
import { choicesFrom } from '../testing/mutations.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { parseProjectFile } from './project-file.ts'

const FILE_COUNT = fuzzCount(400)
const MOST_MEMORY_BYTES = 2 ** 30

const source = `time_zone: Europe/Berlin
reference_height: 1080
sensors:
  speed:
    strategy: nearest
    time_offset_ms: -40
  imu:
    file: logs/imu.csv
    tolerance_ms: 200
renderers:
  - type: frame_info
    position: { x: 'width - 10', y: 10, anchor: top_right }
  - type: speed
    sensor: speed
    show_when: speed > 5
  - type: text
    sensor: imu
    template: '{time:HH:mm}  #{frame}'
range: { start_time: '2025-10-27T08:30:10' }
output:
  format: jpeg
  quality: 0.8
`

/** What a person sees in the lines: how many renderers and sensors, and how frames are written. */
interface Seen {
  rendererCount: number
  sensorCount: number
  format: string | null
}

function see(lines: readonly string[]): Seen {
  const seen: Seen = { rendererCount: 0, sensorCount: 0, format: null }
  let section = ''
  for (const line of lines) {
    if (/^\S/.test(line)) section = line
    if (section === 'renderers:' && /^ {2}- type: \w+$/.test(line)) seen.rendererCount++
    if (section === 'sensors:' && /^ {2}\w+:$/.test(line)) seen.sensorCount++
    if (section === 'output:') seen.format ??= /^ {2}format: (\w+)$/.exec(line)?.[1] ?? null
  }
  return seen
}

/** What of it the configuration does not have. */
function missingIn({ renderers, sensors, output }: OverlayConfig, seen: Seen): string {
  const [rendererCount, sensorCount] = [renderers.length, Object.keys(sensors).length]
  if (rendererCount < seen.rendererCount) {
    return `${rendererCount} of ${seen.rendererCount} renderers`
  }
  if (sensorCount < seen.sensorCount) return `${sensorCount} of ${seen.sensorCount} sensors`
  if (seen.format !== null && output.format !== seen.format) return `the format ${seen.format}`
  return ''
}

interface Result {
  outcome: 'refused' | 'applied as a whole'
  lost: string
}

async function check(bytes: Uint8Array<ArrayBuffer>): Promise<Result> {
  try {
    const text = await readText(new Blob([bytes]), 'config-invalid')
    const { config, problems } = await parseProjectFile(text)
    for (const { message } of problems) expect(wordsForProgrammers(message)).toBeNull()
    if (!config) {
      expect(problems).not.toEqual([])
      return { outcome: 'refused', lost: '' }
    }
    return { outcome: 'applied as a whole', lost: missingIn(config, see(plainLines(bytes))) }
  } catch (thrown) {
    if (!(thrown instanceof OverlaneError)) throw thrown
    expect(wordsForProgrammers(thrown.message)).toBeNull()
    return { outcome: 'refused', lost: '' }
  }
}

beforeEach(() => {
  // The library tells of keys that it does not expect.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
})

test('of a sound file a reader of the test sees what Overlane reads', async () => {
  expect(see(source.split('\n'))).toEqual({ rendererCount: 3, sensorCount: 2, format: 'jpeg' })
  expect(await check(new TextEncoder().encode(source))).toEqual({
    outcome: 'applied as a whole',
    lost: '',
  })
})

test(
  `of ${FILE_COUNT} damaged project files none crashes the reader, and none is applied in part`,
  { timeout: 60_000 + 60 * FILE_COUNT },
  async ({ task }) => {
    const outcomes: Record<Result['outcome'], number> = { refused: 0, 'applied as a whole': 0 }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(FILE_COUNT, async (input, measure) => {
      const bytes = damageText(source, mutateYaml, choicesFrom(seededNumbers(input)))
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
