import { describe, expect, test } from 'vitest'
import { readText, readUtf8, toUtf8 } from './read-text.ts'

const LINES = 'timestamp_ms,note\n1,ü 漢 😀\n'

/** UTF-16 in either order of its bytes. */
function toUtf16(text: string, isLittleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), isLittleEndian)
  }
  return new Uint8Array(view.buffer)
}

const textOf = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder().decode(toUtf8(bytes))

/** A file of a size that no test can write. */
function hugeFile(size: number): Blob {
  return Object.defineProperty(new Blob(), 'size', { value: size })
}

describe('a text file', () => {
  test.each([true, false])(
    'may be UTF-16, with a byte order mark (little-endian: %j)',
    (little) => {
      expect(textOf(toUtf16(`\uFEFF${LINES}`, little))).toBe(LINES)
    },
  )

  test.each([true, false])('may be UTF-16 without one (little-endian: %j)', (little) => {
    expect(textOf(toUtf16(LINES, little))).toBe(LINES)
    expect(textOf(toUtf16('{"a":1}', little))).toBe('{"a":1}')
  })

  test('may be long UTF-16, with characters across the blocks it is decoded in', () => {
    const long = `x${'😀'.repeat(600_000)}`
    expect(textOf(toUtf16(`\uFEFF${long}`, true))).toBe(long)
  })

  test.each([true, false])(
    'in UTF-16 that has lost a byte loses a line, not the lines after it (little-endian: %j)',
    (little) => {
      const whole = toUtf16('\uFEFFtimestamp_ms\n1\n22\n3\n4\n', little)
      const LOST = 32
      const damaged = new Uint8Array([...whole.slice(0, LOST), ...whole.slice(LOST + 1)])
      const lines = textOf(damaged).split('\n')
      expect(lines[0]).toBe('timestamp_ms')
      expect(lines.slice(-3)).toEqual(['3', '4', ''])
    },
  )

  test('is UTF-8 otherwise, and stays as it is', () => {
    for (const text of [LINES, '', 'a', '漢']) {
      const bytes = new TextEncoder().encode(text)
      expect(toUtf8(bytes)).toBe(bytes)
    }
  })

  test('of more than 2 GB is an error that says so and what to do', async () => {
    await expect(readUtf8(hugeFile(2_345_000_000), 'sensor-invalid')).rejects.toThrow(
      'it has 2.35 GB, and Overlane reads files of 2 GB at most. Split it into several files.',
    )
  })

  test('that is read as a whole may be much smaller only', async () => {
    await expect(readText(hugeFile(345_000_000), 'config-invalid')).rejects.toThrow(
      'it has 345 MB, and Overlane reads files of 100 MB at most.',
    )
  })
})
