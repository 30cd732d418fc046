import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import { KINDS_OF_BYTES, makeBytes } from '../testing/kinds-of-bytes.ts'

interface Exports {
  memory: WebAssembly.Memory
  deflateSpan: (
    windowStart: number,
    start: number,
    end: number,
    target: number,
    limit: number,
    startBitBuffer: number,
    startBitCount: number,
    isFinal: boolean,
  ) => number
  deflateBound: (byteCount: number) => number
  spanEnd: WebAssembly.Global<'i32'>
  spanBitBuffer: WebAssembly.Global<'i32'>
  spanBitCount: WebAssembly.Global<'i32'>
  crc32: (crc: number, start: number, end: number) => number
  adler32: (adler: number, start: number, end: number) => number
}

const module = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const wasm = new WebAssembly.Instance(module).exports as unknown as Exports
/** The first byte after the memory that the module itself uses. */
const START = wasm.memory.buffer.byteLength
const KINDS = Object.keys(KINDS_OF_BYTES)

/** Writes bytes at {@link START} and returns where the output may begin. */
function place(bytes: Uint8Array): number {
  const target = START + bytes.length
  const missing = target + wasm.deflateBound(bytes.length) + 100 - wasm.memory.buffer.byteLength
  if (missing > 0) wasm.memory.grow(Math.ceil(missing / 65_536))
  memory().set(bytes, START)
  return target
}

function memory(): Uint8Array {
  return new Uint8Array(wasm.memory.buffer)
}

/**
 * @param cuts where one span ends and the next begins
 * @returns one stream of all spans; a byte written after a span's limit fails the test
 */
function deflate(bytes: Uint8Array, cuts: readonly number[] = []): Uint8Array {
  const first = place(bytes)
  let target = first
  let bits = 0
  let bitCount = 0
  const edges = [0, ...cuts, bytes.length]
  for (let index = 1; index < edges.length; index++) {
    const [from = 0, to = 0] = edges.slice(index - 1)
    const limit = target + wasm.deflateBound(to - from)
    memory().fill(0xa5, limit, limit + 16)
    const isFinal = index === edges.length - 1
    const isDone = wasm.deflateSpan(
      START,
      START + from,
      START + to,
      target,
      limit,
      bits,
      bitCount,
      isFinal,
    )
    expect(isDone).toBe(1)
    expect(
      memory()
        .subarray(limit, limit + 16)
        .every((byte) => byte === 0xa5),
    ).toBe(true)
    target = wasm.spanEnd.value
    bits = wasm.spanBitBuffer.value
    bitCount = wasm.spanBitCount.value
    expect(bitCount).toBeLessThan(8)
    expect(bits >> bitCount).toBe(0)
  }
  if (bitCount > 0) memory()[target++] = bits
  return memory().slice(first, target)
}

const inflate = (stream: Uint8Array): Uint8Array => new Uint8Array(inflateRawSync(stream))

