/** `--encoder ffmpeg`: an installed ffmpeg makes the video, and Overlane draws on its frames. */

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OverlayPatch } from '../src/core/draw/overlay-patch.ts'
import { toYuva } from '../src/core/yuv/to-yuva.ts'
import { runCli } from './cli.ts'
import { drawOverlays } from './drawn-overlay.ts'
import { expect, test } from './fixtures.ts'
import {
  frameNumbers,
  frameTimesMs,
  hasFfmpeg,
  packetsInFile,
  soundSum,
  streamsOf,
  writeVideo,
} from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they are what is tested')

const [WIDTH, HEIGHT] = [192, 96]
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=3']
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12']
const COPIED = ['-c:a', 'aac', '-shortest']
/** Every third frame is shown 13 ms later than an even rate would have it. */
const UNEVEN = [
  ...['-vf', 'settb=1/90000,setpts=N*3600+1170*not(mod(N\\,3))', '-vsync', 'passthrough'],
  ...['-enc_time_base', '1/90000', '-video_track_timescale', '90000'],
]

/** Text that changes with every frame, and a panel that one sees through. */
const OVERLAY = {
  time_zone: 'UTC',
  renderers: [
    { type: 'frame_info', font: { size: 8 }, position: { x: 3, y: 2 }, panel: { enabled: true } },
    {
      type: 'text',
      template: '#{frame}',
      text_color: 'red',
      font: { size: 14, weight: 700 },
      position: { x: 'width - 4', y: 3, anchor: 'top_right' },
    },
  ],
}

/** Frames in planes, as ffmpeg decodes them, without a conversion. */
function decode(path: string): Buffer[] {
  const args = ['-v', 'error', '-i', path, '-vsync', '0', '-f', 'rawvideo', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const frameBytes = WIDTH * HEIGHT * 1.5
  return Array.from({ length: stdout.length / frameBytes }, (_, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  )
}

/**
 * How far the samples of a frame are from the source frame with its overlay: under solid pixels,
 * where the overlay is seen through, and beside it.
 */
function differences(frame: Buffer, source: Buffer, patch: OverlayPatch) {
  const kind = {
    widthPx: WIDTH,
    heightPx: HEIGHT,
    matrix: 'smpte170m',
    isFullRange: false,
  } as const
  const over = toYuva(patch.rgba, { ...kind, chroma: '420' })
  const alphaAt = source.length
  const found = { solid: 0, blended: 0, beside: 0, solidCount: 0, blendedCount: 0 }
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const alpha = (over[alphaAt + at] ?? 0) / 255
    const [under, above, made] = [source[at] ?? 0, over[at] ?? 0, frame[at] ?? 0]
    const difference = Math.abs(made - (under * (1 - alpha) + above * alpha))
    const where = alpha === 1 ? 'solid' : alpha === 0 ? 'beside' : 'blended'
    found[where] = Math.max(found[where], difference)
    if (where !== 'beside') found[`${where}Count`]++
  }
  return found
}

test('times, sound and pixels are those of the source and of the overlay', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('source')
  const source = join(folder, 'drive.mp4')
  writeVideo(source, { frameCount: 60, input: SOUND, encoding: [...H264, ...UNEVEN, ...COPIED] })
  const config = join(makeFolder('config'), 'overlay.yaml')
  writeFileSync(config, JSON.stringify(OVERLAY))
  const folderOut = makeFolder('out')
  const out = join(folderOut, 'result.mkv')
  const { exitCode, stdout, stderr } = await runCli([
    ...['render', source, '--out', out, '--config', config, '--json'],
    ...['--encoder', 'ffmpeg:-c:v ffv1 -g 12'],
  ])
  expect(exitCode, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    output: out,
    status: 'finished',
    frames: { planned: 60, rendered: 60, skipped: [], failed: [] },
    codec: null,
    encoder: { name: 'ffmpeg', arguments: ['-c:v', 'ffv1', '-g', '12'] },
    warnings: [],
  })
  const report = JSON.parse(readFileSync(join(folderOut, 'overlane-report.json'), 'utf8')) as {
    encoder: { version: string }
  }
  expect(report.encoder.version).toMatch(/\d/)
  expect(readdirSync(folderOut).sort()).toEqual(['overlane-report.json', 'result.mkv'])

  expect(frameNumbers(out)).toEqual(frameNumbers(source))
  const times = frameTimesMs(source)
  for (const [index, timeMs] of frameTimesMs(out).entries()) {
    // Matroska has whole milliseconds.
    expect(Math.abs(timeMs - (times[index] ?? NaN)), `frame ${index}`).toBeLessThanOrEqual(0.51)
  }
  expect(soundSum(out)).toBe(soundSum(source))
  const patches = await drawOverlays(library, folder, makeFolder('overlay'), OVERLAY)
  const [made, original] = [decode(out), decode(source)]
  expect(patches).toHaveLength(60)
  for (const [index, patch] of patches.entries()) {
    const found = differences(made[index] ?? Buffer.of(), original[index] ?? Buffer.of(), patch)
    expect(found.solidCount).toBeGreaterThan(50)
    expect(found.blendedCount).toBeGreaterThan(200)
    expect([found.solid, found.beside], `frame ${index}`).toEqual([0, 0])
    expect(found.blended, `frame ${index}`).toBeLessThanOrEqual(1.5)
  }
})

