/** Damaged tubs of Donkeycar, made from a seed. `npm run fuzz` tries more of them. */

import { damageText, mutateJson } from '../testing/mutate-text.ts'
import { plainLines } from '../testing/plain-lines.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'
import type { DamagedPart } from './testing/damaged-imports.ts'

const RECORDS_PER_CATALOG = 6
const records = Array.from({ length: 2 * RECORDS_PER_CATALOG }, (_, index) =>
  JSON.stringify({
    _index: index,
    _timestamp_ms: 1_622_550_000_000 + 50 * index,
    'cam/image_array': `${index}_cam_image_array_.jpg`,
    'user/angle': index / 10,
    'user/mode': 'user',
  }),
)
const catalogs = [0, RECORDS_PER_CATALOG].map((from, index) => ({
  name: `catalog_${index}.catalog`,
  text: `${records.slice(from, from + RECORDS_PER_CATALOG).join('\n')}\n`,
}))
const paths = catalogs.map(({ name }) => name)
const manifestOf = (deleted: readonly number[]): string =>
  [
    ['cam/image_array', 'user/angle', 'user/mode'],
    ['image_array', 'float', 'str'],
    {},
    { created_at: 1_622_550_000 },
    { paths, current_index: records.length, deleted_indexes: deleted },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
const asItIs = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** The catalogs that a manifest names, and the places of the deleted records. */
function readState(bytes: Uint8Array<ArrayBuffer>): { paths: unknown[]; deleted: unknown[] } {
  for (const line of plainLines(bytes).reverse()) {
    try {
      const { paths, deleted_indexes: deleted } = JSON.parse(line) as Record<string, unknown>
      if (Array.isArray(paths)) return { paths, deleted: Array.isArray(deleted) ? deleted : [] }
    } catch {
      // Another line of the manifest may be whole.
    }
  }
  return { paths: [], deleted: [] }
}

function countIntact(bytes: Uint8Array<ArrayBuffer>, parts: readonly DamagedPart[]): number {
  const { paths, deleted } = readState(bytes)
  const lines = paths
    .flatMap((name) => parts.filter(({ path }) => path === `tub/${String(name)}`))
    .flatMap((part) => plainLines(part.bytes))
    .filter((line) => line.trim() !== '')
  const kept = new Set(lines.filter((_, place) => !deleted.includes(place)))
  return records.filter((record) => kept.has(record)).length
}

testDamagedImports(
  'damaged tubs of Donkeycar none crashes the reader, and none loses a record without a word',
  {
    file: 'tub/manifest.json',
    format: 'Donkeycar',
    damage: (choices) => {
      const text = manifestOf(choices.one([[], [], [2, 7]]))
      return choices.below(3) === 0 ? damageText(text, mutateJson, choices) : asItIs(text)
    },
    damageParts: (choices) =>
      catalogs.flatMap(({ name, text }) => {
        const bytes = choices.below(3) === 0 ? damageText(text, mutateJson, choices) : asItIs(text)
        return choices.below(20) === 0 ? [] : [{ path: `tub/${name}`, bytes }]
      }),
    countIntact,
  },
)
