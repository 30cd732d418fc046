/** The result keeps the colours and the colour tags of the source. ffmpeg decodes both. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { renderFolders } from './run.ts'
import { hasFfmpeg, runFfmpeg, streamsOf } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

interface Size {
  widthPx: number
  heightPx: number
}

const SD = { widthPx: 352, heightPx: 288 }
const HD = { widthPx: 1280, heightPx: 720 }
const TURNED = { widthPx: 288, heightPx: 352, isTurned: true }
const TEN_BITS = { pixelFormat: 'yuv420p10le' }
const FRAME_COUNT = 3

/** The size is the display size. */
interface Source extends Size {
  range: 'tv' | 'pc'
  matrix: 'bt709' | 'smpte170m' | 'bt470bg' | 'bt2020'
  /** Colour tags in the file. Without them, players choose the colours by the size. */
  tags: Readonly<Record<'color_space' | 'color_primaries' | 'color_transfer', string>> | null
  /** Default yuv420p. */
  pixelFormat?: string
  /** Default: x264. */
  encoding?: readonly string[]
  /** The pictures in the file are rotated by 90°. */
  isTurned?: boolean
  /** Its pixels are twice as wide as they are high. */
  isAnamorphic?: boolean
  /**
   * The mean difference that scaling, chroma subsampling or a canvas may cause. Default 1.5.
   * For example, Chromium's own conversion of BT.709 loses 5 % of blue.
   */
  mostDifference?: number
}

const same = (name: string): NonNullable<Source['tags']> => ({
  color_space: name,
  color_primaries: name,
  color_transfer: name,
})

const SOURCES: Record<string, Source> = {
  'BT.709, video range': { ...SD, range: 'tv', matrix: 'bt709', tags: same('bt709') },
  'BT.709, full range': { ...SD, range: 'pc', matrix: 'bt709', tags: same('bt709') },
  'BT.601 of 525 lines': { ...SD, range: 'tv', matrix: 'smpte170m', tags: same('smpte170m') },
  'BT.601, full range': { ...SD, range: 'pc', matrix: 'smpte170m', tags: same('smpte170m') },
  'BT.601 of 625 lines': {
    ...{ ...SD, range: 'tv', matrix: 'bt470bg' },
    tags: { color_space: 'bt470bg', color_primaries: 'bt470bg', color_transfer: 'smpte170m' },
  },
  'HD in BT.709': { ...HD, range: 'tv', matrix: 'bt709', tags: same('bt709') },
  'SD without tags': { ...SD, range: 'tv', matrix: 'smpte170m', tags: null },
  'HD without tags': { ...HD, range: 'tv', matrix: 'bt709', tags: null },
  'a rotated video': { ...TURNED, range: 'tv', matrix: 'bt709', tags: same('bt709') },
  'a rotated video, full range': {
    ...{ ...TURNED, range: 'pc', matrix: 'smpte170m', tags: same('smpte170m') },
  },
  'pixels that are not square': {
    ...{ ...SD, range: 'tv', matrix: 'smpte170m', tags: same('smpte170m'), isAnamorphic: true },
    mostDifference: 2.5,
  },
  '10 bits': { ...SD, range: 'tv', matrix: 'bt709', tags: same('bt709'), ...TEN_BITS },
  '10 bits of BT.601': {
    ...{ ...SD, range: 'tv', matrix: 'bt470bg', ...TEN_BITS },
    tags: { color_space: 'bt470bg', color_primaries: 'bt470bg', color_transfer: 'smpte170m' },
  },
  '10 bits, full range, in VP9': {
    ...{ ...SD, range: 'pc', matrix: 'smpte170m', tags: same('smpte170m'), ...TEN_BITS },
    encoding: ['-c:v', 'libvpx-vp9', '-crf', '4', '-b:v', '0', '-deadline', 'realtime'],
  },
  '4:2:2 chroma': {
    ...{ ...SD, range: 'tv', matrix: 'bt709', tags: same('bt709'), pixelFormat: 'yuv422p' },
  },
  '4:4:4 chroma': {
    ...{ ...SD, range: 'pc', matrix: 'bt709', tags: same('bt709'), pixelFormat: 'yuv444p' },
    mostDifference: 2,
  },
}
/** Tags of a video that was drawn on a canvas. A canvas has its own colours. */
const CANVAS_TAGS = { color_range: 'pc', color_space: 'bt709', color_primaries: 'bt709' }

