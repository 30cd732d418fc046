import { expect, test } from 'vitest'
import { readCreationMs } from './creation-time.ts'

function box(name: string, ...contents: Uint8Array[]): Uint8Array {
  const size = 8 + contents.reduce((sum, each) => sum + each.length, 0)
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, size)
  bytes.set(new TextEncoder().encode(name), 4)
  let at = 8
  for (const each of contents) {
    bytes.set(each, at)
    at += each.length
  }
  return bytes
}

function header(seconds: number): Uint8Array {
  const content = new Uint8Array(100)
  new DataView(content.buffer).setUint32(4, seconds)
  return box('mvhd', content)
}

function fileOf(...boxes: Uint8Array[]): File {
  return new File(boxes as Uint8Array<ArrayBuffer>[], 'film.mp4')
}

test('the creation time of an MP4 is read, wherever its header lies', async () => {
  const seconds = (Date.UTC(2025, 9, 27) + 2_082_844_800_000) / 1000
  const moov = box('moov', header(seconds))
  expect(await readCreationMs(fileOf(box('ftyp'), moov))).toBe(Date.UTC(2025, 9, 27))
  const behind = fileOf(box('ftyp'), box('mdat', new Uint8Array(5000)), moov)
  expect(await readCreationMs(behind)).toBe(Date.UTC(2025, 9, 27))
})

test('a file that does not say when it was made says nothing', async () => {
  expect(await readCreationMs(fileOf(box('ftyp'), box('moov', header(0))))).toBeNull()
  expect(await readCreationMs(fileOf(box('ftyp')))).toBeNull()
  expect(await readCreationMs(fileOf(new Uint8Array(40)))).toBeNull()
  expect(await readCreationMs(fileOf())).toBeNull()
})
