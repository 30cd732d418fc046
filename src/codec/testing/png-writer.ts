/** A simple PNG writer for every form that other programs write. */

import { constants, crc32, deflateSync } from 'node:zlib'
import { seededNumbers } from './kinds-of-bytes.ts'

export interface PngForm {
  /** 2: RGB, 6: RGBA. Other values are only written into the header. */
  colourType: number
  /** Bits per channel: 8 or 16. Other values are only written into the header. */
  bitDepth: number
  /** The filter of every row, 0 to 4, or a random one for each. */
  filter: number | 'mixed'
  /** Level of zlib, 0 to 9. */
  level: number
  strategy: number
  /** Window of zlib, 9 to 15. */
  windowBits: number
  /** Memory level of zlib, 1 to 9. A smaller level gives shorter blocks. */
  memLevel: number
  /** How many IDAT chunks the stream is cut into. */
  pieceCount: number
  /** Chunks between the header and the pixels, and between the pixels and the end. */
  chunksBefore: readonly (readonly [name: string, data: Uint8Array])[]
  chunksAfter: readonly (readonly [name: string, data: Uint8Array])[]
  /** Only written into the header. */
  isInterlaced: boolean
}

const USUAL: PngForm = {
  colourType: 2,
  bitDepth: 8,
  filter: 1,
  level: 6,
  strategy: constants.Z_DEFAULT_STRATEGY,
  windowBits: 15,
  memLevel: 8,
  pieceCount: 1,
  chunksBefore: [],
  chunksAfter: [],
  isInterlaced: false,
}

export function bytesPerPixel(form: Partial<PngForm>): number {
  const { colourType, bitDepth } = { ...USUAL, ...form }
  return ((colourType === 6 ? 4 : 3) * bitDepth) / 8
}

/**
 * @param rows the pixels, row by row, 16 bits with the high byte first
 * @param seed the seed of the random filters
 */
export function writePng(
  widthPx: number,
  heightPx: number,
  rows: Uint8Array,
  partialForm: Partial<PngForm> = {},
  seed = 1,
): Uint8Array {
  const form = { ...USUAL, ...partialForm }
  const { level, strategy, windowBits, memLevel } = form
  const filtered = filterRows(heightPx, rows, form, seed)
  return writePngOfStream(
    widthPx,
    heightPx,
    deflateSync(filtered, { level, strategy, windowBits, memLevel }),
    form,
  )
}

/** A PNG file with the given zlib stream. */
export function writePngOfStream(
  widthPx: number,
  heightPx: number,
  stream: Uint8Array,
  partialForm: Partial<PngForm> = {},
): Uint8Array {
  const form = { ...USUAL, ...partialForm }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([form.bitDepth, form.colourType, 0, 0, Number(form.isInterlaced)], 8)
  const pieces = Array.from({ length: form.pieceCount }, (_, index) => {
    const cut = (piece: number) => Math.floor((piece * stream.length) / form.pieceCount)
    return stream.subarray(cut(index), cut(index + 1))
  })
  return new Uint8Array(
    Buffer.concat([
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      chunk('IHDR', header),
      ...form.chunksBefore.map(([name, data]) => chunk(name, data)),
      ...pieces.map((piece) => chunk('IDAT', piece)),
      ...form.chunksAfter.map(([name, data]) => chunk(name, data)),
      chunk('IEND', new Uint8Array()),
    ]),
  )
}

function chunk(name: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length)
  bytes.write(name, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), data.length + 8)
  return bytes
}

/** PNG specification, 9.2. */
export function filterRows(
  heightPx: number,
  rows: Uint8Array,
  form: Partial<PngForm>,
  seed: number,
): Uint8Array {
  const { filter } = { ...USUAL, ...form }
  const pixelSize = bytesPerPixel(form)
  const next = seededNumbers(seed)
  const rowLength = rows.length / heightPx
  const filtered = new Uint8Array(heightPx * (rowLength + 1))
  for (let y = 0; y < heightPx; y++) {
    const rowFilter = filter === 'mixed' ? next() % 5 : filter
    const target = filtered.subarray(y * (rowLength + 1), (y + 1) * (rowLength + 1))
    const row = rows.subarray(y * rowLength, (y + 1) * rowLength)
    const above = y > 0 ? rows.subarray((y - 1) * rowLength, y * rowLength) : null
    target[0] = rowFilter
    for (let index = 0; index < rowLength; index++) {
      const left = row[index - pixelSize] ?? 0
      const up = above?.[index] ?? 0
      const corner = above?.[index - pixelSize] ?? 0
      target[index + 1] = (row[index] ?? 0) - predict(rowFilter, left, up, corner)
    }
  }
  return filtered
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter < 3) return [0, left, up][filter] ?? 0
  if (filter === 3) return Math.floor((left + up) / 2)
  const estimate = left + up - corner
  const [nearest = 0] = [left, up, corner].sort(
    (one, other) => Math.abs(estimate - one) - Math.abs(estimate - other),
  )
  return nearest
}

/** A picture like one from a camera: smooth ground with a little noise, and some flat shapes. */
export function paintRows(
  widthPx: number,
  heightPx: number,
  form: Partial<PngForm>,
  seed: number,
  noise = 6,
): Uint8Array {
  const { colourType, bitDepth } = { ...USUAL, ...form }
  const next = seededNumbers(seed)
  const channelCount = colourType === 6 ? 4 : 3
  const rows = Buffer.alloc(widthPx * heightPx * bytesPerPixel(form))
  const shapes = Array.from({ length: 4 }, () => ({
    x: next() % widthPx,
    y: next() % heightPx,
    width: 1 + (next() % widthPx),
    height: 1 + (next() % heightPx),
    value: next() % 256,
  }))
  let place = 0
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const shape = shapes.find(
        (one) => x >= one.x && y >= one.y && x < one.x + one.width && y < one.y + one.height,
      )
      for (let channel = 0; channel < channelCount; channel++) {
        const ground = 128 + 100 * Math.sin(x / 40 + y / 60 + channel) + (next() % noise)
        const alpha = (x + y) % 7 === 0 ? next() % 256 : (x >> 4) % 3 === 0 ? 0 : 255
        const value = channel === 3 ? alpha : (shape?.value ?? ground)
        if (bitDepth === 16) {
          rows.writeUInt16BE(Math.floor(value) * 256 + (next() % 256), place)
        } else {
          rows[place] = value
        }
        place += bitDepth / 8
      }
    }
  }
  return new Uint8Array(rows)
}
