import { problem } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { readDroneSubtitle } from '../imports/dji-subtitles.ts'
import type { TrackBox } from '../video/containers/mp4-tracks.ts'
import { describeFault } from '../video/describe-fault.ts'
import { describeLostPackets, readInnerTrack } from './inner-track.ts'
import type { Telemetry } from './telemetry-log.ts'

/** Timed text of MP4 (3GPP TS 26.245) and of QuickTime. */
const SUBTITLES = ['tx3g', 'text']

/**
 * The log that a DJI drone wrote into a video as subtitles. None where there are no subtitles.
 * @param tracks of the file
 * @param path of the video inside the recording
 */
export async function readInnerSubtitles(
  file: File,
  tracks: readonly TrackBox[],
  path: string,
): Promise<Telemetry> {
  try {
    const track = await readInnerTrack(file, tracks, SUBTITLES)
    if (!track) return { logs: [], problems: [] }
    const lines: string[] = []
    let otherCount = 0
    for (const [index, packet] of track.packets.entries()) {
      const text = decodeText(new Uint8Array(await packet.arrayBuffer()))
      // Where nothing is shown, there is an empty subtitle.
      if (text.trim() === '') continue
      const reading = readDroneSubtitle(text)
      if (reading) {
        const timestampMs = track.timing.samples[index]?.cts ?? 0
        lines.push(JSON.stringify({ timestamp_ms: timestampMs, ...reading.fields }))
      } else otherCount++
    }
    const problems = describeLostPackets(track.lostCount, path)
    if (otherCount > 0) {
      const fault = `has ${formatCount(otherCount)} of ${formatCount(otherCount + lines.length)} subtitles without data of a drone. They are left out.`
      problems.push(problem('info', 'sensor-invalid', { subject: path, fault }, { file: path }))
    }
    const log = { file: `${path}/Drone.jsonl`, text: lines.join('\n'), label: 'Drone' }
    return { logs: lines.length > 0 ? [{ ...log, isMinor: false }] : [], problems }
  } catch (thrown) {
    const fault = `has subtitles that cannot be read and are left out: ${describeFault(thrown)}`
    const told = { subject: path, fault }
    return { logs: [], problems: [problem('warning', 'sensor-invalid', told, { file: path })] }
  }
}

/** A text with its length before it. What follows it says how the text looks. */
function decodeText(packet: Uint8Array): string {
  const length = packet.length < 2 ? 0 : ((packet[0] ?? 0) << 8) | (packet[1] ?? 0)
  const bytes = packet.subarray(2, 2 + length)
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff
  return new TextDecoder(isUtf16 ? 'utf-16be' : 'utf-8').decode(bytes)
}
