import { readElement } from '../containers/matroska-elements.ts'
import { EBML } from '../containers/matroska-kinds.ts'
import { readAhead } from '../containers/read-ahead.ts'
import { packetForm } from '../containers/transport-packets.ts'
import { findDamage } from './matroska-damage.ts'
import { checkTables } from './mp4-tables.ts'
import { joinParts, patchFile } from './patched-file.ts'
import { findTransportDamage } from './transport-damage.ts'

/** A damaged video that can be read now. */
export interface MendedVideo {
  /** The file to read. The file on the disk stays as it is. */
  file: File
  /** What was wrong, as clauses about the file; empty if nothing was. */
  faults: string[]
}

/**
 * Looks for wrong statements that a file makes about its own parts, and corrects them in memory.
 * Libraries trust such statements. Then they run for hours, or skip frames without an error.
 * @param report called with the number of frames found so far
 * @throws Error if the file has too many frames to be read
 */
export async function mendVideo(
  file: File,
  report: (doneCount: number) => void,
): Promise<MendedVideo> {
  const bytes = await readAhead(file)(0)
  const form = packetForm(bytes)
  if (form) {
    const { faults, sound } = await findTransportDamage(file, form, report)
    return { file: faults.length > 0 ? joinParts(file, sound) : file, faults }
  }
  if (readElement(bytes, 0)?.id !== EBML) {
    const { faults, patches } = await checkTables(file)
    return { file: patchFile(file, patches), faults }
  }
  const { faults, patches, endsAt, tail } = await findDamage(file, report)
  return { file: patchFile(file, patches, endsAt, tail), faults }
}
