import type { EncoderGround } from '../../index.ts'
import { CommandError } from '../command-error.ts'
import { ask } from './find-ffmpeg.ts'

/** A video as ffmpeg sees it. */
export interface ProbedVideo {
  /** Of the track with the pictures, among all tracks. */
  trackIndex: number
  /** As they are coded, before the rotation. */
  widthPx: number
  heightPx: number
  isTurned: boolean
  pixelFormat: string
  /** As ffmpeg names them; null where the file says nothing. */
  colorRange: string | null
  colorSpace: string | null
  colorTransfer: string | null
  /** A fraction of a second: `1/15360`. */
  timeBase: string
  /** When the pictures begin, and when the file begins, in s. */
  startS: number
  fileStartS: number
  /** Whether the file has no list of its key frames. */
  isWithoutIndex: boolean
  /** Codecs of the tracks of sound, by their names in ffmpeg. */
  soundCodecs: string[]
}

interface Stream {
  index: number
  codec_type?: string
  codec_name?: string
  width?: number
  height?: number
  pix_fmt?: string
  color_range?: string
  color_space?: string
  color_transfer?: string
  time_base?: string
  start_time?: string
  disposition?: { attached_pic?: number }
  side_data_list?: { rotation?: number }[]
  tags?: { rotate?: string }
}

/**
 * Asks ffprobe about a video.
 * @param path absolute
 * @throws CommandError `output-invalid` if it cannot be read
 */
export async function probeVideo(path: string): Promise<ProbedVideo> {
  const shown = ['-show_streams', '-show_entries', 'format=start_time,format_name', '-of', 'json']
  const text = await ask('ffprobe', ['-v', 'error', ...shown, `file:${path}`])
  const { streams = [], format } = JSON.parse(text) as {
    streams?: Stream[]
    format?: { start_time?: string; format_name?: string }
  }
  const track = streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  )
  if (!track) throw new CommandError('output-invalid', `ffmpeg sees no pictures in ${path}.`)
  const startS = Number(track.start_time ?? 0) || 0
  const turn = track.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation
  const turnDeg = turn ?? Number(track.tags?.rotate ?? 0)
  const known = (text: string | undefined): string | null =>
    text === undefined || text === 'unknown' ? null : text
  return {
    trackIndex: track.index,
    widthPx: track.width ?? 0,
    heightPx: track.height ?? 0,
    isTurned: Math.abs(turnDeg) % 180 === 90,
    pixelFormat: track.pix_fmt ?? '',
    colorRange: known(track.color_range),
    colorSpace: known(track.color_space),
    colorTransfer: known(track.color_transfer),
    timeBase: track.time_base ?? '1/90000',
    startS,
    fileStartS: Number(format?.start_time ?? startS) || 0,
    isWithoutIndex: format?.format_name === 'mpegts',
    soundCodecs: streams
      .filter(({ codec_type }) => codec_type === 'audio')
      .map(({ codec_name }) => codec_name ?? 'unknown'),
  }
}

const HDR_TRANSFERS: readonly (string | null)[] = ['smpte2084', 'arib-std-b67']
const HD_HEIGHT_PX = 720

/**
 * The colours that the overlay is drawn in. Where the file says nothing, they are those that players
 * take, as in the browser.
 * @throws CommandError `output-invalid` for HDR, in which an overlay would have wrong colours
 */
export function groundOf(video: ProbedVideo): EncoderGround {
  const { pixelFormat, colorSpace, colorRange, colorTransfer, heightPx } = video
  if (HDR_TRANSFERS.includes(colorTransfer)) {
    throw new CommandError(
      'output-invalid',
      `--encoder: the video is HDR (${colorTransfer ?? ''}), and the overlay is drawn in the colours of SDR. Leave out --encoder: the browser then makes an SDR video.`,
    )
  }
  const usual = heightPx >= HD_HEIGHT_PX ? 'bt709' : 'smpte170m'
  const matrix = MATRICES[colorSpace ?? ''] ?? usual
  const isFullRange = colorRange === 'pc' || pixelFormat.startsWith('yuvj')
  return { matrix, isFullRange, chroma: overlayFormat(pixelFormat).chroma }
}

const MATRICES: Readonly<Record<string, EncoderGround['matrix']>> = {
  bt709: 'bt709',
  smpte170m: 'smpte170m',
  bt470bg: 'bt470bg',
  bt2020nc: 'bt2020-ncl',
}

/** In which of the formats of ffmpeg's filter an overlay is laid over frames. */
export function overlayFormat(pixelFormat: string): {
  name: string
  chroma: EncoderGround['chroma']
} {
  const [, layout = '', bits = ''] = /(?:yuvj?|yuva)(4\d\d)p(\d*)/.exec(pixelFormat) ?? []
  const isDeep = Number(bits) > 8 || /^(?:p0|p2)1\d/.test(pixelFormat)
  if (layout === '444') return { name: 'yuv444', chroma: '444' }
  if (layout === '422' || pixelFormat.startsWith('p21')) {
    return { name: isDeep ? 'yuv422p10' : 'yuv422', chroma: '444' }
  }
  if (/^(?:gbr|rgb|bgr|0rgb|0bgr|argb|abgr)/.test(pixelFormat))
    return { name: 'gbrp', chroma: '444' }
  return { name: isDeep ? 'yuv420p10' : 'yuv420', chroma: '420' }
}
