import type { EncodedPacket, EncodedPacketSink, Input, InputVideoTrack } from 'mediabunny'
import { usualMatrix } from '../../core/yuv/blend-yuv.ts'
import { describeThrown, isGone, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { extensionOf } from '../../core/recording/image-format.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { findCutOff } from './video-cut-off.ts'
import type { CutOff } from './video-cut-off.ts'

export const VIDEO_EXTENSIONS = ['.mp4', '.mov', '.m4v', '.webm', '.mkv', '.ts', '.mts', '.m2ts']

export function isVideoName(fileName: string): boolean {
  return VIDEO_EXTENSIONS.includes(extensionOf(fileName))
}

/** Everything that is known about a video without decoding it; plain data. */
export interface VideoIndex {
  info: VideoSource
  /** Presentation time of each frame in ms, ascending. */
  timesMs: Float64Array
  /** For each frame: 1 if it can be decoded without another one. */
  isKey: Uint8Array
}

/** A video whose frames were found. */
export interface FoundVideo {
  /**
   * The file to read. It is shorter than the one on the disk if only a part of that is readable.
   */
  file: File
  index: VideoIndex
  problems: Problem[]
}

/** A video that is open for decoding. The caller disposes of the input. */
export interface OpenVideo extends VideoIndex {
  file: File
  input: Input
  track: InputVideoTrack
  /** The colour space with all its values; null if the video cannot be decoded. */
  colorSpace: VideoColorSpaceInit | null
}

/**
 * Finds the picture track of a video and the time of every frame. It decodes no frame. But if the
 * container has no table of its frames, it reads the whole file, so the page's thread must not call it.
 * @param path path inside the recording
 * @param report called with the number of frames found so far
 * @throws OverlaneError `video-unreadable`; what `report` throws
 */
export async function indexVideo(
  file: File,
  path: string,
  report: (doneCount: number) => void,
): Promise<FoundVideo> {
  const cutOff = await lookForEnd(file, path)
  const remedy = cutOff ? `It is cut off: ${lengths(file, cutOff)}. ${COPY}` : COPY_AGAIN
  const readable = cutOff?.readable ?? file
  return withTrack(readable, path, remedy, async (input, track) => {
    const { EncodedPacketSink } = await import('mediabunny')
    const sink = new EncodedPacketSink(track)
    const { timesMs, isKey, endMs } = await listFrames(sink, report)
    if (timesMs.length === 0) throw unreadable(path, 'it holds no frame', remedy)
    const info = await describe(input, track, path, timesMs.length)
    const problems: Problem[] = []
    if (cutOff) {
      const loss = await describeLoss(input, track, sink, { frameCount: timesMs.length, endMs })
      const fault = `is cut off: ${lengths(file, cutOff)}. ${loss}`
      const told = { subject: path, fault, remedy: COPY }
      problems.push(problem('warning', 'video-cut-off', told, { file: path }))
    }
    input.dispose()
    return { file: readable, index: { info, timesMs, isKey }, problems }
  })
}

async function lookForEnd(file: File, path: string): Promise<CutOff | null> {
  try {
    return await findCutOff(file)
  } catch (thrown) {
    throw asUnreadable(path, thrown, COPY_AGAIN)
  }
}

function lengths(file: File, { declaredBytes }: CutOff): string {
  return `it has ${formatCount(file.size)} bytes, but the lengths written in it add up to at least ${formatCount(declaredBytes)}`
}

/** A shorter loss is not reported, because sound may be longer than the pictures by this time. */
const LEAST_LOSS_MS = 100

/** A sentence about what is missing. */
async function describeLoss(
  input: Input,
  track: InputVideoTrack,
  sink: EncodedPacketSink,
  { frameCount, endMs }: { frameCount: number; endMs: number },
): Promise<string> {
  const { IsobmffInputFormat, MpegTsInputFormat } = await import('mediabunny')
  const format = await input.getFormat()
  // Only these containers have a list of the frames that is separate from the frames.
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
 * How many frames lie beyond the end of the file. The file has the frames in decoding order.
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

/**
 * Opens a video whose frames were found before.
 * @throws OverlaneError `video-unreadable`
 */
export async function openVideo(file: File, index: VideoIndex): Promise<OpenVideo> {
  return withTrack(file, index.info.path, COPY_AGAIN, async (input, track) => {
    const colorSpace = await completeColors(track)
    return { ...index, file, input, track, colorSpace }
  })
}

/**
 * Completes the colour information of a video with the values that players use: BT.709 for HD and
 * above, BT.601 below HD, limited range. The library would use BT.709 for all videos.
 */
async function completeColors(track: InputVideoTrack): Promise<VideoColorSpaceInit | null> {
  const config = await track.getDecoderConfig()
  if (!config) return null
  // The height before rotation. For an upright phone video, it is the width of the shown picture.
  const usual = usualMatrix(await track.getCodedHeight())
  const { primaries, transfer, matrix, fullRange } = config.colorSpace ?? {}
  // The decoder is configured with this same object, so it is changed in place.
  config.colorSpace = {
    primaries: primaries ?? usual,
    transfer: transfer ?? usual,
    matrix: matrix ?? usual,
    fullRange: fullRange ?? false,
  }
  return config.colorSpace
}

/**
 * Opens the picture track, and disposes of the input if anything fails.
 * @param remedy what to do about a file that seems to be a video and cannot be read
 */
async function withTrack<Result>(
  file: File,
  path: string,
  remedy: string,
  use: (input: Input, track: InputVideoTrack) => Result | Promise<Result>,
): Promise<Result> {
  if (file.size === 0) throw unreadable(path, 'it is empty (0 bytes)', COPY_AGAIN)
  const { ALL_FORMATS, BlobSource, Input } = await import('mediabunny')
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS })
  try {
    if (!(await input.canRead())) {
      throw unreadable(
        path,
        'it is not an MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
        'Convert it to one of them, or open another file.',
      )
    }
    if ((await input.getTracks()).length === 0) {
      const why = `there is no list of pictures or sound in its ${formatCount(file.size)} bytes`
      throw unreadable(path, why, remedy)
    }
    const track = await input.getPrimaryVideoTrack()
    if (!track) {
      const why = 'it holds no pictures, only sound or data'
      throw unreadable(path, why, 'Open the file that has the pictures.')
    }
    return await use(input, track)
  } catch (thrown) {
    input.dispose()
    if (thrown instanceof OverlaneError || isAbort(thrown)) throw thrown
    throw asUnreadable(path, thrown, remedy)
  }
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError'
}

