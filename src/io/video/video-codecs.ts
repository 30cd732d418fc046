import type { Quality, VideoCodec } from 'mediabunny'
import { videoSpecs } from '../../core/config/output-specs.ts'
import type { VideoCodecChoice, VideoConfig } from '../../core/config/output-specs.ts'
import { OverlaneError } from '../../core/errors.ts'
import { formatName } from '../../core/text/format-names.ts'
import { formatSize } from '../../core/text/format-size.ts'
import type { Movie } from '../../core/plan/frame-plan.ts'

/** A codec by the name that it has in `output.video.codec`. */
export type NamedCodec = Exclude<VideoCodecChoice, 'auto'>

/** A video that is to be written. */
export interface VideoKind {
  container: Movie['container']
  widthPx: number
  heightPx: number
  /** Null if the quality decides. */
  bitrateMbps: number | null
  /** Whether the video keeps the transparency of the frames. */
  isTransparent: boolean
}

/** A video that is to be written, with the codec of its settings. */
export interface WantedVideo extends VideoKind {
  codec: VideoCodecChoice
}

/** The codecs that this browser can write a video with. */
export interface VideoSupport {
  /** For each codec, one sentence why it does not work; '' if it works. */
  hindrances: Readonly<Record<NamedCodec, string>>
  /** The codec that `auto` stands for; null if no codec works. */
  best: NamedCodec | null
  /** One sentence why no codec works; '' if one works. */
  hindrance: string
}

const CODECS: Readonly<Record<NamedCodec, VideoCodec>> = {
  h264: 'avc',
  av1: 'av1',
  vp9: 'vp9',
  vp8: 'vp8',
}

/** The name that a codec has in `output.video.codec`. */
export function namedCodecOf(codec: VideoCodec): VideoCodecChoice {
  return (Object.keys(CODECS) as NamedCodec[]).find((name) => CODECS[name] === codec) ?? 'auto'
}

/** The codecs that a container supports, the best first. */
const TAKES: Readonly<Record<Movie['container'], readonly NamedCodec[]>> = {
  mp4: ['h264', 'av1', 'vp9'],
  webm: ['vp9', 'av1', 'vp8'],
}
const TRANSPARENT: Readonly<Record<Movie['container'], readonly NamedCodec[]>> = {
  mp4: [],
  webm: ['vp9', 'vp8'],
}

/**
 * Chromium tries out the other codecs, which blocks the thread for 0.3 s at 1080p and for seconds
 * at 8K.
 */
const ANSWERED_AT_ONCE: readonly NamedCodec[] = ['h264', 'av1']

/**
 * Asks the browser which codecs it can write a video with. This takes long, see `ANSWERED_AT_ONCE`.
 */
export async function probeVideoCodecs(kind: VideoKind): Promise<VideoSupport> {
  const { container } = kind
  const hindrances = {
    h264: await hindranceOf('h264', kind),
    av1: await hindranceOf('av1', kind),
    vp9: await hindranceOf('vp9', kind),
    vp8: await hindranceOf('vp8', kind),
  }
  const best = TAKES[container].find((codec) => hindrances[codec] === '') ?? null
  if (best) return { hindrances, best, hindrance: '' }
  return {
    hindrances,
    best,
    hindrance: isOpaque(kind) ? opaque(container, 'WebM') : unwritable(container, kind),
  }
}

/**
 * Chooses the codec that a video is written with.
 * @throws OverlaneError `output-invalid` if the container does not support it, or this browser cannot
 * write such a video with it. The error says what is possible.
 */
export async function chooseVideoCodec(video: WantedVideo): Promise<VideoCodec> {
  // Each question may take long (see `ANSWERED_AT_ONCE`), so only the necessary ones are asked.
  for (const codec of candidatesFor(video)) {
    if ((await hindranceOf(codec, video)) === '') return CODECS[codec]
  }
  const { container, codec: choice } = video
  const { hindrances, hindrance } = await probeVideoCodecs(video)
  const possible = TAKES[container].filter((codec) => hindrances[codec] === '')
  const why = choice === 'auto' ? hindrance : hindrance || hindrances[choice]
  const frames = isOpaque(video) ? null : 'Write frames instead.'
  const way =
    possible.length > 0 ? `Possible here: ${possible.map(formatName).join(', ')}.` : frames
  const key = hindrance === '' ? 'output.video.codec' : 'output.format'
  throw new OverlaneError('output-invalid', { subject: key, fault: why, remedy: way }, { key })
}

