/** A simple PNG reader, independent of the codec that it tests. */

import { crc32, inflateSync } from 'node:zlib'

export interface ReadPng {
  widthPx: number
  heightPx: number
  /** 3: RGB, 4: RGBA. */
  channelCount: number
  /** Bits per channel: 8 or 16. */
  bitDepth: number
  /** The types of all chunks, in order. */
  chunkTypes: string[]
  /** The filter of each row, 0 to 4. */
  filters: number[]
  /** The pixels as they are stored, without filters; 16 bits with the high byte first. */
  rows: Uint8Array
  /** Straight RGBA, 4 bytes per pixel, row by row; the high byte of 16-bit channels. */
  rgba: Uint8Array
}

const SIGNATURE = '89504e470d0a1a0a'

/**
 * Reads RGB and RGBA of 8 or 16 bits, not interlaced.
 *
 * @throws Error if the file does not follow the specification exactly
 */
export function readPng(file: Uint8Array): ReadPng {
  const bytes = Buffer.from(file)
  check(bytes.toString('hex', 0, 8) === SIGNATURE, 'the signature is wrong')
  const chunkTypes: string[] = []
  const data: Buffer[] = []
  let header = Buffer.alloc(13)
  for (let place = 8; place < bytes.length;) {
    const end = place + 8 + bytes.readUInt32BE(place)
    const type = bytes.toString('latin1', place + 4, place + 8)
    check(crc32(bytes.subarray(place + 4, end)) === bytes.readUInt32BE(end), `${type} is damaged`)
    if (type === 'IHDR') header = bytes.subarray(place + 8, end)
    if (type === 'IDAT') data.push(bytes.subarray(place + 8, end))
    chunkTypes.push(type)
    place = end + 4
  }
  check(chunkTypes[0] === 'IHDR' && chunkTypes.at(-1) === 'IEND', 'a chunk is missing')

  const widthPx = header.readUInt32BE(0)
  const heightPx = header.readUInt32BE(4)
  const channelCount = header[9] === 2 ? 3 : 4
  const bitDepth = header[8] ?? 0
  check(bitDepth === 8 || bitDepth === 16, 'a new format')
  check([...header.subarray(9)].join() === `${channelCount === 3 ? 2 : 6},0,0,0`, 'a new format')
  const pixelSize = (channelCount * bitDepth) / 8
  const rowLength = widthPx * pixelSize
  const stream = inflateSync(Buffer.concat(data))
  check(stream.length === (rowLength + 1) * heightPx, 'the rows have another length')

  const filters: number[] = []
  const rows = new Uint8Array(rowLength * heightPx)
  for (let y = 0; y < heightPx; y++) {
    const start = y * (rowLength + 1)
    const filter = stream[start] ?? 0
    filters.push(filter)
    const row = rows.subarray(y * rowLength, (y + 1) * rowLength)
    const above = y > 0 ? rows.subarray((y - 1) * rowLength, y * rowLength) : null
    unfilter(filter, stream.subarray(start + 1), row, above, pixelSize)
  }
  const bytesOf8Bits = bitDepth === 8 ? rows : rows.filter((_, index) => index % 2 === 0)
  const rgba = toRgba(bytesOf8Bits, channelCount)
  return { widthPx, heightPx, channelCount, bitDepth, chunkTypes, filters, rows, rgba }
}

function check(isRight: boolean, fault: string): void {
  if (!isRight) throw new Error(`Not a PNG as expected: ${fault}`)
}

function unfilter(
  filter: number,
  differences: Uint8Array,
  row: Uint8Array,
  above: Uint8Array | null,
  pixelSize: number,
): void {
  for (let index = 0; index < row.length; index++) {
    const left = row[index - pixelSize] ?? 0
    const up = above?.[index] ?? 0
    const corner = above?.[index - pixelSize] ?? 0
    row[index] = (differences[index] ?? 0) + estimate(filter, left, up, corner)
  }
}

function estimate(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const sum = left + up - corner
      const toLeft = Math.abs(sum - left)
      const toUp = Math.abs(sum - up)
      const toCorner = Math.abs(sum - corner)
      if (toLeft <= toUp && toLeft <= toCorner) return left
      return toUp <= toCorner ? up : corner
    }
    default:
      throw new Error(`There is no filter ${filter}`)
  }
}

function toRgba(rows: Uint8Array, channelCount: number): Uint8Array {
  if (channelCount === 4) return rows
  const rgba = new Uint8Array((rows.length / 3) * 4).fill(255)
  for (let pixel = 0; pixel < rows.length / 3; pixel++) {
    rgba.set(rows.subarray(pixel * 3, pixel * 3 + 3), pixel * 4)
  }
  return rgba
}
