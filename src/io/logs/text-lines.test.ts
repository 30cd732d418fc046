import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONGEST_LINE_BYTES, readLines } from './text-lines.ts'

const linesOf = (text: string): string[] => [
  ...readLines(new TextEncoder().encode(text), 'sensor-invalid'),
]

describe('the lines of a text', () => {
  test('end with LF or CRLF, and the last one with either or with nothing', () => {
    expect(linesOf('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c'])
    expect(linesOf('a\n')).toEqual(['a'])
    expect(linesOf('')).toEqual([])
  })

  test('end with CR, too, and each in its own way where ends are mixed', () => {
    expect(linesOf('a\rb\r\rc\r')).toEqual(['a', 'b', '', 'c'])
    expect(linesOf('a\rb\nc\r\n\rd\n\re')).toEqual(['a', 'b', 'c', '', 'd', '', 'e'])
  })

  test('have no byte order mark', () => {
    expect(linesOf('\uFEFFa')).toEqual(['a'])
  })

  test('are the same however many blocks they are decoded in', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ü', '漢', '😀', '"', ','), maxLength: 40 })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (some) => {
        const lines = Array.from(
          { length: 40_000 },
          (_, index) => `${index}${some[index % some.length] ?? ''}`,
        )
        expect(linesOf(lines.join('\n'))).toEqual(lines)
      }),
      { seed: 20251027, numRuns: 10 },
    )
  })

  test('a line that no browser can hold as one text is an error that names it', () => {
    const bytes = new Uint8Array(1.2 * LONGEST_LINE_BYTES).fill(0x61)
    bytes[1] = 0x0a
    expect(() => [...readLines(bytes, 'sensor-invalid')]).toThrow(
      'line 2 has 120 MB, expected 100 MB at most.',
    )
  })
})
