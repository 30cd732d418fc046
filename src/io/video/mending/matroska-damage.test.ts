import { describe, expect, test } from 'vitest'
import { readElement } from '../containers/matroska-elements.ts'
import type { Element } from '../containers/matroska-elements.ts'
import { CLUSTER, SIMPLE_BLOCK } from '../containers/matroska-kinds.ts'
import { fileOf } from '../testing/file-of.ts'
import { writeVideo } from '../testing/write-video.ts'
import { indexVideo } from '../video-file.ts'

const FRAME_COUNT = 30

const outcome = async (
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ timesMs: number[]; messages: string[] }> => {
  const file = fileOf(bytes, 'drive.webm')
  const { index, problems } = await indexVideo(file, 'drive.webm', () => undefined)
  return { timesMs: [...index.timesMs], messages: problems.map(({ message }) => message) }
}
const TIMES_MS = Array.from({ length: FRAME_COUNT }, (_, index) => index * 40)

const elementAt = (bytes: Uint8Array<ArrayBuffer>, at: number): Element => {
  const element = readElement(new DataView(bytes.buffer, at), at)
  if (!element) throw new Error(`There is nothing at byte ${at}.`)
  return element
}
const clustersOf = (bytes: Uint8Array<ArrayBuffer>): Element[] => {
  const segment = elementAt(bytes, elementAt(bytes, 0).end)
  const clusters: Element[] = []
  for (let at = segment.dataStart; at < bytes.length;) {
    const element = elementAt(bytes, at)
    if (element.id === CLUSTER) clusters.push(element)
    at = element.end
  }
  return clusters
}
const blocksOf = (bytes: Uint8Array<ArrayBuffer>, cluster: Element): Element[] => {
  const blocks: Element[] = []
  for (let at = cluster.dataStart; at < cluster.end;) {
    const element = elementAt(bytes, at)
    if (element.id === SIMPLE_BLOCK) blocks.push(element)
    at = element.end
  }
  return blocks
}
const firstOf = <Each>(list: readonly Each[]): Each => {
  const [first] = list
  if (first === undefined) throw new Error('The list is empty.')
  return first
}
/** A copy with the last bytes of an element's size changed. */
const withSize = (
  bytes: Uint8Array<ArrayBuffer>,
  { dataStart, end }: Element,
  add: number,
): Uint8Array<ArrayBuffer> => {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  const size = (end - dataStart + add) & 0xffff
  view.setUint16(dataStart - 2, (view.getUint16(dataStart - 2) & 0xc000) | (size & 0x3fff))
  return copy
}

describe('every frame is found, and it is said what is wrong, where', () => {
  test('a cluster declares fewer bytes than it has', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const cluster = firstOf(clustersOf(bytes))
    const block = firstOf(blocksOf(bytes, cluster).slice(3))
    const { timesMs, messages } = await outcome(
      withSize(bytes, cluster, block.headerAt - cluster.end),
    )
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(
      /^drive\.webm is damaged: its cluster at byte \d+ declares [\d,]+ bytes, and has [\d,]+\. The 30 frames/,
    )
  })

  test('a cluster declares fewer bytes than it has, and ends within a block', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const cluster = firstOf(clustersOf(bytes))
    const { timesMs } = await outcome(withSize(bytes, cluster, -50))
    expect(timesMs).toEqual(TIMES_MS)
  })

  test('a cluster declares more bytes than it has', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const { timesMs, messages } = await outcome(withSize(bytes, firstOf(clustersOf(bytes)), 700))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toMatch(/its cluster at byte \d+ declares [\d,]+ bytes, and has/)
  })

  test('a cluster has another name', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const { headerAt } = firstOf(clustersOf(bytes).slice(1))
    bytes[headerAt + 2] = 0x99
    const { timesMs, messages } = await outcome(bytes)
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain(
      `its cluster at byte ${headerAt.toLocaleString('en-US')} has a damaged name`,
    )
  })

  test('the segment declares fewer bytes than it has', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const segment = elementAt(bytes, elementAt(bytes, 0).end)
    const { timesMs, messages } = await outcome(withSize(bytes, segment, -2000))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('it goes on for')
  })
})

test('a second video behind the first one is told, and readers stop before it', async () => {
  const one = await writeVideo('WebM written in one go', FRAME_COUNT)
  const bytes = new Uint8Array(2 * one.length)
  bytes.set(one)
  bytes.set(one, one.length)
  const { timesMs, messages } = await outcome(bytes)
  expect(timesMs).toEqual(TIMES_MS)
  expect(messages[0]).toContain(
    `another video begins in it at byte ${one.length.toLocaleString('en-US')}, and is not read`,
  )
})

describe('frames beside a damaged one are found', () => {
  test('a block has another name', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const block = firstOf(blocksOf(bytes, firstOf(clustersOf(bytes))).slice(2))
    bytes[block.headerAt] = 0x91
    const { timesMs, messages } = await outcome(bytes)
    expect(timesMs).toEqual(TIMES_MS.filter((_, index) => index !== 2))
    expect(messages[0]).toContain(
      `${block.end - block.headerAt} bytes in it from byte ${block.headerAt.toLocaleString('en-US')} on cannot be read`,
    )
  })

  test('a block declares more bytes than it has', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const block = firstOf(blocksOf(bytes, firstOf(clustersOf(bytes))).slice(2))
    const { timesMs, messages } = await outcome(withSize(bytes, block, 20))
    expect(timesMs.length).toBeGreaterThanOrEqual(FRAME_COUNT - 2)
    expect(messages[0]).toContain('cannot be read')
  })

  test('a block belongs to a track that is not listed', async () => {
    const bytes = await writeVideo('WebM', FRAME_COUNT)
    const block = firstOf(blocksOf(bytes, firstOf(clustersOf(bytes))).slice(2))
    bytes[block.dataStart] = 0x85
    const { timesMs, messages } = await outcome(bytes)
    expect(timesMs).toHaveLength(FRAME_COUNT - 1)
    expect(messages[0]).toContain('1 block in it belongs to a track that it does not list')
  })
})

test.each([
  ['zeros', new Uint8Array(999)],
  ['other bytes', Uint8Array.from({ length: 999 }, (_, index) => 1 + (index % 200))],
])('%s behind the end are no damage', async (_, added) => {
  const bytes = await writeVideo('WebM', FRAME_COUNT)
  const { timesMs, messages } = await outcome(Uint8Array.from([...bytes, ...added]))
  expect(timesMs).toEqual(TIMES_MS)
  expect(messages).toEqual([])
})