test('a range of a video whose clock begins late keeps its frames and its sound', async ({
  makeFolder,
}) => {
  const source = join(makeFolder('source'), 'drive.ts')
  const late = ['-output_ts_offset', '2.5']
  writeVideo(source, { frameCount: 60, input: SOUND, encoding: [...H264, ...COPIED, ...late] })
  const config = join(makeFolder('config'), 'overlay.yaml')
  writeFileSync(config, JSON.stringify(OVERLAY))
  const out = join(makeFolder('out'), 'result.mp4')
  const [firstMs = 0] = frameTimesMs(source)
  const range = ['--start', String(firstMs + 17 * 40), '--end', String(firstMs + 44 * 40)]
  const { exitCode, stderr } = await runCli([
    ...['render', source, '--out', out, '--config', config, '--fast-start', ...range],
    ...['--encoder', 'ffmpeg:x264 ultrafast -crf 12'],
  ])
  expect(exitCode, stderr).toBe(0)
  expect(frameNumbers(out)).toEqual(Array.from({ length: 28 }, (_, index) => 17 + index))
  expect(frameTimesMs(out).map(Math.round)).toEqual(
    Array.from({ length: 28 }, (_, index) => 40 * index),
  )
  expect(streamsOf(out).map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
  const sound = packetsInFile(out).filter(({ codec_type }) => codec_type === 'audio')
  const soundTimes = sound.map(({ pts_time }) => Number(pts_time)).sort((a, b) => a - b)
  expect(Math.abs(soundTimes[0] ?? NaN)).toBeLessThan(0.05)
  expect(soundTimes.at(-1)).toBeGreaterThan(27 * 0.04 - 0.05)
  expect(soundTimes.at(-1)).toBeLessThan(28 * 0.04 + 0.05)
  const bytes = readFileSync(out)
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
})

test('what is wrong with the option is told before anything is done', async ({ makeFolder }) => {
  const out = join(makeFolder('out'), 'x.mp4')
  const render = (encoder: string, more: string[] = [], env: Record<string, string> = {}) =>
    runCli(['render', 'none.mp4', '--out', out, '--encoder', encoder, ...more], { env })
  const told = await Promise.all([
    render('ffmpeg', [], { PATH: '/nowhere' }),
    render('ffmpeg:-c:v libnone'),
    render('ffmpeg:x264', ['--bitrate', '4', '--resume']),
    render('ffmpeg:x264 medium; rm -rf .'),
  ])
  expect(told.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2])
  const [missing, unknown, other, shell] = told.map(({ stderr }) => stderr.trim())
  expect(missing).toMatch(
    /^--encoder: there is no program ffprobe on this machine\. Install ffmpeg/,
  )
  expect(unknown).toMatch(/^--encoder: ffmpeg \S+ has no encoder libnone\./)
  expect(other).toBe(
    '--encoder makes the video in one piece by its own arguments. Leave out --bitrate, --resume.',
  )
  expect(shell).toMatch(/^--encoder: "rm" is no option\./)
  expect(existsSync(out)).toBe(false)
})
