interface FitRecord {
  /** Since the beginning of 1989-12-31, UTC. */
  timeS: number
  latDeg: number
  lonDeg: number
  speedMps: number
  altitudeM: number
  heartRate: number
}

/** Fields of the message `record`: number, size, base type. */
const FIELDS = [
  [253, 4, 0x86],
  [0, 4, 0x85],
  [1, 4, 0x85],
  [6, 2, 0x84],
  [2, 2, 0x84],
  [3, 1, 0x02],
] as const

/** An activity in Garmin's FIT. https://developer.garmin.com/fit/protocol/ */
export function writeFit(records: readonly FitRecord[]): Uint8Array<ArrayBuffer> {
  const content: number[] = [0x40, 0, 0, 20, 0, FIELDS.length, ...FIELDS.flat()]
  const push = (value: number, size: number): void => {
    for (let byte = 0; byte < size; byte++) content.push((value >> (8 * byte)) & 255)
  }
  for (const { timeS, latDeg, lonDeg, speedMps, altitudeM, heartRate } of records) {
    content.push(0)
    push(timeS, 4)
    push(Math.round((latDeg * 2 ** 31) / 180), 4)
    push(Math.round((lonDeg * 2 ** 31) / 180), 4)
    push(Math.round(speedMps * 1000), 2)
    push(Math.round((altitudeM + 500) * 5), 2)
    push(heartRate, 1)
  }
  const header = new Uint8Array(12)
  const view = new DataView(header.buffer)
  header.set([12, 0x20, 0x54, 0x08])
  view.setUint32(4, content.length, true)
  header.set(new TextEncoder().encode('.FIT'), 8)
  const bytes = Uint8Array.from([...header, ...content, 0, 0])
  new DataView(bytes.buffer).setUint16(bytes.length - 2, crcOf(bytes.subarray(0, -2)), true)
  return bytes
}

/** CRC-16 with the polynomial 0xA001, as the protocol has it. */
export function crcOf(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}
