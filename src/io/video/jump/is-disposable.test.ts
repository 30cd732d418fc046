import { describe, expect, test } from 'vitest'
import { isDisposable } from './is-disposable.ts'

/** Headers of NAL units: slices that others need (nal_ref_idc 2), and that none needs (0). */
const [NEEDED, UNNEEDED, KEY, NOTE] = [0x41, 0x01, 0x65, 0x06]

function withLengths(...headers: number[]): Uint8Array {
  return Uint8Array.from(headers.flatMap((header) => [0, 0, 0, 3, header, 1, 1]))
}

function withStartCodes(...headers: number[]): Uint8Array {
  return Uint8Array.from(headers.flatMap((header) => [0, 0, 1, header, 9, 1]))
}

describe.each([
  ['lengths', withLengths, 4],
  ['start codes', withStartCodes, null],
] as const)('a picture of H.264, with %s', (_, write, lengthBytes) => {
  test.each([
    [[UNNEEDED], true],
    [[NOTE, UNNEEDED, UNNEEDED], true],
    [[NEEDED], false],
    [[UNNEEDED, NEEDED], false],
    [[KEY], false],
    [[NOTE], false],
  ])('%j: need not be decoded: %s', (headers, expected) => {
    expect(isDisposable(write(...headers), lengthBytes)).toBe(expected)
  })
})

test('data that are cut off are never left out by mistake', () => {
  expect(isDisposable(new Uint8Array(0), 4)).toBe(false)
  expect(isDisposable(Uint8Array.of(0, 0), null)).toBe(false)
  expect(isDisposable(Uint8Array.of(255, 255, 255, 255, NEEDED), 4)).toBe(false)
})