describe('deflate', () => {
  const lengths = [0, 1, 2, 3, 4, 5, 17, 258, 259, 1000, 32_768, 60_003, 65_536, 300_001]

  test.each(KINDS)('gives %s back, whatever the length', (kind) => {
    for (const length of lengths) {
      const bytes = makeBytes(kind, length)
      const back = inflate(deflate(bytes))
      expect(Buffer.compare(back, bytes), `${length} bytes`).toBe(0)
    }
  })

  test.each(KINDS)('continues %s at any bit, with matches that reach before the span', (kind) => {
    const bytes = makeBytes(kind, 150_000, 2)
    for (const cuts of [[1], [4, 5, 5, 9], [40_000, 40_003, 100_000], [149_998]]) {
      const back = inflate(deflate(bytes, cuts))
      expect(Buffer.compare(back, bytes), `spans end at ${cuts.join(', ')}`).toBe(0)
    }
  })

  test('uses the window before a span, but nothing before the window', () => {
    const noise = makeBytes('noise', 20_000)
    const bytes = new Uint8Array([...noise, ...noise])
    place(bytes)
    const target = START + bytes.length
    const deflateSecondHalf = (windowStart: number): Uint8Array => {
      const middle = START + noise.length
      const limit = target + wasm.deflateBound(noise.length)
      wasm.deflateSpan(windowStart, middle, START + bytes.length, target, limit, 0, 0, true)
      return memory().slice(target, wasm.spanEnd.value + 1)
    }
    const withWindow = deflateSecondHalf(START)
    expect(withWindow.length).toBeLessThan(500)
    expect(Buffer.compare(inflateRawSync(withWindow, { dictionary: noise }), noise)).toBe(0)

    const halfWindow = deflateSecondHalf(START + 10_000)
    const dictionary = noise.subarray(10_000)
    expect(Buffer.compare(inflateRawSync(halfWindow, { dictionary }), noise)).toBe(0)

    const withoutWindow = deflateSecondHalf(START + noise.length)
    expect(withoutWindow.length).toBeGreaterThan(20_000)
    expect(Buffer.compare(inflate(withoutWindow), noise)).toBe(0)
  })

  test('never writes at or after its limit, and reports when the output does not fit', () => {
    const bytes = makeBytes('small differences', 200_000)
    const needed = deflate(bytes).length
    const target = START + bytes.length
    const isDone = (size: number): boolean => {
      memory().fill(0xa5, target + size, target + size + 100)
      const end = START + bytes.length
      const done = wasm.deflateSpan(START, START, end, target, target + size, 0, 0, true)
      const behind = memory().subarray(target + size, target + size + 100)
      expect(behind.every((byte) => byte === 0xa5)).toBe(true)
      return done === 1
    }
    for (const size of [0, 1, 8, 100, needed / 2, needed - 1]) expect(isDone(size)).toBe(false)
    expect(isDone(needed + 8)).toBe(true)
  })

  test('needs at most its bound, also for data that cannot be compressed', () => {
    for (const length of [0, 1, 100, 60_000, 65_535, 65_536, 500_000]) {
      const size = deflate(makeBytes('noise', length, 3)).length
      expect(size).toBeLessThanOrEqual(length + 5 * (Math.floor(length / 60_000) + 1))
    }
  })

  test.each(['flat', 'small differences', 'four values', 'runs of random length'])(
    'is at most a fifth larger than the output of zlib’s fastest level for %s',
    (kind) => {
      const bytes = makeBytes(kind, 500_000)
      const reference = deflateSync(bytes, { level: 1 }).length
      expect(deflate(bytes).length).toBeLessThan(1.2 * reference)
    },
  )

  test('gives the same bytes each time', () => {
    const bytes = makeBytes('copies from afar', 100_000)
    const first = deflate(bytes)
    deflate(makeBytes('noise', 70_000))
    expect(Buffer.compare(deflate(bytes), first)).toBe(0)
  })
})

describe('the checksums', () => {
  const lengths = [
    0, 1, 15, 16, 31, 32, 33, 1023, 1024, 1039, 1040, 5535, 5536, 5537, 5568, 8495, 8496, 8497,
    8512, 200_001,
  ]
  const cases: [string, Uint8Array][] = [
    ['noise', makeBytes('noise', 200_001)],
    ['the highest bytes', new Uint8Array(200_001).fill(255)],
  ]

  test.each(cases)('CRC-32 and Adler-32 of %s are those of zlib', (_, all) => {
    for (const length of lengths) {
      const bytes = all.subarray(0, length)
      place(bytes)
      expect(wasm.crc32(0, START, START + length) >>> 0).toBe(crc32(bytes))
      const stream = deflateSync(bytes)
      const reference = stream.readUInt32BE(stream.length - 4)
      expect(wasm.adler32(1, START, START + length) >>> 0).toBe(reference)
    }
  })

  test.each(cases)('continue from the bytes before: %s', (_, bytes) => {
    place(bytes)
    const end = START + bytes.length
    const middle = START + 77_777
    const { adler32, crc32 } = wasm
    expect(crc32(crc32(0, START, middle), middle, end)).toBe(crc32(0, START, end))
    expect(adler32(adler32(1, START, middle), middle, end)).toBe(adler32(1, START, end))
  })
})
