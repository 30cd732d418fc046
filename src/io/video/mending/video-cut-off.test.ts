import { describe, expect, test } from 'vitest'
import { findCutOff } from './video-cut-off.ts'

const EBML = [0x1a, 0x45, 0xdf, 0xa3]
const SEGMENT = [0x18, 0x53, 0x80, 0x67]
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75]
const BLOCK = [0xa3]
const CUES = [0x1c, 0x53, 0xbb, 0x6b]

/** An element of Matroska whose size is written in 8 bytes. */
const element = (id: number[], data: number[]): number[] => {
  const size = [24, 16, 8, 0].map((shift) => (data.length >> shift) & 0xff)
  return [...id, 0x01, 0, 0, 0, ...size, ...data]
}
const elementOfNoSize = (id: number[], data: number[]): number[] => [
  ...[...id, 0x01, ...Array<number>(7).fill(0xff)],
  ...data,
]
const block = (byte: number): number[] => element(BLOCK, Array<number>(20).fill(byte))
const BLOCK_BYTES = block(0).length

const box = (type: string, byteCount: number): number[] => [
  ...[24, 16, 8, 0].map((shift) => (byteCount >> shift) & 0xff),
  ...Array.from(type, (letter) => letter.charCodeAt(0)),
  ...Array<number>(byteCount - 8).fill(0xaa),
]
const packets = (count: number, strideBytes: number, offset: number): number[] =>
  Array.from({ length: count * strideBytes }, (_, at) => (at % strideBytes === offset ? 0x47 : 0))

const toFile = (bytes: number[]): File => new File([new Uint8Array(bytes)], 'drive')
const bytesOf = async (file: File | undefined): Promise<number[]> => [
  ...new Uint8Array((await file?.arrayBuffer()) ?? []),
]

describe('a complete file needs exactly the bytes that it has', () => {
  const head = element(EBML, [])
  const clusters = [...element(CLUSTER, block(1)), ...element(CLUSTER, block(2))]
  test.each<[string, number[]]>([
    ['Matroska', [...head, ...element(SEGMENT, clusters)]],
    ['Matroska that was written as a stream', [...head, ...elementOfNoSize(SEGMENT, clusters)]],
    [
      'Matroska of parts without lengths',
      [...head, ...elementOfNoSize(SEGMENT, elementOfNoSize(CLUSTER, block(1)))],
    ],
    ['MP4', [...box('ftyp', 24), ...box('mdat', 500), ...box('moov', 90)]],
    [
      'MP4 with zeros after it',
      [...box('ftyp', 24), ...box('mdat', 500), ...Array<number>(99).fill(0)],
    ],
    ['MP4 whose last box goes to the end', [...box('ftyp', 24), ...box('mdat', 8).fill(0, 0, 4)]],
    ['MPEG-TS', packets(9, 188, 0)],
    ['MPEG-TS with times', packets(9, 192, 4)],
    ['no video', Array.from('timestamp_ms,speed', (letter) => letter.charCodeAt(0))],
    ['nothing', []],
  ])('%s', async (_, bytes) => {
    expect(await findCutOff(toFile(bytes))).toBeNull()
  })
})

describe('in Matroska, complete blocks of an incomplete cluster can be read', () => {
  const head = element(EBML, [])
  const first = element(CLUSTER, block(1))
  const lastBlocks = [...block(2), ...block(3), ...block(4)]

  test('the length of the last cluster is corrected', async () => {
    const whole = [...head, ...element(SEGMENT, [...first, ...element(CLUSTER, lastBlocks)])]
    const cut = whole.slice(0, -BLOCK_BYTES - 5)
    const found = await findCutOff(toFile(cut))
    expect(found?.declaredBytes).toBe(whole.length)
    const shortened = element(CLUSTER, block(2))
    const upToCluster = whole.slice(0, -lastBlocks.length - 12)
    expect(await bytesOf(found?.readable)).toEqual([...upToCluster, ...shortened])
  })

  test('a file that was written as a stream needs all bytes of its last cluster', async () => {
    const whole = [...head, ...elementOfNoSize(SEGMENT, element(CLUSTER, lastBlocks))]
    const found = await findCutOff(toFile(whole.slice(0, -1)))
    expect(found?.declaredBytes).toBe(whole.length)
    const shortened = element(CLUSTER, [...block(2), ...block(3)])
    expect(await bytesOf(found?.readable)).toEqual([
      ...head,
      ...elementOfNoSize(SEGMENT, shortened),
    ])
  })

  test('without any lengths, only the last block is left out', async () => {
    const whole = [...head, ...elementOfNoSize(SEGMENT, elementOfNoSize(CLUSTER, lastBlocks))]
    const found = await findCutOff(toFile(whole.slice(0, -1)))
    expect(found?.declaredBytes).toBe(whole.length)
    expect(await bytesOf(found?.readable)).toEqual(whole.slice(0, -BLOCK_BYTES))
  })

  test('if only the index is cut off, the file is read as it is', async () => {
    const whole = [...head, ...element(SEGMENT, [...first, ...element(CUES, [1, 2, 3])])]
    const file = toFile(whole.slice(0, -2))
    expect(await findCutOff(file)).toEqual({ declaredBytes: whole.length, readable: file })
  })
})

test('MP4 needs all bytes of its last box, however large it is', async () => {
  const file = toFile([...box('ftyp', 24), ...box('moov', 90), ...box('mdat', 500)].slice(0, 300))
  expect(await findCutOff(file)).toEqual({ declaredBytes: 614, readable: file })
  const large = [0, 0, 0, 1, ...box('mdat', 8).slice(4), 0, 0, 0, 2, 0, 0, 0, 0]
  const largeFile = toFile([...box('ftyp', 24), ...large])
  expect((await findCutOff(largeFile))?.declaredBytes).toBe(24 + 2 ** 33)
})

test('MPEG-TS that ends inside a packet needs the rest of the packet', async () => {
  const file = toFile(packets(9, 188, 0).slice(0, -100))
  expect(await findCutOff(file)).toEqual({ declaredBytes: 9 * 188, readable: file })
  const timed = toFile(packets(9, 192, 4).slice(0, -100))
  expect((await findCutOff(timed))?.declaredBytes).toBe(9 * 192)
})

test('the lengths of a large file are followed from part to part', async () => {
  const boxes = Array.from({ length: 40 }, () => box('mdat', 30_000)).flat()
  const file = toFile([...box('ftyp', 24), ...boxes].slice(0, -1))
  expect((await findCutOff(file))?.declaredBytes).toBe(24 + 40 * 30_000)
})