async function describe(
  input: Input,
  track: InputVideoTrack,
  path: string,
  frameCount: number,
): Promise<VideoSource> {
  const codec = await track.getCodec()
  const internal = await track.getInternalCodecId()
  const parameters = await track.getCodecParameterString()
  return {
    kind: 'video',
    path,
    container: (await input.getFormat()).name,
    codec: codec ?? (typeof internal === 'string' ? internal : 'unknown'),
    codecParameters: parameters,
    isDecodable: await track.canDecode(),
    rotationDeg: await track.getRotation(),
    widthPx: await track.getDisplayWidth(),
    heightPx: await track.getDisplayHeight(),
    frameCount,
  }
}

const METADATA_ONLY = { metadataOnly: true }

/**
 * Lists the frames that are shown. An edit list may put frames before the beginning; these are not
 * shown.
 */
async function listFrames(
  sink: EncodedPacketSink,
  report: (doneCount: number) => void,
): Promise<{ timesMs: Float64Array; isKey: Uint8Array; endMs: number }> {
  const frames: { timeMs: number; isKey: boolean }[] = []
  let endMs = 0
  for await (const packet of sink.packets(undefined, undefined, METADATA_ONLY)) {
    const { timestamp, duration, type } = packet
    if (timestamp + duration <= 0 && timestamp < 0) continue
    // Rounded to nanoseconds. Otherwise, rounding errors could put a frame before a record that has
    // the same time.
    frames.push({ timeMs: Math.round(timestamp * 1e9) / 1e6, isKey: type === 'key' })
    endMs = Math.max(endMs, (timestamp + duration) * 1000)
    if (frames.length % 1000 === 0) report(frames.length)
  }
  // Packets come in decoding order.
  frames.sort((a, b) => a.timeMs - b.timeMs)
  return {
    timesMs: Float64Array.from(frames, ({ timeMs }) => timeMs),
    isKey: Uint8Array.from(frames, ({ isKey }) => Number(isKey)),
    endMs,
  }
}

const COPY = 'Copy it again from where it was recorded.'
const COPY_AGAIN = 'It may be cut off: copy it again from where it was recorded.'

function asUnreadable(path: string, thrown: unknown, remedy: string): OverlaneError {
  return unreadable(
    path,
    describeThrown(thrown),
    isGone(thrown) ? 'Open it again.' : remedy,
    thrown,
  )
}

/** @param remedy a sentence */
function unreadable(path: string, why: string, remedy: string, cause?: unknown): OverlaneError {
  return new OverlaneError(
    'video-unreadable',
    { subject: path, fault: `cannot be read as a video: ${why}`, remedy },
    { file: path },
    { cause },
  )
}
