/** A source's colours are kept and tagged: what ffmpeg shows of the result is what it shows of the source. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { renderFolders } from './run.ts'
import { hasFfmpeg, runFfmpeg, streamsOf } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and judge these videos')

interface Size {
  widthPx: number
  heightPx: number
}

const SD = { widthPx: 352, heightPx: 288 }
const HD = { widthPx: 1280, heightPx: 720 }
const FRAME_COUNT = 3

interface Source extends Size {
  range: 'tv' | 'pc'
  matrix: 'bt709' | 'smpte170m' | 'bt470bg'
  /** Written into the file; without, players take them from the size. */
  tags: Readonly<Record<'color_space' | 'color_primaries' | 'color_transfer', string>> | null
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
}
const TARGETS = { 'H.264 in MP4': 'mp4', 'VP9 in WebM': 'webm' }

/** In the upper left corner: a text on a panel of one colour. */
const PANEL = {
  rgb: [32, 96, 224],
  heightPx: 48,
  /** Of a pixel that only the panel covers, in RGB. */
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
  for (const [target, format] of Object.entries(TARGETS)) {
    test(`${name}, to ${target}`, async ({ page, makeFolder }) => {
      const folder = makeFolder('chart')
      const path = join(folder, 'chart.mp4')
      writeChart(path, source)
      await page.goto('/')
      const render = async (content: 'frames_with_overlay' | 'frames'): Promise<string> => {
        const output = makeFolder(content)
        const config = {
          renderers,
          output: { format, content, pattern: 'made', video: { bitrate_mbps: 30 } },
        }
        const { files } = await renderFolders(page, folder, output, { config })
        return join(output, files[0] ?? '')
      }
      const made = await render('frames_with_overlay')
      if (source.tags) {
        expect(streamsOf(made)[0]).toMatchObject({ ...source.tags, color_range: source.range })
      }
      const [before, after] = [readRgb(path, source), readRgb(made, source)]
      expect(after).toHaveLength(FRAME_COUNT)
      // The same without an overlay tells what the coding alone changes.
      const copy = readRgb(await render('frames'), source)
      const codingOff = meanDifference(before, copy, source)
      // Another matrix or another range is off by 5 and more.
      expect(codingOff).toBeLessThan(1.5)
      expect(meanDifference(before, after, source)).toBeLessThan(codingOff + 0.1)
      for (const frame of after) {
        for (const [channel, value] of PANEL.rgb.entries()) {
          expect(Math.abs((frame[PANEL.insideAt(source) + channel] ?? 0) - value)).toBeLessThan(8)
        }
      }
    })
  }
}

/** Bars, primaries and gradients. */
function writeChart(path: string, { widthPx, heightPx, range, matrix, tags }: Source): void {
  const size = `size=${widthPx / 2}x${heightPx / 2}:rate=25:duration=${FRAME_COUNT / 25}`
  const charts = ['smptehdbars', 'rgbtestsrc', 'pal75bars', 'testsrc2']
  const inputs = charts.flatMap((chart) => ['-f', 'lavfi', '-i', `${chart}=${size}`])
  const all = charts.map((_, index) => `[${index}]format=gbrp[c${index}]`).join(';')
  const grid = `${all};[c0][c1][c2][c3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0`
  const colours = `scale=out_color_matrix=${matrix}:out_range=${range},format=yuv420p`
  const tagging = tags
    ? [
        ...['-color_range', range, '-colorspace', tags.color_space],
        ...['-color_primaries', tags.color_primaries, '-color_trc', tags.color_transfer],
      ]
    : []
  runFfmpeg([
    ...inputs,
    ...['-filter_complex', `${grid},${colours}`],
    ...['-c:v', 'libx264', '-crf', '4', ...tagging, path],
  ])
}

/** Below the panel, over all frames and channels. */
function meanDifference(a: readonly Buffer[], b: readonly Buffer[], size: Size): number {
  let [sum, count] = [0, 0]
  for (const [index, frame] of a.entries()) {
    for (let y = PANEL.heightPx; y < size.heightPx; y++) {
      for (let at = y * size.widthPx * 3; at < (y + 1) * size.widthPx * 3; at++) {
        sum += Math.abs((frame[at] ?? 0) - (b[index]?.[at] ?? 0))
        count++
      }
    }
  }
  return sum / count
}

/** The frames as they are shown, by ffmpeg's own conversion. */
function readRgb(path: string, { widthPx, heightPx, matrix, range }: Source): Buffer[] {
  const { color_space, color_range } = streamsOf(path)[0] ?? {}
  const inMatrix = typeof color_space === 'string' ? color_space : matrix
  const inRange = typeof color_range === 'string' ? color_range : range
  const scale = `scale=in_color_matrix=${inMatrix}:in_range=${inRange}:flags=accurate_rnd+full_chroma_int`
  const args = ['-v', 'error', '-i', path, '-vf', `${scale},format=rgb24`, '-f', 'rawvideo', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const frameBytes = widthPx * heightPx * 3
  return Array.from({ length: stdout.length / frameBytes }, (_, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  )
}
