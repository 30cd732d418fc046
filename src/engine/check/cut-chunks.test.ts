import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutChunks } from './cut-chunks.ts'
import type { ChunkSize } from './cut-chunks.ts'

const equal = (frames: number): ChunkSize => ({ least: frames, most: frames })

test('frames are cut into chunks of the same size; the last one has the rest', () => {
  expect(cutChunks(null, 25, equal(10))).toEqual([
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 20, to: 25 },
  ])
})

test('a video is cut only where a segment ends', () => {
  expect(cutChunks([4, 9, 12, 20, 21], 21, equal(8))).toEqual([
    { from: 0, to: 9 },
    { from: 9, to: 20 },
    { from: 20, to: 21 },
  ])
})

test('a chunk is a four-hundredth of what is left, between the least and the most', () => {
  const size = { least: 250, most: 1000 }
  const lengths = cutChunks(null, 1_000_000, size).map(({ from, to }) => to - from)
  expect(lengths.slice(0, 600)).toEqual(Array(600).fill(1000))
  expect(lengths.slice(600, 603)).toEqual([1000, 998, 996])
  expect(lengths).toEqual([...lengths].sort((a, b) => b - a))
  expect(lengths.slice(-100, -1)).toEqual(Array(99).fill(250))
})

test('a recording has at most 5,000 chunks', () => {
  expect(cutChunks(null, 10_000_000, { least: 250, most: 1000 })).toHaveLength(5000)
})

test('chunks follow each other and have all frames, however they are cut', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 })
  const frames = fc.integer({ min: 1, max: 80 })
  fc.assert(
    fc.property(lengths, fc.boolean(), frames, frames, (all, isVideo, least, more) => {
      let end = 0
      const cuts = all.map((length) => (end += length))
      const chunks = cutChunks(isVideo ? cuts : null, end, { least, most: least + more })
      expect(chunks.map(({ from }) => from)).toEqual([
        0,
        ...chunks.map(({ to }) => to).slice(0, -1),
      ])
      expect(chunks.at(-1)?.to).toBe(end)
      for (const { from, to } of chunks.slice(0, -1)) {
        expect(to - from).toBeGreaterThanOrEqual(least)
        expect(!isVideo || cuts.includes(to)).toBe(true)
      }
    }),
    { seed: 1 },
  )
})
