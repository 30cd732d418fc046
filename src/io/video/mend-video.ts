import { findDamage } from './matroska-damage.ts'
import { EBML, readAhead, readElement } from './matroska-elements.ts'
import { checkTables } from './mp4-tables.ts'
import { joinParts, patchFile } from './patched-file.ts'
import { findTransportDamage } from './transport-damage.ts'
import { packetForm } from './transport-packets.ts'

/** A video that can be read, though its file is damaged. */
export interface MendedVideo {
  /** The file as readers take it; the one on the disk stays as it is. */
  file: File
  /** What was wrong, as clauses about the file; none where nothing was. */
  faults: string[]
}

/**
 * Looks for what a file says of itself that is not so, and puts it right in memory. Libraries believe
 * it: they go on for hours, or leave frames out without a word.
 * @param report called with the number of frames found so far
 * @throws Error where the file has more frames than are read
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
