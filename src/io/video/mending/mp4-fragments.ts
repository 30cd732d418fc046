import { commonOffset } from './display-offsets.ts'
import { boxesWithin, readContent } from '../containers/mp4-boxes.ts'
import type { Box } from '../containers/mp4-boxes.ts'
import { contradictory, named, tooMany } from './mp4-table.ts'
import type { TableFindings } from './mp4-table.ts'
import { patchNumbers } from './patched-file.ts'

/** The values of a track's frames if a fragment does not state its own. */
interface SampleDefaults {
  duration: number
  sizeBytes: number
}

/** The defaults of each track, by its number. */
export type FragmentDefaults = Map<number, SampleDefaults>

const NO_DEFAULTS: SampleDefaults = { duration: 0, sizeBytes: 0 }

/**
 * Reads the defaults of all tracks. ISO/IEC 14496-12, section 8.8.3.
 * @param defaults takes the result
 */
export async function readDefaults(
  file: File,
  parent: Box,
  defaults: FragmentDefaults,
): Promise<void> {
  for await (const box of boxesWithin(file, parent.start, parent.end)) {
    const content = box.type === 'trex' ? await readContent(file, box) : null
    if (!content || content.byteLength < 24) continue
    const [duration, sizeBytes] = [content.getUint32(12), content.getUint32(16)]
    defaults.set(content.getUint32(4), { duration, sizeBytes })
  }
}

/** Compares the number of frames that the runs of a fragment state with the room that they have. */
export async function checkFragment(
  file: File,
  fragment: Box,
  defaults: FragmentDefaults,
  findings: TableFindings,
): Promise<void> {
  for await (const track of boxesWithin(file, fragment.start, fragment.end)) {
    if (track.type === 'trun') findings.faults.push(withoutTrack(track))
    if (track.type !== 'traf') continue
    let own: SampleDefaults | null = null
    for await (const box of boxesWithin(file, track.start, track.end)) {
      if (box.type === 'tfhd') own = readHeader(await readContent(file, box), defaults)
      if (box.type !== 'trun') continue
      checkRun(box, await readContent(file, box), own ?? NO_DEFAULTS, file, findings)
      if (!own) findings.faults.push(withoutTrack(box))
    }
  }
}

function withoutTrack(run: Box): string {
  return `${named(run)} belongs to no track of the file`
}

/** ISO/IEC 14496-12, section 8.8.7. */
function readHeader(content: DataView, defaults: FragmentDefaults): SampleDefaults | null {
  if (content.byteLength < 8) return null
  const flags = content.getUint32(0) & 0xffffff
  const usual = defaults.get(content.getUint32(4))
  if (!usual) return null
  const own = { ...usual }
  let at = 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0)
  const next = (): number => {
    at += 4
    return at <= content.byteLength ? content.getUint32(at - 4) : 0
  }
  if (flags & 0x8) own.duration = next()
  if (flags & 0x10) own.sizeBytes = next()
  return own
}

const HAS_DATA_OFFSET = 0x1
const HAS_FIRST_FLAGS = 0x4
const HAS_DURATION = 0x100
const HAS_SIZE = 0x200
const HAS_FLAGS = 0x400
const HAS_OFFSET = 0x800

/** ISO/IEC 14496-12, section 8.8.8. */
function checkRun(
  box: Box,
  content: DataView,
  own: SampleDefaults,
  file: File,
  { faults, patches }: TableFindings,
): void {
  if (content.byteLength < 8) return
  const flags = content.getUint32(0) & 0xffffff
  const fields = [HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_OFFSET].filter((flag) => flags & flag)
  const entriesAt = 8 + (flags & HAS_DATA_OFFSET ? 4 : 0) + (flags & HAS_FIRST_FLAGS ? 4 : 0)
  const entryBytes = 4 * fields.length
  const declared = content.getUint32(4)
  // If frames have no fields in the run, only the size of the file limits their number.
  const room =
    entryBytes > 0
      ? (content.byteLength - entriesAt) / entryBytes
      : file.size / Math.max(own.sizeBytes, 1)
  const roomCount = Math.max(0, Math.floor(room))
  const count = Math.min(declared, roomCount)
  if (declared > roomCount) {
    faults.push(tooMany(box, declared, roomCount))
    patches.push(patchNumbers(box.start + 4, [count]))
  }
  if (!(flags & HAS_OFFSET)) return
  const mayBeNegative = content.getUint8(0) !== 0
  const column = (flag: number, index: number): number =>
    content.getInt32(entriesAt + entryBytes * index + 4 * fields.indexOf(flag))
  const offsets = Array.from({ length: count }, (_, index) => column(HAS_OFFSET, index))
  if (!mayBeNegative && offsets.some((offset) => offset < 0)) {
    // In version 0, readers take them for positive numbers, which would be days.
    patches.push({ at: box.start, bytes: Uint8Array.of(1) })
  }
  let time = 0
  const decodeTimes = Float64Array.from(offsets, (_, index) => {
    const begin = time
    time += flags & HAS_DURATION ? column(HAS_DURATION, index) : own.duration
    return begin
  })
  const offset = commonOffset(decodeTimes, offsets, mayBeNegative)
  if (offset === null) return
  faults.push(contradictory(box))
  for (let index = 0; index < count; index++) {
    const at = entriesAt + entryBytes * index + 4 * fields.indexOf(HAS_OFFSET)
    patches.push(patchNumbers(box.start + at, [offset]))
  }
}
