import { formatCount } from '../../../core/text/format-count.ts'
import { boxesWithin } from '../containers/mp4-boxes.ts'
import type { Box } from '../containers/mp4-boxes.ts'
import type { TableFindings } from './mp4-table.ts'
import { asFreeSpace, patchNumbers } from './patched-file.ts'

/** Boxes that belong into others, and never stand in the file itself. ISO/IEC 14496-12, section 6.2.3. */
const INNER = ['trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'mvex', 'traf']

/** Boxes of the file itself, which are never inside one of their own type, and contain no fragment. */
const OUTER = ['moov', 'moof', 'udta', 'meta']

const HEADER_BYTES = 8

/**
 * The boxes of a file, one after another. No reader looks for a fragment inside another box, so its
 * frames would be lost without a word. This is reported, and the outer box ends before the fragment.
 */
export async function* topBoxes(file: File, findings: TableFindings): AsyncGenerator<Box, void> {
  let at = 0
  for (;;) {
    let inner: Box | null = null
    for await (const box of boxesWithin(file, at, file.size)) {
      inner = await firstInner(file, box)
      if (!inner) {
        yield box
        continue
      }
      shorten(box, inner.headerAt, findings)
      if (inner.headerAt > box.start) yield { ...box, end: inner.headerAt }
      at = inner.headerAt
      break
    }
    if (!inner) return
  }
}

/** What a box contains though it must not. Null if there is no such box. */
async function firstInner(file: File, box: Box): Promise<Box | null> {
  const isInner = INNER.includes(box.type)
  if (!isInner && !OUTER.includes(box.type)) return null
  for await (const inner of boxesWithin(file, box.start, box.end)) {
    if (isInner || inner.type === 'moof' || inner.type === box.type) return inner
  }
  return null
}

function shorten({ type, headerAt, start }: Box, end: number, findings: TableFindings): void {
  const place = `its ${type} box at byte ${formatCount(headerAt)}`
  if (!findings.faults.some((fault) => fault.endsWith(WRONG_PLACE))) {
    findings.faults.push(`${place} ${WRONG_PLACE}`)
  }
  if (start - headerAt === HEADER_BYTES) {
    findings.patches.push(patchNumbers(headerAt, [end - headerAt]))
  } else {
    findings.patches.push(patchNumbers(headerAt + HEADER_BYTES, [0, end - headerAt]))
  }
  // A box of its own that is empty now would mislead readers.
  if (end === start) {
    findings.patches.push(asFreeSpace({ headerAt }))
  }
}

const WRONG_PLACE = 'contains boxes that do not belong there, and was read without them'
