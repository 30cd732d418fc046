import { expect, test } from 'vitest'
import { limitOf, readBenchmark } from './codec-limit.ts'

const encoding = `
>>>>>  BGR (Top-down) <--> JPEG 4:2:0 Q95  <<<<<

Image size: 1920 x 1080
Compress      --> Frame rate:         200.500000 fps
                  Output image size:  870007 bytes
                  Compression ratio:  7.150287:1
                  Throughput:         352.724303 Megapixels/sec
                  Output bit stream:  1183.922116 Megabits/sec
`

const decoding = `
>>>>>  JPEG 4:2:0 --> BGR (Top-down)  <<<<<

Image size: 1920 x 1080
Decompress    --> Frame rate:         125.000000 fps
                  Throughput:         262.849927 Megapixels/sec
`

test('the figures that tjbench prints are read, and missing figures are null', () => {
  expect(readBenchmark(encoding)).toEqual({
    compressPerSecond: 200.5,
    decompressPerSecond: null,
    compressedBytes: 870_007,
  })
  expect(readBenchmark(decoding)).toEqual({
    compressPerSecond: null,
    decompressPerSecond: 125,
    compressedBytes: null,
  })
})

test('the limit is the speed of decoding and encoding on one core, times the cores', () => {
  const decoded = { compressPerSecond: null, decompressPerSecond: 100, compressedBytes: null }
  const encoded = { compressPerSecond: 300, decompressPerSecond: null, compressedBytes: 5 }
  const { framesPerSecond, bytesPerFrame } = limitOf(decoded, encoded, 4)
  expect(framesPerSecond).toBeCloseTo(4 / (1 / 100 + 1 / 300), 9)
  expect(bytesPerFrame).toBe(5)
  expect(() => limitOf(encoded, decoded, 4)).toThrow('tjbench')
})