/** A text on a panel of one colour in the upper left corner. */
const PANEL = {
  rgb: [32, 96, 224],
  heightPx: 48,
  /** Index in RGB data of a pixel that shows the panel without text. */
  insideAt: ({ widthPx }: Size): number => (6 * widthPx + 6) * 3,
}
const renderers = [
  {
    type: 'frame_info',
    position: { x: 0, y: 0 },
    font: { size: 12 },
    panel: {
      enabled: true,
      bg_color: `rgb(${PANEL.rgb.join(', ')})`,
      bg_alpha: 1,
      border_thickness: 0,
      padding: 14,
    },
  },
]

for (const [name, source] of Object.entries(SOURCES)) {
  test(`${name}, to H.264 in MP4 and to VP9 in WebM`, async ({ library, makeFolder }) => {
    const folder = makeFolder('chart')
    const path = join(folder, 'chart.mp4')
    writeChart(path, source, join(makeFolder('flat'), 'chart.mp4'))
    const before = readRgb(path, source, { ...source.tags, color_range: source.range })
    for (const format of ['mp4', 'webm']) {
      const render = async (content: 'frames_with_overlay' | 'frames'): Promise<string> => {
        const output = makeFolder(`${content}-${format}`)
        const config = {
          renderers,
          output: { format, content, pattern: 'made', video: { bitrate_mbps: 30 } },
        }
        const { files } = await renderFolders(library, folder, output, { config })
        return join(output, files[0] ?? '')
      }
      const made = await render('frames_with_overlay')
      const [tags = {}] = streamsOf(made)
      if (source.tags) expect(tags).toMatchObject({ ...source.tags, color_range: source.range })
      const after = readRgb(made, source, tags)
      expect(after).toHaveLength(FRAME_COUNT)
      // The run without an overlay shows how much the coding alone changes. It has the same tags.
      const copy = readRgb(await render('frames'), source, tags)
      const codingOff = meanDifference(before, copy, source)
      // With a wrong matrix or range, the difference is 5 or more.
      expect(codingOff).toBeLessThan(source.mostDifference ?? 1.5)
      expect(meanDifference(before, after, source)).toBeLessThan(codingOff + 0.1)
      for (const frame of after) {
        for (const [channel, value] of PANEL.rgb.entries()) {
          expect(Math.abs((frame[PANEL.insideAt(source) + channel] ?? 0) - value)).toBeLessThan(8)
        }
      }
    }
  })
}

const bt2020 = (transfer: string): Source => ({
  ...{ ...SD, range: 'tv', matrix: 'bt2020', ...TEN_BITS },
  tags: { color_space: 'bt2020nc', color_primaries: 'bt2020', color_transfer: transfer },
})
const RGB: Source = {
  ...{ ...SD, range: 'pc', matrix: 'bt709', tags: { ...same('bt709'), color_space: 'rgb' } },
  ...{ pixelFormat: 'gbrp', encoding: ['-c:v', 'libx264rgb', '-crf', '4'] },
}
for (const [name, source, tags] of [
  ['BT.2020 stays BT.2020', bt2020('bt709'), { color_range: 'tv', color_space: 'bt2020nc' }],
  ['PQ gets the colours of a canvas', bt2020('smpte2084'), CANVAS_TAGS],
  ['HLG gets the colours of a canvas', bt2020('arib-std-b67'), CANVAS_TAGS],
  ['RGB gets the colours of a canvas', RGB, CANVAS_TAGS],
] as const) {
  test(name, async ({ library, makeFolder }) => {
    const [folder, output] = [makeFolder('chart'), makeFolder('out')]
    writeChart(join(folder, 'chart.mp4'), source, '')
    const config = { renderers, output: { format: 'mp4' } }
    const { files } = await renderFolders(library, folder, output, { config })
    expect(streamsOf(join(output, files[0] ?? ''))[0]).toMatchObject(tags)
  })
}

