/** Damage to videos, as formats are damaged: sizes, counts and names of their parts. */

import { readElement } from '../video/containers/matroska-elements.ts'
import type { Element } from '../video/containers/matroska-elements.ts'
import { damageBytes, joined, withNumberAt, wrongNumber } from './mutations.ts'
import type { Choices } from './mutations.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A part of a file with the place of its size and its content. */
export interface Part {
  type: string
  at: number
  start: number
  end: number
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'mvex', 'moof', 'traf']

/** All boxes, those inside others too. */
export function boxesOf(bytes: Bytes, start = 0, end = bytes.length): Part[] {
  const view = new DataView(bytes.buffer)
  const parts: Part[] = []
  for (let at = start; at + 8 <= end;) {
    const size = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (size < 8 || at + size > end) break
    parts.push({ type, at, start: at + 8, end: at + size })
    if (CONTAINERS.includes(type)) parts.push(...boxesOf(bytes, at + 8, at + size))
    at += size
  }
  return parts
}

/** Of the tables that declare how many entries they have: where in their content. */
const COUNT_AT: Readonly<Record<string, number>> = {
  stts: 4,
  ctts: 4,
  stss: 4,
  stsc: 4,
  stco: 4,
  co64: 4,
  stsz: 8,
  elst: 4,
  trun: 4,
  stsd: 4,
  dref: 4,
}

export function mutateMp4(bytes: Bytes, choices: Choices): Bytes {
  const { below, one } = choices
  const view = new DataView(bytes.buffer)
  const parts = boxesOf(bytes)
  const tables = parts.filter(({ type }) => type in COUNT_AT)
  const movie = parts.filter(({ type }) => type === 'moov' || type === 'moof')
  // What was damaged before may have no parts any more.
  if (tables.length === 0 || movie.length === 0) return damageBytes(bytes, choices)
  const part = one(parts)
  const table = one(tables)
  const numberAt = (at: number): Bytes => {
    const value = at + 4 <= bytes.length ? view.getUint32(at) : 0
    return withNumberAt(bytes, at, 4, wrongNumber(value, choices))
  }
  const slot = table.start + 4 * below((table.end - table.start) / 4)
  const inside = one(movie)
  return one([
    () => numberAt(part.at),
    () => numberAt(table.start + (COUNT_AT[table.type] ?? 0)),
    () => numberAt(table.start + (COUNT_AT[table.type] ?? 0)),
    () => numberAt(slot),
    () => numberAt(slot),
    () => damageBytes(bytes, choices, part.at + 4, part.at + 8),
    () => damageBytes(bytes, choices, inside.at, inside.end),
    () => damageBytes(bytes, choices),
    () => joined(bytes.slice(0, part.at), bytes.slice(part.end)),
    () => joined(bytes.slice(0, part.end), bytes.slice(part.at, part.end), bytes.slice(part.end)),
    () => nested(bytes, part, one(['trak', 'mdia', 'moof', 'udta', 'meta']), 1 + below(3000)),
  ])()
}

/** A box in many others of one type. */
function nested(bytes: Bytes, { at, end }: Part, type: string, depth: number): Bytes {
  const headers = new DataView(new ArrayBuffer(8 * depth))
  for (let level = 0; level < depth; level++) {
    headers.setUint32(8 * level, 8 * (depth - level) + end - at)
    for (let index = 0; index < 4; index++) {
      headers.setUint8(8 * level + 4 + index, type.charCodeAt(index))
    }
  }
  return joined(bytes.slice(0, at), new Uint8Array(headers.buffer), bytes.slice(at))
}

/** Those that hold others: Segment, Tracks, TrackEntry, Video, Cluster, BlockGroup, Cues, Info. */
const MASTERS = [
  0x18538067, 0x1654ae6b, 0xae, 0xe0, 0x1f43b675, 0xa0, 0x1c53bb6b, 0xbb, 0xb7, 0x1549a966,
  0x114d9b74, 0x4dbb, 0x1a45dfa3,
]

/** All elements, those inside others too. */
export function elementsOf(bytes: Bytes, start = 0, end = bytes.length): Element[] {
  const elements: Element[] = []
  for (let at = start; at < end;) {
    const element = readElement(new DataView(bytes.buffer, at), at)
    if (!element) break
    elements.push(element)
    const inner = Math.min(element.end, end)
    if (MASTERS.includes(element.id)) elements.push(...elementsOf(bytes, element.dataStart, inner))
    at = inner
  }
  return elements
}

export function mutateMatroska(bytes: Bytes, choices: Choices): Bytes {
  const { one } = choices
  const elements = elementsOf(bytes)
  if (elements.length === 0) return damageBytes(bytes, choices)
  const element = one(elements)
  const end = Math.min(element.end, bytes.length)
  const { headerAt, sizeStart, dataStart } = element
  const lastAt = dataStart - (dataStart - sizeStart > 1 ? 2 : 1)
  const length = dataStart - lastAt === 2 ? 2 : 1
  const view = new DataView(bytes.buffer)
  const last = length === 2 ? view.getUint16(lastAt) : view.getUint8(lastAt)
  return one([
    () => withNumberAt(bytes, lastAt, length, wrongNumber(last, choices)),
    () => withNumberAt(bytes, lastAt, length, wrongNumber(last, choices)),
    () => damageBytes(bytes, choices, headerAt, sizeStart),
    () => damageBytes(bytes, choices, sizeStart, dataStart),
    () => damageBytes(bytes, choices, headerAt, Math.min(end, dataStart + 4)),
    () => damageBytes(bytes, choices),
    () => joined(bytes.slice(0, headerAt), bytes.slice(end)),
    () => joined(bytes.slice(0, end), bytes.slice(headerAt, end), bytes.slice(end)),
  ])()
}

const PACKET_BYTES = 188

export function mutateTransportStream(bytes: Bytes, choices: Choices): Bytes {
  const { below, one } = choices
  const at = PACKET_BYTES * below(bytes.length / PACKET_BYTES)
  return one([
    () => damageBytes(bytes, choices, at, at + 4),
    () => damageBytes(bytes, choices, at + 4, at + 24),
    () => withNumberAt(bytes, at + below(24), 1, below(256)),
    () => joined(bytes.slice(0, at), bytes.slice(at + PACKET_BYTES)),
    () => joined(bytes.slice(0, at), bytes.slice(at - (at % 2) * PACKET_BYTES)),
    () => damageBytes(bytes, choices),
  ])()
}