/** The same codec if the browser answers at once; null if it has to try out codecs. */
export async function chooseVideoCodecAtOnce(video: WantedVideo): Promise<VideoCodec | null> {
  for (const codec of candidatesFor(video)) {
    if (!ANSWERED_AT_ONCE.includes(codec)) return null
    if ((await hindranceOf(codec, video)) === '') return CODECS[codec]
  }
  return null
}

/** The codecs to ask for, the best first. */
function candidatesFor({ codec, container }: WantedVideo): readonly NamedCodec[] {
  return codec === 'auto' ? TAKES[container] : [codec]
}

/** The quality or the bit rate, in the form that an encoder takes. */
export async function qualityOf({
  quality,
  bitrateMbps,
}: Pick<VideoConfig, 'quality' | 'bitrateMbps'>): Promise<Quality> {
  const { Quality } = await import('mediabunny')
  return new Quality(
    bitrateMbps === null ? quality : { bitrate: Math.max(1, Math.round(bitrateMbps * 1e6)) },
  )
}

/** One sentence why a codec does not work; '' if it works. */
async function hindranceOf(codec: NamedCodec, kind: VideoKind): Promise<string> {
  const { container, widthPx, isTransparent } = kind
  if (!TAKES[container].includes(codec)) {
    return `${formatName(container)} does not take ${formatName(codec)}.`
  }
  if (isTransparent && !TRANSPARENT[container].includes(codec))
    return opaque(codec, 'VP9 or VP8 in WebM')
  if (codec === 'av1' && isLinuxWebKit(navigator.userAgent)) return AV1_ENDS_THE_PAGE
  const works = widthPx > 0 && (await canEncode(codec, kind))
  return works ? '' : unwritable(codec, kind)
}

/** It says that it writes AV1, and then closes the page without an error. */
const AV1_ENDS_THE_PAGE = 'AV1 is not offered: it closes the page in WebKit on Linux.'

/** WebKit's name is in what Chromium says of itself, too. */
function isLinuxWebKit(userAgent: string): boolean {
  return /Linux|X11/.test(userAgent) && /AppleWebKit/.test(userAgent) && !/Chrom/.test(userAgent)
}

async function canEncode(
  codec: NamedCodec,
  { widthPx, heightPx, bitrateMbps }: VideoKind,
): Promise<boolean> {
  const { canEncodeVideo } = await import('mediabunny')
  // WebKit on Linux closes the page if encoders are asked for before any decoder.
  if ('VideoDecoder' in globalThis) await VideoDecoder.isConfigSupported({ codec: 'vp8' })
  // The quality does not matter here: encoders take every quality.
  const quality = await qualityOf({ quality: videoSpecs.quality.default, bitrateMbps })
  return canEncodeVideo(CODECS[codec], { width: widthPx, height: heightPx, quality })
}

/** Whether the container cannot store the transparency that is asked for. */
function isOpaque({ container, isTransparent }: VideoKind): boolean {
  return isTransparent && TRANSPARENT[container].length === 0
}

/** @param what a codec or a container @param other one that can */
function opaque(what: string, other: string): string {
  return `${formatName(what)} can’t store transparency: use ${other}.`
}

function unwritable(what: string, { widthPx, heightPx, bitrateMbps }: VideoKind): string {
  if (widthPx === 0) {
    return `${formatName(what)} needs the size of the frames, but the first frame cannot be read.`
  }
  const rate = bitrateMbps === null ? '' : ` and ${bitrateMbps} Mbit/s`
  const odd =
    what === 'h264' && (widthPx % 2 === 1 || heightPx % 2 === 1)
      ? ': width and height must be even'
      : ''
  return `${formatName(what)} cannot be written by this browser at ${formatSize({ widthPx, heightPx })}${rate}${odd}.`
}
