import { describe, expect, test } from 'vitest'
import { writeFit } from './testing/write-fit.ts'
import { hasRealLogs, readLog, readRealLog, realLog } from './testing/read-log.ts'

/** 1989-12-31T00:00:00Z, from which FIT counts seconds. */
const FIT_EPOCH_MS = Date.UTC(1989, 11, 31)
const SEMICIRCLES_PER_DEGREE = 2 ** 31 / 180

describe('a FIT file', () => {
  const records = [
    {
      timeS: 1_100_000_000,
      latDeg: 46.5,
      lonDeg: 7.25,
      speedMps: 4.2,
      altitudeM: 1234.4,
      heartRate: 120,
    },
    {
      timeS: 1_100_000_001,
      latDeg: -46.5,
      lonDeg: -7.25,
      speedMps: 4.3,
      altitudeM: 1235,
      heartRate: 121,
    },
  ]

  test('has a record for each message, with the units in the names of its fields', async () => {
    const log = await readLog('ride.bin', writeFit(records))
    expect(log).toMatchObject({ format: 'FIT', messages: [], tracks: [{ label: 'GPS' }] })
    expect(log.timesMs).toEqual(records.map(({ timeS }) => FIT_EPOCH_MS + timeS * 1000))
    for (const [index, { latDeg, lonDeg, speedMps, altitudeM, heartRate }] of records.entries()) {
      const record = log.records[index]
      expect(record).toMatchObject({
        speed_mps: speedMps,
        altitude_m: altitudeM,
        heart_rate_bpm: heartRate,
      })
      expect(record?.lat_deg).toBeCloseTo(
        Math.round(latDeg * SEMICIRCLES_PER_DEGREE) / SEMICIRCLES_PER_DEGREE,
        9,
      )
      expect(record?.lon_deg).toBeCloseTo(
        Math.round(lonDeg * SEMICIRCLES_PER_DEGREE) / SEMICIRCLES_PER_DEGREE,
        9,
      )
    }
  })

  test('with a wrong checksum is read, and a problem says so', async () => {
    const bytes = writeFit(records)
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 0xff
    const log = await readLog('ride.fit', bytes)
    expect(log.records).toHaveLength(2)
    expect(log.messages).toEqual([
      'ride.fit is damaged: its checksum is not that of its content. What can be read of it is used. Copy it again from the device.',
    ])
  })

  test('that is cut off cannot be read, and the error says so', async () => {
    const bytes = writeFit(records)
    await expect(readLog('ride.fit', bytes.slice(0, bytes.length - 10))).rejects.toThrow(
      'it is cut off. Copy it again from the device.',
    )
  })

  test.skipIf(!hasRealLogs).each(['road-with-power.fit', 'jumps-mtb.fit'])(
    'of a device has a record for each of its messages of the kind: %s',
    async (name) => {
      const log = await readRealLog(name)
      expect(log.messages).toEqual([])
      expect(log.records).toHaveLength(countRecords(realLog(name)))
    },
  )
})

/** Counts the messages `record` by the structure of the file alone. */
function countRecords(bytes: Buffer): number {
  const RECORD = 20
  const definitions = new Map<number, { global: number; size: number }>()
  const end = (bytes[0] ?? 0) + bytes.readUInt32LE(4)
  let count = 0
  for (let at = bytes[0] ?? 0; at < end;) {
    const header = bytes[at++] ?? 0
    const isCompressed = (header & 0x80) !== 0
    const local = isCompressed ? (header >> 5) & 3 : header & 15
    if (!isCompressed && (header & 0x40) !== 0) {
      const global = bytes[at + 1] === 1 ? bytes.readUInt16BE(at + 2) : bytes.readUInt16LE(at + 2)
      const fieldCount = bytes[at + 4] ?? 0
      let size = 0
      for (let field = 0; field < fieldCount; field++) size += bytes[at + 6 + 3 * field] ?? 0
      at += 5 + 3 * fieldCount
      if ((header & 0x20) !== 0) {
        const own = bytes[at] ?? 0
        for (let field = 0; field < own; field++) size += bytes[at + 2 + 3 * field] ?? 0
        at += 1 + 3 * own
      }
      definitions.set(local, { global, size })
      continue
    }
    const { global, size } = definitions.get(local) ?? { global: -1, size: end }
    if (global === RECORD) count++
    at += size
  }
  return count
}
