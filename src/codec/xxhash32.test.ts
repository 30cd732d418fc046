import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { XxHash32, xxhash32, xxhash32Text } from './xxhash32.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the checksum of a file', () => {
  // Of the xxHash project and of its ports.
  test.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
    ['heiå', 0xdb5abccc],
  ])('is XXH32: of "%s"', (text, expected) => {
    expect(xxhash32(bytesOf(text))).toBe(expected)
  })

  test('does not depend on where the bytes lie in memory', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.integer({ min: 0, max: 7 }),
        (bytes, at) => {
          const moved = new Uint8Array(bytes.length + at)
          moved.set(bytes, at)
          expect(xxhash32(moved.subarray(at))).toBe(xxhash32(bytes))
        },
      ),
    )
  })

  test('is the same for bytes that come in parts', () => {
    const bytes = Uint8Array.from({ length: 200_003 }, (_, index) => (index * 7) >> 3)
    const cut = fc.integer({ min: 0, max: bytes.length })
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 20 }), cut, (cuts, length) => {
        const inOrder = [0, ...cuts.map((at) => Math.min(at, length)), length].sort((a, b) => a - b)
        const checksum = new XxHash32()
        inOrder.forEach((at, index) => {
          checksum.update(bytes.subarray(at, inOrder[index + 1] ?? length))
        })
        expect(checksum.digestText()).toBe(xxhash32Text(bytes.subarray(0, length)))
      }),
    )
  })

  test('changes with every bit', () => {
    const bytes = Uint8Array.from({ length: 67 }, (_, index) => index * 7)
    const all = new Set([xxhash32(bytes)])
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const other = bytes.slice()
      other[bit >>> 3] = (other[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
      all.add(xxhash32(other))
    }
    expect(all.size).toBe(bytes.length * 8 + 1)
  })
})
