import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutChunks } from './plan-chunks.ts'

test('frames are cut into chunks of the same size; the last one has the rest', () => {
  expect(cutChunks(null, 25, 10)).toEqual([
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 20, to: 25 },
  ])
})

test('a video is cut only where a segment ends', () => {
  expect(cutChunks([4, 9, 12, 20, 21], 21, 8)).toEqual([
    { from: 0, to: 9 },
    { from: 9, to: 20 },
    { from: 20, to: 21 },
  ])
})

test('chunks follow each other and have all frames, however they are cut', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(lengths, fc.boolean(), fc.integer({ min: 1, max: 80 }), (all, isVideo, least) => {
      let end = 0
      const cuts = all.map((length) => (end += length))
      const chunks = cutChunks(isVideo ? cuts : null, end, least)
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
