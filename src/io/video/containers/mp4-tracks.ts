import { boxesWithin } from './mp4-boxes.ts'
import type { Box } from './mp4-boxes.ts'

/** A track of an MP4 or MOV file. */
export interface TrackBox {
  box: Box
  /** What the track contains: `vide`, `soun`, `meta`, … */
  handler: string
  /** The name of its first codec, such as `avc1`. */
  codec: string
}

/** The tracks of an MP4 or MOV file; none if it is another kind of file. */
export async function listTracks(file: File): Promise<TrackBox[]> {
  const tracks: TrackBox[] = []
  for await (const movie of boxesWithin(file, 0, file.size)) {
    if (movie.type !== 'moov') continue
    for await (const box of boxesWithin(file, movie.start, movie.end)) {
      if (box.type === 'trak') tracks.push(await describeTrack(file, box))
    }
  }
  return tracks
}

async function describeTrack(file: File, box: Box): Promise<TrackBox> {
  const media = await findBox(file, box, 'mdia')
  const handler = media && (await findBox(file, media, 'hdlr'))
  const information = media && (await findBox(file, media, 'minf'))
  const table = information && (await findBox(file, information, 'stbl'))
  const codecs = table && (await findBox(file, table, 'stsd'))
  return {
    box,
    handler: handler ? await readHandler(file, handler) : '',
    codec: codecs ? await readName(file, codecs, CODEC_AT) : '',
  }
}

async function findBox(file: File, parent: Box, type: string): Promise<Box | null> {
  for await (const box of boxesWithin(file, parent.start, parent.end)) {
    if (box.type === type) return box
  }
  return null
}

/** ISO/IEC 14496-12, section 8.4.3. */
const HANDLER_AT = 8
/** The first entry is a box, and this is the place of its type. ISO/IEC 14496-12, section 8.5.2. */
const CODEC_AT = 12

/** What the track with this `hdlr` box contains; empty if the box does not say. */
export function readHandler(file: File, box: Box): Promise<string> {
  return readName(file, box, HANDLER_AT)
}

async function readName(file: File, box: Box, at: number): Promise<string> {
  const end = Math.min(box.end, box.start + at + 4)
  const bytes = new Uint8Array(await file.slice(box.start + at, end).arrayBuffer())
  return String.fromCharCode(...bytes)
}
