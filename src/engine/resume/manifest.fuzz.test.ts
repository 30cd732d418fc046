/**
 * Damaged manifests, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { MANIFEST_FILE_NAME, manifestPartName } from '../../io/folders/manifest-files.ts'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { damageText, mutateJson } from '../../io/testing/mutate-text.ts'
import { choicesFrom } from '../../io/testing/mutations.ts'
import { fileLine, headerLine, partLine } from './manifest.ts'
import { SPLICED } from '../testing/spliced.ts'
import { readManifest } from './read-manifest.ts'

const MANIFEST_COUNT = fuzzCount(800)
const MOST_MEMORY_BYTES = 2 ** 30
const FRAME_COUNT = 20

const header = { run: 'a-run', startedAt: '', fingerprint: { 'output.format': 'png' } }
const lines = Array.from({ length: FRAME_COUNT }, (_, frameIndex) =>
  fileLine({
    name: `frame_${frameIndex}.png`,
    sizeBytes: 1000 + frameIndex,
    xxh32: (0x9e3779b1 * (frameIndex + 1)).toString(16).slice(0, 8),
    frame: {
      frameIndex,
      ...SPLICED,
      widthPx: 1920,
      heightPx: 1080,
      source: { sizeBytes: 900 + frameIndex, modifiedMs: 1761525010250 },
    },
  }),
)
const first = [headerLine(header), ...lines.slice(0, FRAME_COUNT / 2)].join('')
const second = [partLine(header, 2), ...lines.slice(FRAME_COUNT / 2)].join('')

/** Names that are listed with a size and a checksum, below a first line of this version and run. */
function listed(bytes: Uint8Array, run: string): string[] {
  const [head = '', ...rest] = Buffer.from(bytes).toString('utf8').split('\n')
  const first = asObject(head.replace(/^\uFEFF/, ''))
  if (first?.run !== run || first.overlane_manifest !== 1) return []
  return rest.flatMap((line) => {
    const { name, size, xxh32 } = asObject(line) ?? {}
    const hasSize = Number.isInteger(size) && Number(size) >= 0
    return typeof name === 'string' && hasSize && typeof xxh32 === 'string' ? [name] : []
  })
}

function asObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

test(
  `of ${MANIFEST_COUNT} damaged manifests none crashes the reader, and none loses a file that it lists`,
  { timeout: 60_000 + 60 * MANIFEST_COUNT },
  async ({ task }) => {
    const outcomes = { ignored: 0, 'with some files': 0, 'with all files': 0 }
    const lost: string[] = []
    const { memoryBytes, figures } = await tryInputs(MANIFEST_COUNT, async (input, measure) => {
      const choices = choicesFrom(seededNumbers(input))
      const encoder = new TextEncoder()
      const isFirstDamaged = choices.below(2) === 0
      const damaged = damageText(isFirstDamaged ? first : second, mutateJson, choices)
      const parts = [
        isFirstDamaged ? damaged : encoder.encode(first),
        isFirstDamaged ? encoder.encode(second) : damaged,
      ] as const
      const directory = new MemoryDirectory('out', [
        [MANIFEST_FILE_NAME, new File([parts[0]], MANIFEST_FILE_NAME)],
        [manifestPartName(2), new File([parts[1]], manifestPartName(2))],
      ])
      const manifest = await measure(() => readManifest(directory))
      if (!manifest) {
        outcomes.ignored++
        return
      }
      const names = parts.flatMap((part) => listed(part, manifest.run))
      const missing = names.filter((name) => !manifest.files.has(name))
      if (missing.length > 0) lost.push(`manifest ${input}: ${missing.join(', ')}`)
      outcomes[manifest.files.size < FRAME_COUNT ? 'with some files' : 'with all files']++
    })
    task.meta.figures = { manifests: MANIFEST_COUNT, ...outcomes, ...figures }
    expect(lost).toEqual([])
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(MANIFEST_COUNT / 20)
  },
)
