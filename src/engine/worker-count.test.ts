import { expect, test } from 'vitest'
import { defaultWorkerCount } from './worker-count.ts'

const fullHd = { widthPx: 1920, heightPx: 1080 }

test('every core has a worker', () => {
  expect(defaultWorkerCount(fullHd, 8, 8)).toBe(8)
})

test('less where the frames of all workers would take more than a quarter of the memory', () => {
  // 8K: 33 megapixels × 4 bytes × 6 frames is 0.8 GB a worker.
  expect(defaultWorkerCount({ widthPx: 7680, heightPx: 4320 }, 32, 8)).toBe(2)
})

test('never none, and 4 GiB where the browser does not tell', () => {
  expect(defaultWorkerCount({ widthPx: 50_000, heightPx: 50_000 }, 4, undefined)).toBe(1)
  expect(defaultWorkerCount(fullHd, 64, undefined)).toBe(21)
})
