import { STREAM_START_US } from '../../index.ts'
import type { EncoderJob } from '../../index.ts'
import { overlayFormat } from './probe-video.ts'
import type { ProbedVideo } from './probe-video.ts'

/** Kinds of video by the endings of their names, with ffmpeg's names for them. */
const MUXERS: Readonly<Record<string, string>> = {
  '.mp4': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
  '.webm': 'webm',
}

/** Sound that a kind of video takes as it is; without a row it takes any. */
const SOUND: Readonly<Record<string, RegExp>> = {
  webm: /^(?:opus|vorbis)$/,
  mp4: /^(?:aac|mp3|mp2|ac3|eac3|flac|opus|alac|dts|vorbis)$/,
  mov: /^(?:aac|mp3|mp2|ac3|eac3|alac|pcm_.*)$/,
}

const VAAPI_DEVICE = '/dev/dri/renderD128'

/** What ffmpeg is told, beside what the user asks of the encoder. */
export interface FfmpegCommand {
  /** Absolute. */
  input: string
  output: string
  /** With the dot. */
  ending: string
  video: ProbedVideo
  job: EncoderJob
  codec: string
  /** Of the encoder, also the codec. */
  arguments: readonly string[]
  /** Whether this ffmpeg has `-fps_mode`, which is newer than `-vsync`. */
  hasFpsMode: boolean
}

/** The codec that is used if none was named. */
export function usualCodec(ending: string): string {
  return ending === '.webm' ? 'libvpx-vp9' : 'libx264'
}

/**
 * The arguments of ffmpeg that lay the stream of overlays on its standard input over a video. Frames
 * keep their times: ffmpeg counts from where it begins to read, and so does the stream.
 */
export function ffmpegArguments(command: FfmpegCommand): string[] {
  const { input, output, ending, video, job, codec } = command
  const muxer = MUXERS[ending] ?? 'mp4'
  // The page and ffprobe may count from another moment.
  const shiftMs = video.startS * 1000 - job.videoStartMs
  const fileStartMs = video.fileStartS * 1000
  const beginMs = job.isFromStart ? fileStartMs : job.fromMs + shiftMs
  // Without an index, a seek may end behind the key frame that is needed, so all is read and decoded.
  const isSought = !video.isWithoutIndex
  // ffmpeg counts the length of what it seeks from the first frame.
  const lengthMs = job.untilMs - (isSought ? job.firstMs : job.fromMs)
  const range = [
    ...(job.isFromStart ? [] : ['-ss', seconds(beginMs - fileStartMs)]),
    ...(job.isToEnd ? [] : ['-t', seconds(lengthMs)]),
  ]
  const firstMs = job.firstMs + shiftMs - beginMs
  const streamMs = firstMs + (isSought ? 0 : beginMs - fileStartMs) - STREAM_START_US / 1000
  const hasSlots = job.slots.length > 0
  const sound = soundOf(command)
  const isRange = !(job.isFromStart && job.isToEnd)
  return [
    ...['-hide_banner', '-v', 'error', '-nostdin', '-progress', 'pipe:1'],
    ...(isVaapi(codec) && !command.arguments.includes('-vaapi_device')
      ? ['-vaapi_device', VAAPI_DEVICE]
      : []),
    ...(isSought ? range : []),
    ...['-i', `file:${input}`],
    ...(hasSlots
      ? [
          ...['-probesize', '32', '-analyzeduration', '0'],
          ...['-seek_timestamp', '1', '-itsoffset', seconds(streamMs)],
          ...['-f', 'matroska', '-i', 'pipe:0'],
        ]
      : []),
    ...['-filter_complex', filterGraph(command), '-map', '[out]'],
    ...(sound.isCopied ? ['-map', '0:a:0', '-c:a', 'copy'] : []),
    ...(sound.isCopied && isRange ? ['-copypriorss:a', '0'] : []),
    ...[command.hasFpsMode ? '-fps_mode' : '-vsync', 'passthrough'],
    ...['-enc_time_base', video.timeBase],
    ...(muxer === 'mp4' || muxer === 'mov'
      ? movieOptions(command)
      : ['-avoid_negative_ts', 'disabled']),
    ...command.arguments,
    ...['-output_ts_offset', seconds(job.startsAtMs - firstMs)],
    ...(isSought ? [] : range),
    ...['-f', muxer, '-y', `file:${output}`],
  ]
}

/** @returns whether the sound is copied, and a sentence about sound that is left out */
export function soundOf({ video, job, ending }: Pick<FfmpegCommand, 'video' | 'job' | 'ending'>): {
  isCopied: boolean
  loss: string | null
} {
  const [first] = video.soundCodecs
  if (!job.hasSound || first === undefined) return { isCopied: false, loss: null }
  const kind = ending.slice(1).toUpperCase()
  if (SOUND[MUXERS[ending] ?? '']?.test(first) === false) {
    const loss = `The video is without sound: the source has ${first} sound, which ${kind} does not take as it is. An .mkv takes any.`
    return { isCopied: false, loss }
  }
  const count = video.soundCodecs.length
  const loss = count > 1 ? `Of the ${count} sound tracks only the first is in the video.` : null
  return { isCopied: true, loss }
}

/** Lays each slot over the frames, one after another. */
function filterGraph({ video, job, codec }: FfmpegCommand): string {
  const { slots, widthPx, heightPx } = job
  const { name } = overlayFormat(video.pixelFormat)
  const [shownWidthPx, shownHeightPx] = video.isTurned
    ? [video.heightPx, video.widthPx]
    : [video.widthPx, video.heightPx]
  const isScaled = shownWidthPx !== widthPx || shownHeightPx !== heightPx
  const ground = isScaled ? `scale=${widthPx}:${heightPx},setsar=1` : 'null'
  const colors = [
    ...(video.colorRange === null ? [] : [`range=${video.colorRange}`]),
    ...(video.colorSpace === null ? [] : [`colorspace=${video.colorSpace}`]),
  ]
  const tagged = colors.length > 0 ? `,setparams=${colors.join(':')}` : ''
  const end = isVaapi(codec) ? 'format=nv12,hwupload' : 'null'
  return [
    `[0:${video.trackIndex}]${ground}[frame0]`,
    ...slots.flatMap(({ x, y }, index) => [
      `[1:v:${index}]settb=${video.timeBase}${tagged}[slot${index}]`,
      `[frame${index}][slot${index}]overlay=x=${x}:y=${y}:eval=init:format=${name}:eof_action=endall[frame${index + 1}]`,
    ]),
    `[frame${slots.length}]${end}[out]`,
  ].join(';')
}

function movieOptions({ video, job, codec }: FfmpegCommand): string[] {
  const [, ticks] = /^1\/(\d+)$/.exec(video.timeBase) ?? []
  return [
    ...(ticks === undefined ? [] : ['-video_track_timescale', ticks]),
    ...(job.isFastStart ? ['-movflags', '+faststart'] : []),
    // Without it, Apple's players do not open H.265.
    ...(/265|hevc/.test(codec) ? ['-tag:v', 'hvc1'] : []),
  ]
}

function isVaapi(codec: string): boolean {
  return codec.endsWith('_vaapi')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6)
}
