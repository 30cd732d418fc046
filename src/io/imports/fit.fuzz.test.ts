/** Damaged FIT files, made from a seed. `npm run fuzz` tries more of them. */

import { mutateParts } from '../testing/mutate-telemetry.ts'
import { testDamagedImports } from './testing/damaged-imports.ts'
import { crcOf, writeFit } from './testing/write-fit.ts'

type Bytes = Uint8Array<ArrayBuffer>

const RECORD_COUNT = 12
const HEADER_BYTES = 12
const DEFINITION_BYTES = 24
const RECORD_BYTES = 18
const RECORDS_AT = HEADER_BYTES + DEFINITION_BYTES

const source = writeFit(
  Array.from({ length: RECORD_COUNT }, (_, index) => ({
    timeS: 1e9 + index,
    latDeg: 48 + index / 1000,
    lonDeg: 11.5,
    speedMps: index,
    altitudeM: 500,
    heartRate: 90 + index,
  })),
)
const recordAt = (index: number): { start: number; end: number } => ({
  start: RECORDS_AT + RECORD_BYTES * index,
  end: RECORDS_AT + RECORD_BYTES * (index + 1),
})
const records = Array.from({ length: RECORD_COUNT }, (_, index) => recordAt(index))
const parts = [
  { start: 0, end: HEADER_BYTES },
  { start: HEADER_BYTES, end: RECORDS_AT },
  ...records,
]

/** The size and the checksum of the content that is there. */
function withChecksum(bytes: Bytes): Bytes {
  if (bytes.length < HEADER_BYTES + 2) return bytes
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  view.setUint32(4, copy.length - HEADER_BYTES - 2, true)
  view.setUint16(copy.length - 2, crcOf(copy.subarray(0, -2)), true)
  return copy
}

/** Records in their places, below a definition that is as it was. */
function countIntact(bytes: Bytes): number {
  const same = (start: number, end: number, at: number): boolean =>
    source.subarray(start, end).every((byte, index) => bytes[at + index] === byte)
  if (!same(8, RECORDS_AT, 8)) return 0
  let count = 0
  for (let at = RECORDS_AT; at + RECORD_BYTES <= bytes.length - 2; at += RECORD_BYTES) {
    if (!records.some(({ start, end }) => same(start, end, at))) return count
    count++
  }
  return count
}

testDamagedImports(
  'damaged FIT files none crashes the reader, and none loses a record without a word',
  {
    file: 'ride.fit',
    format: 'FIT',
    damage: (choices) => mutateParts(source, parts, choices, withChecksum),
    countIntact,
  },
)
