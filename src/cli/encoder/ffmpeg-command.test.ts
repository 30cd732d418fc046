import { expect, test } from 'vitest'
import type { EncoderJob } from '../../index.ts'
import { ffmpegArguments, soundOf } from './ffmpeg-command.ts'
import type { FfmpegCommand } from './ffmpeg-command.ts'
import type { ProbedVideo } from './probe-video.ts'

const video: ProbedVideo = {
  trackIndex: 0,
  widthPx: 1920,
  heightPx: 1080,
  isTurned: false,
  pixelFormat: 'yuv420p',
  colorRange: null,
  colorSpace: null,
  colorTransfer: null,
  timeBase: '1/15360',
  startS: 0,
  fileStartS: 0,
  isWithoutIndex: false,
  soundCodecs: ['aac'],
}
const job: EncoderJob = {
  fileName: 'out.mp4',
  widthPx: 1920,
  heightPx: 1080,
  slots: [{ x: 10, y: 20, width: 400, height: 40 }],
  videoStartMs: 0,
  firstMs: 0,
  fromMs: -10,
  untilMs: 5677,
  isFromStart: true,
  isToEnd: true,
  startsAtMs: 0,
  hasSound: true,
  isFastStart: false,
}
const command: FfmpegCommand = {
  input: '/in/drive.mp4',
  output: '/out/out.mp4.crswap',
  ending: '.mp4',
  video,
  job,
  codec: 'libx264',
  arguments: ['-c:v', 'libx264', '-preset', 'medium'],
  hasFpsMode: true,
}
const argumentsOf = (
  changes: Partial<Omit<FfmpegCommand, 'video' | 'job'>> & {
    video?: Partial<ProbedVideo>
    job?: Partial<EncoderJob>
  } = {},
): string[] =>
  ffmpegArguments({
    ...command,
    ...changes,
    video: { ...video, ...changes.video },
    job: { ...job, ...changes.job },
  })
/** The value of an option; undefined if it is not there. */
const valueOf = (args: readonly string[], name: string): string | undefined =>
  args.includes(name) ? args[args.indexOf(name) + 1] : undefined
const graphOf = (changes: Parameters<typeof argumentsOf>[0]): string =>
  valueOf(argumentsOf(changes), '-filter_complex') ?? ''

test('the whole of a video: overlays from the standard input, times passed on, sound copied', () => {
  expect(argumentsOf().join(' ')).toBe(
    [
      '-hide_banner -v error -nostdin -progress pipe:1 -i file:/in/drive.mp4',
      '-probesize 32 -analyzeduration 0 -seek_timestamp 1 -itsoffset -1.000000',
      '-f matroska -i pipe:0 -filter_complex',
      '[0:0]null[frame0];[1:v:0]settb=1/15360[slot0];[frame0][slot0]overlay=x=10:y=20:eval=init:format=yuv420:eof_action=endall[frame1];[frame1]null[out]',
      '-map [out] -map 0:a:0 -c:a copy -fps_mode passthrough -enc_time_base 1/15360',
      '-video_track_timescale 15360 -c:v libx264 -preset medium -output_ts_offset 0.000000',
      '-f mp4 -y file:/out/out.mp4.crswap',
    ].join(' '),
  )
})

test('without an overlay there is only the video', () => {
  const args = argumentsOf({ job: { slots: [] } })
  expect(args.filter((each) => each === '-i')).toHaveLength(1)
  expect(valueOf(args, '-filter_complex')).toBe('[0:0]null[frame0];[frame0]null[out]')
})

test('a range is sought, its overlays begin with it, and it begins at 0', () => {
  const range = { firstMs: 1000, fromMs: 980, untilMs: 2020, isFromStart: false, isToEnd: false }
  const args = argumentsOf({ job: range })
  expect([valueOf(args, '-ss'), valueOf(args, '-t')]).toEqual(['0.980000', '1.020000'])
  expect(args.indexOf('-ss')).toBeLessThan(args.indexOf('-i'))
  // The first frame is 20 ms after the place where ffmpeg begins to count.
  expect(valueOf(args, '-itsoffset')).toBe('-0.980000')
  expect(valueOf(args, '-output_ts_offset')).toBe('-0.020000')
  expect(valueOf(args, '-copypriorss:a')).toBe('0')
})

