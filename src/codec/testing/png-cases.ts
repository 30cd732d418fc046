import { constants } from 'node:zlib'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { seededNumbers } from './kinds-of-bytes.ts'
import { makePatch } from './overlay-composite.ts'
import type { PngForm } from './png-writer.ts'

export interface Size {
  width: number
  height: number
}

/** A random size, form of file and patches, made from one number. */
export function anySpliceCase(
  seed: number,
  maxSide = 300,
): [Size, Partial<PngForm>, OverlayPatch[]] {
  const next = seededNumbers(seed)
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[next() % values.length] ?? values[0]
  const size = { width: 1 + (next() % maxSide), height: 1 + (next() % maxSide) }
  const form = {
    colourType: pick([2, 6]),
    bitDepth: pick([8, 8, 16]),
    filter: pick<PngForm['filter']>([0, 1, 2, 3, 4, 'mixed']),
    level: next() % 10,
    strategy: pick([
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_RLE,
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_FILTERED,
    ]),
    windowBits: 9 + (next() % 7),
    memLevel: 1 + (next() % 9),
    pieceCount: pick([1, 2, 7, 1000]),
  }
  const patches = Array.from({ length: 1 + (next() % 3) }, (_, index) => {
    const top = Math.floor((index * size.height) / 3)
    const x = next() % size.width
    const room = Math.floor(((index + 1) * size.height) / 3) - top
    const height = next() % (room + 1)
    return makePatch(x, top, 1 + (next() % (size.width - x)), height, next())
  })
  return [size, form, patches]
}
