import type { Input, InputVideoTrack } from 'mediabunny'
import { describeThrown, OverlaneError } from '../core/errors.ts'
import { extensionOf } from '../core/image-format.ts'
import type { VideoInfo } from '../core/recording.ts'

export const VIDEO_EXTENSIONS = ['.mp4', '.mov', '.m4v', '.webm', '.mkv', '.ts', '.mts', '.m2ts']

export function isVideoName(fileName: string): boolean {
  return VIDEO_EXTENSIONS.includes(extensionOf(fileName))
}

/** All that is known of a video without decoding it; plain data. */
export interface VideoIndex {
  info: VideoInfo
  /** Presentation time of each frame in ms, ascending. */
  timesMs: Float64Array
  /** Of each frame: can it be decoded without another one. */
  isKey: Uint8Array
}

/** A video whose frames can be asked for. The caller disposes of the input. */
export interface OpenVideo extends VideoIndex {
  file: File
  input: Input
  track: InputVideoTrack
}

/**
 * Finds the picture track of a video and the time of every frame. No frame is decoded, but where the
 * container has no table of its frames all of the file is read: not a thing for the page's thread.
 * @param path inside the recording
 * @param report called with the number of frames found so far
 * @throws OverlaneError `video-unreadable`; what `report` throws
 */
export async function indexVideo(
  file: File,
  path: string,
  report: (doneCount: number) => void,
): Promise<VideoIndex> {
  return withTrack(file, path, async (input, track) => {
    const { EncodedPacketSink } = await import('mediabunny')
    const { timesMs, isKey } = await listFrames(new EncodedPacketSink(track), report)
    if (timesMs.length === 0) throw unreadable(path, 'it holds no frame', COPY_AGAIN)
    const info = await describe(input, track, path, timesMs.length)
    input.dispose()
    return { info, timesMs, isKey }
  })
}

/**
 * Opens a video that was looked through before.
 * @throws OverlaneError `video-unreadable`
 */
export async function openVideo(file: File, index: VideoIndex): Promise<OpenVideo> {
  return withTrack(file, index.info.path, async (input, track) => {
    await completeColors(track, index.info.heightPx)
    return { ...index, file, input, track }
  })
}

const HD_HEIGHT_PX = 720

/**
 * What a video does not tell of its colours is what players take: BT.709 from HD on, BT.601 below,
 * in the range of television. The library would take BT.709 for all.
 */
async function completeColors(track: InputVideoTrack, heightPx: number): Promise<void> {
  const config = await track.getDecoderConfig()
  if (!config) return
  const usual = heightPx >= HD_HEIGHT_PX ? 'bt709' : 'smpte170m'
  const { primaries, transfer, matrix, fullRange } = config.colorSpace ?? {}
  // The decoder is configured with this very object.
  config.colorSpace = {
    primaries: primaries ?? usual,
    transfer: transfer ?? usual,
    matrix: matrix ?? usual,
    fullRange: fullRange ?? false,
  }
}

/** The input is disposed of where anything fails. */
async function withTrack<Result>(
  file: File,
  path: string,
  use: (input: Input, track: InputVideoTrack) => Result | Promise<Result>,
): Promise<Result> {
  if (file.size === 0) throw unreadable(path, 'it is empty (0 bytes)', COPY_AGAIN)
  const { ALL_FORMATS, BlobSource, Input } = await import('mediabunny')
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS })
  try {
    if (!(await input.canRead())) {
      throw unreadable(
        path,
        'it is no MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
        'Convert it to one of them, or open another file.',
      )
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
    throw unreadable(path, describeThrown(thrown).replace(/\.$/, ''), COPY_AGAIN, thrown)
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
): Promise<VideoInfo> {
  const codec = await track.getCodec()
  const internal = await track.getInternalCodecId()
  const parameters = await track.getCodecParameterString()
  return {
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

interface PacketSink {
  packets(
    start: undefined,
    end: undefined,
    options: { metadataOnly: true },
  ): AsyncIterable<{ timestamp: number; duration: number; type: 'key' | 'delta' }>
}

/** The frames that are presented: edit lists may put some before the begin, which are only decoded. */
async function listFrames(
  sink: PacketSink,
  report: (doneCount: number) => void,
): Promise<{ timesMs: Float64Array; isKey: Uint8Array }> {
  const frames: { timeMs: number; isKey: boolean }[] = []
  for await (const { timestamp, duration, type } of sink.packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    if (timestamp + duration <= 0 && timestamp < 0) continue
    // To the nanosecond: seconds times 1000 would put a frame just before a record of the same time.
    frames.push({ timeMs: Math.round(timestamp * 1e9) / 1e6, isKey: type === 'key' })
    if (frames.length % 1000 === 0) report(frames.length)
  }
  // Packets come in the order of decoding.
  frames.sort((a, b) => a.timeMs - b.timeMs)
  return {
    timesMs: Float64Array.from(frames, ({ timeMs }) => timeMs),
    isKey: Uint8Array.from(frames, ({ isKey }) => Number(isKey)),
  }
}

const COPY_AGAIN = 'It may be cut off: copy it again from where it was recorded.'

/** @param remedy a sentence */
function unreadable(path: string, why: string, remedy: string, cause?: unknown): OverlaneError {
  return new OverlaneError(
    'video-unreadable',
    `${path} cannot be read as a video: ${why}. ${remedy}`,
    { file: path },
    { cause },
  )
}
