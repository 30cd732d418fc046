import { toUtf8 } from '../logs/read-text.ts'
import { donkeycar } from './donkeycar.ts'
import { fit } from './fit.ts'
import { gpx } from './gpx.ts'
import type { FileHead, Imported, Importer, ImportSource } from './importer.ts'
import { jsonLines } from './json-lines.ts'
import { mcap } from './mcap/mcap.ts'
import { nmea } from './nmea.ts'
import { srt } from './srt.ts'
import { table } from './table.ts'
import { tcx } from './tcx.ts'

/** Every format that is read, a line each. */
const IMPORTERS: readonly Importer[] = [gpx, tcx, fit, nmea, srt, donkeycar, mcap, jsonLines, table]

const HEAD_BYTES = 1 << 14

/** A log that was read, and what it is. */
export interface ImportedLog extends Imported {
  /** `GPX` */
  format: string
}

/**
 * Reads a file with the importer that is the surest of it.
 * @returns null where none knows it
 * @throws OverlaneError where the file cannot be read; what `report` throws
 */
export async function importLog(source: ImportSource): Promise<ImportedLog | null> {
  const head = await readHead(source)
  const importer = findImporter(head) ?? (source.isNamed ? plainImporter(head) : null)
  return importer && { format: importer.format, ...(await importer.read(source)) }
}

function findImporter(head: FileHead): Importer | null {
  let best: Importer | null = null
  let bestCertainty = 0
  for (const importer of IMPORTERS) {
    const certainty = importer.recognise(head)
    if (certainty <= bestCertainty) continue
    best = importer
    bestCertainty = certainty
  }
  return best
}

/** For a text of lines that only its reader knows to be a log. */
function plainImporter({ text }: FileHead): Importer {
  return /^\uFEFF?\s*\{/.test(text) ? jsonLines : table
}

async function readHead({ file, path }: ImportSource): Promise<FileHead> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  return { path, bytes, text: new TextDecoder().decode(toUtf8(bytes)) }
}
