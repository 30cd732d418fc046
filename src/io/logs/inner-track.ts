import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { TrackBox } from '../video/containers/mp4-tracks.ts'
import { asFreeSpace, patchFile } from '../video/mending/patched-file.ts'

/** A track of a video that holds neither pictures nor sound. */
export interface InnerTrack {
  /** Packets that lie beyond the end of the file. */
  lostCount: number
  packets: Blob[]
  timing: {
    start: Date
    /** In seconds. */
    videoDuration: number
    frameDuration: number
    /** Of each packet, in ms. */
    samples: { cts: number; duration: number }[]
  }
}

/** How much of a file is read at a time to find its table of contents. */
const CHUNK_BYTES = 1 << 18

/**
 * The packets of the first track with one of these codecs, and their times; null where an MP4 or MOV
 * file has none.
 * @param tracks of the file
 * @throws where the tables of the file are damaged
 */
export async function readInnerTrack(
  whole: File,
  tracks: readonly TrackBox[],
  codecs: readonly string[],
): Promise<InnerTrack | null> {
  const file = withoutOtherTracks(whole, tracks, codecs)
  if (!file) return null
  const { createFile, Log, MP4BoxBuffer } = await import('mp4box')
  // It reports unknown boxes on the console and continues. Overlane does not need these boxes.
  Object.assign(Log, { error: () => undefined })
  const container = createFile()
  const movies: Movie[] = []
  container.onReady = (info) => void movies.push(info)
  for (let position = 0; position < file.size && movies.length === 0;) {
    const bytes = await file.slice(position, position + CHUNK_BYTES).arrayBuffer()
    // It returns the position to continue at. The pictures, which it skips, lie before this
    // position.
    const next = container.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes, position))
    // It is no MP4, whatever its name says.
    if (next <= position) return null
    position = next
  }
  const [movie = { tracks: [], created: new Date(0) }] = movies
  const track = movie.tracks.find(({ codec }) => codecs.includes(codec))
  const video = movie.tracks.find(({ type }) => type === 'video')
  if (!track || !video) return null
  const samples = container.getTrackSamplesInfo(track.id)
  const packets = samples.filter(({ offset, size }) => offset >= 0 && offset + size <= file.size)
  const byteCount = packets.reduce((sum, { size }) => sum + size, 0)
  if (byteCount > file.size) throw new Error('its packets together are larger than the file')
  const videoDuration = video.movie_duration / video.movie_timescale
  return {
    lostCount: samples.length - packets.length,
    packets: packets.map(({ offset, size }) => file.slice(offset, offset + size)),
    timing: {
      start: movie.created,
      videoDuration,
      frameDuration: videoDuration / video.nb_samples,
      samples: timePackets(packets, track.timescale, videoDuration * 1000),
    },
  }
}

/**
 * The file with the tracks of pictures and of these codecs alone: the library lists every sample of
 * every track, and uncompressed sound has 48,000 a second. Null where there is no such track.
 */
function withoutOtherTracks(
  file: File,
  tracks: readonly TrackBox[],
  codecs: readonly string[],
): File | null {
  if (!tracks.some(({ codec }) => codecs.includes(codec))) return null
  const others = tracks.filter(
    ({ handler, codec }) => handler !== 'vide' && !codecs.includes(codec),
  )
  return patchFile(
    file,
    others.map(({ box }) => asFreeSpace(box)),
  )
}

/**
 * Presentation times and lengths in ms. A table may give the last packet a length beyond the end of
 * the video. Then the records of this packet would be spread over too long a time.
 * @param packets in ticks
 */
export function timePackets(
  packets: readonly { cts: number; duration: number }[],
  ticksPerSecond: number,
  videoEndMs: number,
): { cts: number; duration: number }[] {
  return packets.map((packet) => {
    const cts = (packet.cts * 1000) / ticksPerSecond
    const duration = (packet.duration * 1000) / ticksPerSecond
    return { cts, duration: cts < videoEndMs ? Math.min(duration, videoEndMs - cts) : duration }
  })
}

interface Movie {
  created: Date
  tracks: {
    id: number
    codec: string
    type?: string
    timescale: number
    movie_duration: number
    movie_timescale: number
    nb_samples: number
  }[]
}

/** @param path of the video inside the recording */
export function describeLostPackets(lostCount: number, path: string): Problem[] {
  if (lostCount === 0) return []
  const lost = formatQuantity(lostCount, 'packet')
  const message = `${lost} of the telemetry inside ${path} cannot be found in it, and what they hold is left out.`
  return [problem('warning', 'sensor-invalid', message, { file: path })]
}
