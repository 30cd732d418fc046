import { describe, expect, test } from 'vitest'
import { COLOUR_420, writeJpeg } from '../testing/jpeg-writer.ts'
import { readJpegHeader } from './jpeg-header.ts'
import { findMarkerFault } from './marker-fault.ts'

const picture = { widthPx: 45, heightPx: 37, seed: 1, sampling: COLOUR_420 }
const plain = writeJpeg(picture)
const withRestarts = writeJpeg({ ...picture, restartInterval: 2 })

const insert = (bytes: Uint8Array, at: number, added: readonly number[]): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, at), ...added, ...bytes.subarray(at)])
const scanStartOf = (bytes: Uint8Array): number => {
  const header = readJpegHeader(bytes)
  if (header.kind === 'damaged') throw new Error(header.fault)
  return header.scanStart
}
/** Where a restart marker is. */
const restartAt = (bytes: Uint8Array, number: number): number => {
  for (let at = scanStartOf(bytes); at < bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd0 + number) return at
  }
  throw new Error(`There is no restart marker ${number}.`)
}

describe('a file with nothing wrong between its markers has no fault', () => {
  test.each([
    ['without restart markers', plain],
    ['with restart markers', withRestarts],
    ['with bytes behind its end', insert(plain, plain.length, [1, 2, 3])],
    ['with bytes that fill before a marker', insert(plain, 2, [0xff, 0xff])],
  ])('%s', (_, bytes) => {
    expect(findMarkerFault(bytes, null)).toBeNull()
  })
})

describe('what libjpeg warns of is told with its place', () => {
  test('bytes that belong to nothing, before the first segment', () => {
    expect(findMarkerFault(insert(plain, 2, [7, 7, 7]), null)).toBe(
      'it has 3 bytes too many before the marker at byte 5',
    )
  })

  test('bytes that belong to nothing, before the scan', () => {
    // The header of a scan of three components is 14 bytes long.
    const at = scanStartOf(plain) - 14
    expect(findMarkerFault(insert(plain, at, [0]), null)).toBe(
      `it has 1 byte too many before the marker at byte ${(at + 1).toLocaleString('en-US')}`,
    )
  })

  test('a restart marker that is missing', () => {
    const at = restartAt(withRestarts, 1)
    const lacking = Uint8Array.from([
      ...withRestarts.subarray(0, at),
      ...withRestarts.subarray(at + 2),
    ])
    expect(findMarkerFault(lacking, null)).toMatch(
      /^its restart marker at byte [\d,]+ has the number 2, and 1 is next$/,
    )
  })

  test('a restart marker in a file that declares none', () => {
    const at = scanStartOf(plain) + 8
    expect(findMarkerFault(insert(plain, at, [0xff, 0xd0]), null)).toMatch(
      /^it has a restart marker at byte [\d,]+, and declares none$/,
    )
  })
})

test('a scan that was read before is passed over', () => {
  const start = scanStartOf(plain)
  const wrong = insert(plain, start + 8, [0xff, 0xd0])
  expect(findMarkerFault(wrong, { start, end: wrong.length - 2 })).toBeNull()
  const stray = insert(plain, plain.length - 2, [5])
  expect(findMarkerFault(stray, { start, end: stray.length - 3 })).toMatch(
    /^it has 1 byte too many/,
  )
})

test('a file that ends too early has no fault of this kind', () => {
  for (let length = 0; length < plain.length; length += 7) {
    expect(findMarkerFault(plain.subarray(0, length), null), `${length} bytes`).toBeNull()
  }
})