test('a range of a file without an index is read from its beginning', () => {
  const range = { firstMs: 1000, fromMs: 980, untilMs: 2020, isFromStart: false, isToEnd: false }
  const args = argumentsOf({ job: range, video: { isWithoutIndex: true } })
  expect([valueOf(args, '-ss'), valueOf(args, '-t')]).toEqual(['0.980000', '1.040000'])
  expect(args.indexOf('-ss')).toBeGreaterThan(args.lastIndexOf('-i'))
  expect(valueOf(args, '-itsoffset')).toBe('0.000000')
})

test('clocks of the page and of ffprobe that begin elsewhere agree', () => {
  const late = { startS: 3.9, fileStartS: 3.877 }
  const args = argumentsOf({
    video: late,
    job: { videoStartMs: 1400, firstMs: 1400, startsAtMs: 1400 },
  })
  expect(valueOf(args, '-itsoffset')).toBe('-0.977000')
  expect(valueOf(args, '-output_ts_offset')).toBe('1.377000')
})

test('overlays are laid in the planes of the video', () => {
  const formatOf = (pixelFormat: string): string | undefined =>
    /format=(\w+)/.exec(graphOf({ video: { pixelFormat } }))?.[1]
  expect(
    Object.fromEntries(
      ['yuvj420p', 'nv12', 'yuv420p10le', 'yuv422p', 'yuv422p10le', 'yuv444p', 'gbrp'].map(
        (each) => [each, formatOf(each)],
      ),
    ),
  ).toEqual({
    yuvj420p: 'yuv420',
    nv12: 'yuv420',
    yuv420p10le: 'yuv420p10',
    yuv422p: 'yuv422',
    yuv422p10le: 'yuv422p10',
    yuv444p: 'yuv444',
    gbrp: 'gbrp',
  })
})

test('colours are named as the video names them', () => {
  const graph = graphOf({ video: { colorRange: 'pc', colorSpace: 'bt709' } })
  expect(graph).toContain('[1:v:0]settb=1/15360,setparams=range=pc:colorspace=bt709[slot0]')
})

test('pictures that are shown in another size are scaled; turned ones are turned by ffmpeg', () => {
  expect(graphOf({ video: { widthPx: 1440 } })).toContain('[0:0]scale=1920:1080,setsar=1[frame0]')
  const turned = graphOf({ video: { widthPx: 1080, heightPx: 1920, isTurned: true } })
  expect(turned).toContain('[0:0]null[frame0]')
})

test('VAAPI gets its device and its frames', () => {
  const args = argumentsOf({ codec: 'h264_vaapi' })
  expect(valueOf(args, '-vaapi_device')).toBe('/dev/dri/renderD128')
  expect(valueOf(args, '-filter_complex')).toMatch(/format=nv12,hwupload\[out\]$/)
  const other = argumentsOf({ codec: 'h264_vaapi', arguments: ['-vaapi_device', '/dev/dri/x'] })
  expect(other.filter((each) => each === '-vaapi_device')).toHaveLength(1)
})

test('sound that a kind of video does not take is left out and told', () => {
  const loss = (ending: string, ...soundCodecs: string[]): string | null =>
    soundOf({ video: { ...video, soundCodecs }, job, ending }).loss
  expect(loss('.mp4', 'aac')).toBeNull()
  expect(loss('.mkv', 'pcm_s16le')).toBeNull()
  expect(loss('.mov', 'pcm_s16le')).toBeNull()
  expect(loss('.webm', 'aac')).toMatch(/^The video is without sound: the source has aac sound/)
  expect(loss('.mp4', 'aac', 'aac')).toMatch(/^Of the 2 sound tracks only the first/)
  const silent = argumentsOf({ ending: '.webm' })
  expect(silent).not.toContain('-c:a')
})

test('before ffmpeg 5.1, times are passed on by the older option', () => {
  expect(valueOf(argumentsOf({ hasFpsMode: false }), '-vsync')).toBe('passthrough')
})
