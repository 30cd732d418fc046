import type { EncodedPacket, EncodedPacketSink, Input, InputVideoTrack } from 'mediabunny'
import { formatCount } from '../../core/text/format-count.ts'
import { METADATA_ONLY } from './list-frames.ts'
import type { CutOff } from './mending/video-cut-off.ts'

/** The size of a file and the size that it should have, as a clause. */
export function describeLengths(file: File, { declaredBytes }: CutOff): string {
  return `it has ${formatCount(file.size)} bytes, but the lengths written in it add up to at least ${formatCount(declaredBytes)}`
}

/** In a complete video, the sound may end this much later than the pictures. */
const LEAST_LOSS_MS = 100

/** Says in sentences what is missing in a video that is cut off. */
export async function describeLoss(
  input: Input,
  track: InputVideoTrack,
  sink: EncodedPacketSink,
  { frameCount, endMs }: { frameCount: number; endMs: number },
): Promise<string> {
  const { IsobmffInputFormat, MpegTsInputFormat } = await import('mediabunny')
  const format = await input.getFormat()
  // Only MP4 and MOV keep a list of their frames in another place than the frames.
  const isListed = format instanceof IsobmffInputFormat
  const lostCount = isListed ? Math.min(await countLost(sink), frameCount) : 0
  if (lostCount > 0) {
    return `${formatCount(lostCount)} of the ${formatCount(frameCount)} frames that it lists are beyond its end and will be skipped.`
  }
  const durationS = await track.getDurationFromMetadata()
  const used = `The ${formatCount(frameCount)} frames in the file are used`
  if (durationS === null) {
    const last = format instanceof MpegTsInputFormat ? ' The last one may be damaged.' : ''
    return `${used}. The file does not say how many are missing.${last}`
  }
  return durationS * 1000 > endMs + LEAST_LOSS_MS
    ? `${used}: they end at ${inSeconds(endMs)} of ${inSeconds(durationS * 1000)} s.`
    : `${used}: they end where the video should end.`
}

function inSeconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(1)
}

/**
 * How many frames are beyond the end of the file. In the file, frames are in the order of decoding.
 */
async function countLost(sink: EncodedPacketSink): Promise<number> {
  const packets: EncodedPacket[] = []
  for await (const packet of sink.packets(undefined, undefined, METADATA_ONLY)) packets.push(packet)
  let [thereCount, lostFrom] = [0, packets.length]
  while (thereCount < lostFrom) {
    const middle = Math.floor((thereCount + lostFrom) / 2)
    const before = packets[middle - 1]
    const packet = before ? await sink.getNextPacket(before) : await sink.getFirstPacket()
    if (packet) thereCount = middle + 1
    else lostFrom = middle
  }
  return packets.length - thereCount
}
