import { expect, test } from 'vitest'
import { turnPlane } from './turn-plane.ts'
import type { Turn } from './turn-plane.ts'

const LETTERS = 'abcdef'
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (each) => each.charCodeAt(0))

/** The plane `abc` / `def`, turned. */
function turned(turnDeg: Turn, stride: number, step: number): string {
  const from = new Uint8Array(2 * stride + 1).fill(63)
  bytesOf(LETTERS).forEach((byte, index) => {
    from[1 + Math.floor(index / 3) * stride + (index % 3) * step] = byte
  })
  const into = new Uint8Array(7).fill(45)
  turnPlane(from, { offset: 1, stride, step }, { width: 3, height: 2 }, turnDeg, into, 1)
  return String.fromCharCode(...into)
}

test.each([
  [90, '-daebfc'],
  [180, '-fedcba'],
  [270, '-cfbead'],
] as const)('turned clockwise by %i°', (turnDeg, expected) => {
  expect(turned(turnDeg, 3, 1)).toBe(expected)
  expect(turned(turnDeg, 8, 2), 'with gaps, and every other sample').toBe(expected)
})
