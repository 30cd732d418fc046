/**
 * Damaged images, made from a seed. `npm run fuzz` tries more of them.
 */

import { expect, test } from 'vitest'
import { fuzzCount, tryInputs } from '../../codec/testing/fuzz-run.ts'
import { writeJpeg } from '../../codec/testing/jpeg-writer.ts'
import { paintRows, writePng } from '../../codec/testing/png-writer.ts'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { readJpegHeader } from '../../codec/jpeg/jpeg-header.ts'
import { readPngHeader } from '../../codec/png/png-header.ts'
import { OverlaneError } from '../../core/errors.ts'
import { wordsForProgrammers } from '../testing/for-programmers.ts'
import {
  choicesFrom,
  damageBytes,
  joined,
  withNumberAt,
  wrongNumber,
} from '../testing/mutations.ts'
import type { Choices } from '../testing/mutations.ts'
import {
  findDamage,
  isComplete,
  mayBeTransparent,
  readImageHeader,
  sniffFormat,
} from './image-file.ts'

const IMAGE_COUNT = fuzzCount(2000)
const MOST_MEMORY_BYTES = 2 ** 29
const WIDTH_PX = 45
const HEIGHT_PX = 37

type Bytes = Uint8Array<ArrayBuffer>

const text = (letters: string): Bytes => Uint8Array.from(letters, (each) => each.charCodeAt(0))
const numbers = (isLittleEndian: boolean, ...values: number[]): Bytes => {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => view.setUint32(4 * index, value, isLittleEndian))
  return new Uint8Array(view.buffer)
}
const box = (type: string, ...content: Uint8Array[]): Bytes => {
  const inner = joined(...content)
  return joined(numbers(false, inner.length + 8), text(type), inner)
}

/** A picture of AVIF as far as its size. */
const avif = joined(
  box('ftyp', text('avif'), numbers(false, 0)),
  box(
    'meta',
    numbers(false, 0),
    box('iprp', box('ipco', box('ispe', numbers(false, 0, WIDTH_PX, HEIGHT_PX)))),
  ),
  box('mdat', new Uint8Array(40)),
)
const webp = joined(
  text('RIFF'),
  numbers(true, 30),
  text('WEBPVP8X'),
  numbers(true, 10),
  Uint8Array.of(0, 0, 0, 0, WIDTH_PX - 1, 0, 0, HEIGHT_PX - 1, 0, 0),
  new Uint8Array(12),
)
const bmp = joined(
  text('BM'),
  numbers(true, 74, 0, 54, 40, WIDTH_PX, HEIGHT_PX),
  new Uint8Array(48),
)

interface Source {
  bytes: Bytes
  isLittleEndian: boolean
  /** Where sizes and counts are: bytes in the file, and of how many bytes. */
  places: readonly (readonly [at: number, length: 1 | 2 | 4])[]
}

const sources: readonly Source[] = [
  ...[0, 1, 2].map((seed) => {
    const bytes = Uint8Array.from(
      writeJpeg({
        widthPx: WIDTH_PX,
        heightPx: HEIGHT_PX,
        seed,
        restartInterval: seed,
        orientation: 2 * seed,
      }),
    )
    return { bytes, isLittleEndian: false, places: placesOfJpeg(bytes) }
  }),
  ...[0, 1].map((seed) => {
    const rows = paintRows(WIDTH_PX, HEIGHT_PX, {}, seed)
    const bytes = Uint8Array.from(writePng(WIDTH_PX, HEIGHT_PX, rows, {}, seed))
    return { bytes, isLittleEndian: false, places: placesOfPng(bytes) }
  }),
  { bytes: avif, isLittleEndian: false, places: wordsOf(avif, 4) },
  { bytes: webp, isLittleEndian: true, places: wordsOf(webp, 4) },
  { bytes: bmp, isLittleEndian: true, places: wordsOf(bmp, 2) },
]

/** The lengths of its segments, and the numbers behind them. */
function placesOfJpeg(bytes: Bytes): [number, 1 | 2][] {
  const places: [number, 1 | 2][] = []
  for (let at = 2; bytes[at] === 0xff;) {
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    places.push([at + 2, 2], [at + 4, 1], [at + 5, 2], [at + 7, 2], [at + 9, 1])
    if (bytes[at + 1] === 0xda) break
    at += 2 + length
  }
  return places
}

/** The lengths of its chunks, and the numbers in the first one. */
function placesOfPng(bytes: Bytes): [number, 1 | 4][] {
  const view = new DataView(bytes.buffer)
  const places: [number, 1 | 4][] = [16, 20].map((at) => [at, 4])
  for (let at = 24; at < 29; at++) places.push([at, 1])
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) places.push([at, 4])
  return places
}

function wordsOf(bytes: Bytes, stepBytes: number): [number, 4][] {
  return Array.from({ length: bytes.length / stepBytes - 1 }, (_, index) => [index * stepBytes, 4])
}

function mutate({ bytes, isLittleEndian, places }: Source, choices: Choices): Bytes {
  const [at, length] = choices.one(places)
  const value = bytes[at + length - 1] ?? 0
  return choices.one([
    () => withNumberAt(bytes, at, length, wrongNumber(value, choices), isLittleEndian),
    () => withNumberAt(bytes, at, length, wrongNumber(value, choices), isLittleEndian),
    () => damageBytes(bytes, choices, 0, 200),
    () => damageBytes(bytes, choices),
  ])()
}

test(
  `of ${IMAGE_COUNT} damaged images none crashes the readers of headers`,
  { timeout: 60_000 + 20 * IMAGE_COUNT },
  async ({ task }) => {
    const outcomes = { refused: 0, read: 0 }
    const { memoryBytes, figures } = await tryInputs(IMAGE_COUNT, async (input, measure) => {
      const choices = choicesFrom(seededNumbers(input))
      const source = choices.one(sources)
      let bytes = mutate(source, choices)
      if (choices.below(3) === 0) bytes = mutate({ ...source, bytes }, choices)
      outcomes[await measure(() => read(bytes, `file ${input}`))]++
    })
    task.meta.figures = { images: IMAGE_COUNT, ...outcomes, ...figures }
    expect(memoryBytes).toBeLessThan(MOST_MEMORY_BYTES)
    // Each way was taken often enough to say something.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(IMAGE_COUNT / 20)
  },
)

async function read(bytes: Bytes, what: string): Promise<'read' | 'refused'> {
  const format = sniffFormat(bytes)
  if (format) isComplete(bytes, format)
  mayBeTransparent(bytes)
  expect(wordsForProgrammers(findDamage(bytes) ?? ''), what).toBeNull()
  readJpegHeader(bytes)
  readPngHeader(bytes)
  try {
    const { widthPx, heightPx } = await readImageHeader(bytes, 'a.jpg')
    expect(Number.isInteger(widthPx) && Number.isInteger(heightPx), what).toBe(true)
    return 'read'
  } catch (thrown) {
    expect(thrown, what).toBeInstanceOf(OverlaneError)
    expect(wordsForProgrammers((thrown as OverlaneError).message), what).toBeNull()
    return 'refused'
  }
}
