import { formatCount } from '../../../core/text/format-count.ts'
import { boxesWithin } from '../containers/mp4-boxes.ts'
import type { Box } from '../containers/mp4-boxes.ts'
import { checkFragment, readDefaults } from './mp4-fragments.ts'
import type { FragmentDefaults } from './mp4-fragments.ts'
import { checkChunks, checkFrames } from './mp4-frames.ts'
import { topBoxes } from './mp4-places.ts'
import { named, readTable } from './mp4-table.ts'
import type { Table, TableFindings } from './mp4-table.ts'
import { asFreeSpace } from './patched-file.ts'
import { readHandler } from '../containers/mp4-tracks.ts'

interface Track {
  /** What the track contains: `vide`, `soun`, `meta`, … */
  handler: string
  /** By the type of their box. */
  tables: Map<string, Table>
}

/** The largest table of contents. Readers hold it in memory. */
const MOST_BYTES = 2 ** 30

/** The boxes between a track and its tables. */
const WAY = ['mdia', 'minf', 'stbl', 'edts']

/**
 * Checks the tables of an MP4 or MOV file. No table may state more entries than it has room for, and
 * the tables of the pictures must fit each other. Readers trust a table that states 4,294,967,295
 * entries, and never finish. This reads only the tables, not the pictures.
 */
export async function checkTables(file: File): Promise<TableFindings> {
  const findings: TableFindings = { faults: [], patches: [] }
  const defaults: FragmentDefaults = new Map()
  for await (const box of topBoxes(file, findings)) {
    if (box.type === 'moov') await checkMovie(file, box, defaults, findings)
    if (box.type === 'moof') await checkFragment(file, box, defaults, findings)
  }
  return findings
}

async function checkMovie(
  file: File,
  movie: Box,
  defaults: FragmentDefaults,
  findings: TableFindings,
): Promise<void> {
  const byteCount = movie.end - movie.start
  if (byteCount > MOST_BYTES) {
    throw new Error(
      `its table of contents has ${formatCount(byteCount)} bytes, and at most ${formatCount(MOST_BYTES)} are read`,
    )
  }
  for await (const box of boxesWithin(file, movie.start, movie.end)) {
    if (box.type === 'mvex') await readDefaults(file, box, defaults)
    if (box.type !== 'trak') continue
    const track: Track = { handler: '', tables: new Map() }
    await readTrack(file, box, track, findings)
    checkChunks(track.tables, findings)
    if (track.handler === 'vide') checkFrames(track.tables, file.size, findings)
  }
}

async function readTrack(
  file: File,
  parent: Box,
  track: Track,
  findings: TableFindings,
): Promise<void> {
  const { tables } = track
  for await (const box of boxesWithin(file, parent.start, parent.end)) {
    // A box of `WAY` is never inside a later one of `WAY`, so the depth is limited.
    const step = WAY.indexOf(box.type)
    if (step > WAY.indexOf(parent.type)) await readTrack(file, box, track, findings)
    else if (box.type === 'hdlr' && parent.type === 'mdia') {
      track.handler = await readHandler(file, box)
    } else if (tables.has(box.type)) {
      // Readers would use the entries of both.
      findings.faults.push(`${named(box)} is the second one of its track`)
      findings.patches.push(asFreeSpace(box))
    } else {
      const table = await readTable(file, box, findings)
      if (table) tables.set(box.type, table)
    }
  }
}
