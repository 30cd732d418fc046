import { expect, test } from 'vitest'
import { streamCluster, streamHeader } from './overlay-stream.ts'

const SLOTS = [
  { x: 10, y: 20, width: 64, height: 32 },
  { x: 200, y: 100, width: 40, height: 20 },
]

interface Element {
  id: string
  bytes: Uint8Array
}

/** The elements of a stream, one after another. Those of unknown size have all that follows. */
function elementsOf(bytes: Uint8Array): Element[] {
  const found: Element[] = []
  for (let at = 0; at < bytes.length;) {
    const idLength = Math.clz32(bytes[at] ?? 0) - 23
    const id = Buffer.from(bytes.subarray(at, at + idLength)).toString('hex')
    at += idLength
    const size = Number(
      new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0) & ((1n << 56n) - 1n),
    )
    at += 8
    const isOpen = size === 2 ** 56 - 1 || size > bytes.length
    found.push({ id, bytes: bytes.subarray(at, isOpen ? bytes.length : at + size) })
    at = isOpen ? bytes.length : at + size
  }
  return found
}

/** @param path ids that lead to elements */
function findAll(bytes: Uint8Array, ...path: string[]): Uint8Array[] {
  const [id, ...rest] = path
  const inside = elementsOf(bytes).filter((each) => each.id === id)
  return rest.length === 0
    ? inside.map((each) => each.bytes)
    : inside.flatMap((each) => findAll(each.bytes, ...rest))
}
const numberOf = (bytes: Uint8Array): number => Number(Buffer.from(bytes).readBigUInt64BE())

const [SEGMENT, INFO, TRACKS, TRACK, VIDEO] = ['18538067', '1549a966', '1654ae6b', 'ae', 'e0']

test('the header is that of a Matroska file in µs, with a raw track for each slot', () => {
  const header = streamHeader(SLOTS, '420')
  const [type] = findAll(header, '1a45dfa3', '4282')
  expect(new TextDecoder().decode(type)).toBe('matroska')
  expect(findAll(header, SEGMENT, INFO, '2ad7b1').map(numberOf)).toEqual([1000])
  const widths = findAll(header, SEGMENT, TRACKS, TRACK, VIDEO, 'b0').map(numberOf)
  const heights = findAll(header, SEGMENT, TRACKS, TRACK, VIDEO, 'ba').map(numberOf)
  expect([widths, heights]).toEqual([
    [64, 40],
    [32, 20],
  ])
  expect(findAll(header, SEGMENT, TRACKS, TRACK, 'd7').map(numberOf)).toEqual([1, 2])
})

test('the kind of raw pictures is named as ffmpeg names it', () => {
  const kindOf = (chroma: '420' | '444') => [
    ...(findAll(streamHeader(SLOTS, chroma), SEGMENT, TRACKS, TRACK, VIDEO, '2eb524')[0] ?? []),
  ]
  expect(kindOf('420')).toEqual([0x59, 0x34, 11, 8])
  expect(kindOf('444')).toEqual([0x59, 0x34, 0, 8])
})

test('a cluster has the pictures that change at its time', () => {
  const cluster = streamCluster(70_000_000_000, [
    { slotIndex: 1, bytes: Uint8Array.of(7, 8, 9) },
    { slotIndex: 0, bytes: Uint8Array.of(1) },
  ])
  expect(findAll(cluster, '1f43b675', 'e7').map(numberOf)).toEqual([70_000_000_000])
  const KEY = 0x80
  expect(findAll(cluster, '1f43b675', 'a3').map((block) => [...block])).toEqual([
    [0x82, 0, 0, KEY, 7, 8, 9],
    [0x81, 0, 0, KEY, 1],
  ])
})
