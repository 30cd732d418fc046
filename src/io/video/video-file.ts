import type { Input, InputVideoTrack } from 'mediabunny'
import { usualMatrix } from '../../core/yuv/blend-yuv.ts'
import { isGone, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { extensionOf } from '../../core/recording/image-format.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import { shellWord } from '../../core/text/shell-word.ts'
import { describeFault } from './describe-fault.ts'
import { describeLengths, describeLoss } from './describe-loss.ts'
import { listFrames } from './list-frames.ts'
import { findCutOff } from './mending/video-cut-off.ts'
import type { CutOff } from './mending/video-cut-off.ts'

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

/** What an open video keeps of its file in memory: some frames of 4K, whose key frames have 1 or 2 MB. */
const CACHE_BYTES = 4 * 2 ** 20

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
  let foundCount = 0
  const tell = (doneCount: number): void => report((foundCount = Math.max(foundCount, doneCount)))
  const { mendVideo } = await import('./mending/mend-video.ts')
  const { file: mended, faults } = await readWhole(path, () => mendVideo(file, tell))
  const cutOff = await readWhole(path, () => findCutOff(mended))
  const state = describeState(file, path, cutOff, faults)
  const readable = cutOff?.readable ?? mended
  return withTrack(readable, path, state ?? COPY_AGAIN, async (input, track) => {
    const { EncodedPacketSink } = await import('mediabunny')
    const sink = new EncodedPacketSink(track)
    const { timesMs, isKey, endMs, hiddenCount } = await listFrames(sink, tell)
    if (timesMs.length === 0) throw unreadable(path, 'it holds no frame', state ?? COPY_AGAIN)
    const info = await describe(input, track, path, timesMs.length)
    const problems: Problem[] = []
    if (faults.length > 0) problems.push(damaged(path, faults, timesMs.length))
    if (cutOff) {
      const loss = await describeLoss(input, track, sink, { frameCount: timesMs.length, endMs })
      const fault = `is cut off: ${describeLengths(file, cutOff)}. ${loss}`
      const told = { subject: path, fault, remedy: COPY }
      problems.push(problem('warning', 'video-cut-off', told, { file: path }))
    }
    if (hiddenCount > 0) problems.push(hidden(path, hiddenCount))
    input.dispose()
    return { file: readable, index: { info, timesMs, isKey }, problems }
  })
}

async function readWhole<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown
    throw asUnreadable(path, thrown, COPY_AGAIN)
  }
}

/**
 * Says in sentences why a file may be unreadable, and what to do; null if no reason is known.
 */
function describeState(
  file: File,
  path: string,
  cutOff: CutOff | null,
  faults: readonly string[],
): string | null {
  if (cutOff) return `It is cut off: ${describeLengths(file, cutOff)}. ${COPY}`
  return faults.length > 0 ? `It is damaged: ${listFaults(faults)}. ${writeAnew(path)}` : null
}

function damaged(path: string, faults: readonly string[], frameCount: number): Problem {
  const used = `The ${formatQuantity(frameCount, 'frame')} that can be found are used`
  const fault = `is damaged: ${listFaults(faults)}. ${used}.`
  const told = { subject: path, fault, remedy: writeAnew(path) }
  return problem('warning', 'video-damaged', told, { file: path })
}

/** More faults than these are only counted. */
const MOST_FAULTS = 5

function listFaults(faults: readonly string[]): string {
  const leftOut = faults.length - MOST_FAULTS
  const more = leftOut > 0 ? [`and ${formatQuantity(leftOut, 'more fault')}`] : []
  return [...faults.slice(0, MOST_FAULTS), ...more].join('; ')
}

function writeAnew(path: string): string {
  const copy = `whole${extensionOf(path)}`
  return `Copy it again from where it was recorded, or write its tables anew: ffmpeg -i ${shellWord(path)} -c copy ${copy}`
}

function hidden(path: string, hiddenCount: number): Problem {
  const fault = `has ${formatQuantity(hiddenCount, 'frame')} before its start, by its edit list; they are not shown.`
  return problem('info', 'video-hidden-frames', { subject: path, fault }, { file: path })
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
  const input = new Input({
    source: new BlobSource(file, { maxCacheSize: CACHE_BYTES }),
    formats: ALL_FORMATS,
  })
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

const COPY = 'Copy it again from where it was recorded.'
const COPY_AGAIN = 'It may be cut off: copy it again from where it was recorded.'

function asUnreadable(path: string, thrown: unknown, remedy: string): OverlaneError {
  return unreadable(path, describeFault(thrown), isGone(thrown) ? 'Open it again.' : remedy, thrown)
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
