import { formatCount } from '../../core/text/format-count.ts'
import { readContent } from './mp4-boxes.ts'
import type { Box } from './mp4-boxes.ts'
import { patchNumbers } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** What is wrong with the tables of a file, and how it can be read all the same. */
export interface TableFindings {
  /** Clauses about the file, as "its stts table declares 9 entries, and has room for 1". */
  faults: string[]
  /** With these, every table declares what there is. */
  patches: Patch[]
}

/** A table of a track. */
export interface Table {
  box: Box
  content: DataView
  /** Where the entries begin in the content. */
  entriesAt: number
  /** Where in the file their number is. */
  countAt: number
  /** The entries that it declares and that are there. */
  count: number
  /** The entries that the box has room for. */
  roomCount: number
}

interface TableForm {
  /** Where the number of entries and the entries begin in the content. */
  countAt: number
  entriesAt: number
  bytesPerEntry: number
}

/** After the version and the flags comes the number of entries, then the entries. */
const PLAIN = { countAt: 4, entriesAt: 8 }

/** ISO/IEC 14496-12, sections 8.6.1.2 to 8.7.5. */
const FORMS: Readonly<Record<string, TableForm>> = {
  stts: { ...PLAIN, bytesPerEntry: 8 },
  ctts: { ...PLAIN, bytesPerEntry: 8 },
  stss: { ...PLAIN, bytesPerEntry: 4 },
  stsc: { ...PLAIN, bytesPerEntry: 12 },
  stco: { ...PLAIN, bytesPerEntry: 4 },
  co64: { ...PLAIN, bytesPerEntry: 8 },
  stsz: { countAt: 8, entriesAt: 12, bytesPerEntry: 4 },
  stz2: { countAt: 8, entriesAt: 12, bytesPerEntry: 1 },
  elst: { ...PLAIN, bytesPerEntry: 12 },
}

/** Null where the box is no table, or too short to be one. */
export async function readTable(
  file: File,
  box: Box,
  { faults, patches }: TableFindings,
): Promise<Table | null> {
  const form = FORMS[box.type]
  if (!form) return null
  const content = await readContent(file, box)
  if (content.byteLength < form.entriesAt) return null
  const declared = content.getUint32(form.countAt)
  const roomCount = countRoom(box.type, content, form)
  const count = Math.min(declared, roomCount)
  const countAt = box.start + form.countAt
  if (declared > roomCount) {
    faults.push(tooMany(box, declared, roomCount))
    patches.push(patchNumbers(countAt, [count]))
  }
  return { box, content, entriesAt: form.entriesAt, countAt, count, roomCount }
}

function countRoom(
  type: string,
  content: DataView,
  { entriesAt, bytesPerEntry }: TableForm,
): number {
  const room = content.byteLength - entriesAt
  // Where all have one size, it is only written how many there are.
  if (type === 'stsz' && content.getUint32(4) > 0) return Infinity
  if (type === 'stz2') {
    const bits = content.getUint8(7)
    return bits === 0 ? 0 : Math.floor((room * 8) / bits)
  }
  const isLongEdit = type === 'elst' && content.getUint8(0) === 1
  return Math.floor(room / (isLongEdit ? 20 : bytesPerEntry))
}

export function tooMany(box: Box, declared: number, roomCount: number): string {
  return `${named(box)} declares ${formatCount(declared)} entries, and has room for ${formatCount(roomCount)}`
}

export function named({ type, headerAt }: Box): string {
  return `its ${type} table at byte ${formatCount(headerAt)}`
}
