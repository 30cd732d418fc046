import { formatCount } from '../../../core/text/format-count.ts'
import { readContent } from '../containers/mp4-boxes.ts'
import type { Box } from '../containers/mp4-boxes.ts'
import { patchNumbers } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** What is wrong with the tables of a file, and how the file can still be read. */
export interface TableFindings {
  /** Clauses about the file, such as "its stts table declares 9 entries, and has room for 1". */
  faults: string[]
  /** With these, every table states what it contains. */
  patches: Patch[]
}

/** A table of a track. */
export interface Table {
  box: Box
  content: DataView
  /** The byte of the content at which the entries begin. */
  entriesAt: number
  /** The byte of the file at which the number of entries is. */
  countAt: number
  /** How many of the stated entries exist. */
  count: number
  /** How many entries the box has room for. */
  roomCount: number
}

interface TableForm {
  /** The bytes of the content at which the number of entries and the entries begin. */
  countAt: number
  entriesAt: number
  bytesPerEntry: number
}

/** Most tables: the version and the flags, the number of entries, the entries. */
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

/**
 * Reads a table, and reports it if it states more entries than it has room for. Null if the box is
 * not a table, or is too short.
 */
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
  // If all frames have the same size, the table has only their number and no entries.
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

export function contradictory(box: Box): string {
  return `${named(box)} has display times that contradict each other; each frame is shown in its turn instead`
}

export function named({ type, headerAt }: Box): string {
  return `its ${type} table at byte ${formatCount(headerAt)}`
}