/**
 * Writes bars, primaries and gradients.
 * @param flatPath a path for the video before its rotation
 */
function writeChart(path: string, source: Source, flatPath: string): void {
  const { range, matrix, tags, isTurned = false, isAnamorphic = false } = source
  const { pixelFormat = 'yuv420p', encoding = ['-c:v', 'libx264', '-crf', '4'] } = source
  const { widthPx, heightPx } = codedSize(source)
  const size = `size=${widthPx / 2}x${heightPx / 2}:rate=25:duration=${FRAME_COUNT / 25}`
  const charts = ['smptehdbars', 'rgbtestsrc', 'pal75bars', 'testsrc2']
  const inputs = charts.flatMap((chart) => ['-f', 'lavfi', '-i', `${chart}=${size}`])
  const all = charts.map((_, index) => `[${index}]format=gbrp[c${index}]`).join(';')
  const grid = `${all};[c0][c1][c2][c3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0`
  const colours = `scale=out_color_matrix=${matrix}:out_range=${range},format=${pixelFormat}`
  const aspect = `setsar=${isAnamorphic ? 2 : 1}`
  const tagging = tags
    ? [
        ...['-color_range', range, '-colorspace', tags.color_space],
        ...['-color_primaries', tags.color_primaries, '-color_trc', tags.color_transfer],
      ]
    : []
  runFfmpeg([
    ...inputs,
    ...['-filter_complex', `${grid},${colours},${aspect}`],
    ...[...encoding, ...tagging, isTurned ? flatPath : path],
  ])
  if (isTurned) {
    runFfmpeg(['-i', flatPath, '-c', 'copy', '-metadata:s:v', 'rotate=90', path])
  }
}

function codedSize({ widthPx, heightPx, isTurned, isAnamorphic }: Source): Size {
  if (isTurned) return { widthPx: heightPx, heightPx: widthPx }
  return { widthPx: isAnamorphic ? widthPx / 2 : widthPx, heightPx }
}

/** Mean difference below the panel, over all frames and channels. */
function meanDifference(a: readonly Buffer[], b: readonly Buffer[], { widthPx }: Size): number {
  const fromByte = PANEL.heightPx * widthPx * 3
  let [sum, count] = [0, 0]
  for (const [index, frame] of a.entries()) {
    const other = b[index] ?? Buffer.alloc(0)
    for (let at = fromByte; at < frame.length; at++) {
      sum += Math.abs((frame[at] ?? 0) - (other[at] ?? 0))
    }
    count += frame.length - fromByte
  }
  return sum / count
}

/**
 * The frames as ffmpeg displays them, converted from planes of 8 bits.
 * @param tags of the video's stream; what they do not say is as in the source
 */
function readRgb(path: string, source: Source, tags: Record<string, unknown>): Buffer[] {
  const { widthPx, heightPx, matrix, range } = source
  const { color_space, color_range } = tags
  const inMatrix = typeof color_space === 'string' ? color_space : matrix
  const inRange = typeof color_range === 'string' ? color_range : range
  const flags = 'flags=bilinear+accurate_rnd+full_chroma_int'
  const kept = `in_range=${inRange}:out_range=${inRange}:${flags},format=yuv420p`
  const shown = `in_color_matrix=${inMatrix}:in_range=${inRange}:${flags},format=rgb24`
  const filter = `scale=${widthPx}:${heightPx}:${kept},scale=${shown}`
  const args = ['-v', 'error', '-i', path, '-vf', filter, '-f', 'rawvideo', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const frameBytes = widthPx * heightPx * 3
  return Array.from({ length: stdout.length / frameBytes }, (_, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  )
}
