import { compress } from 'lz4js'
import { expect, test } from 'vitest'
import { seededNumbers } from '../../../codec/testing/seeded-numbers.ts'
import { decompressLz4Frame } from './lz4-frame.ts'

const text = (length: number, kinds: number): Uint8Array<ArrayBuffer> => {
  const next = seededNumbers(length + kinds)
  return Uint8Array.from({ length }, () => Math.floor(next() * kinds))
}

test.each([
  ['nothing', text(0, 1)],
  ['a byte', text(1, 256)],
  ['one value again and again', text(100_000, 1)],
  ['few values', text(100_000, 3)],
  ['noise, which stays as it is', text(100_000, 256)],
  ['several blocks', text(9_000_000, 4)],
])('a frame of another program has its content again: %s', (_, content) => {
  const frame = Uint8Array.from(compress(content))
  expect(Buffer.from(decompressLz4Frame(frame, content.length)).equals(content)).toBe(true)
})

test('a frame that is cut off, or has another length than it says, is damaged', () => {
  const content = text(500, 3)
  const frame = Uint8Array.from(compress(content))
  expect(() => decompressLz4Frame(frame, 499)).toThrow()
  expect(() => decompressLz4Frame(frame, 501)).toThrow()
  for (let length = 0; length < frame.length; length++) {
    expect(() => decompressLz4Frame(frame.slice(0, length), 500)).toThrow()
  }
})

test('a block that says it has 2 GB ends at once', () => {
  const frame = Uint8Array.from(compress(text(500, 3)))
  new DataView(frame.buffer).setUint32(7, 0x7fffffff, true)
  expect(() => decompressLz4Frame(frame, 500)).toThrow('a block ends after its frame')
})
