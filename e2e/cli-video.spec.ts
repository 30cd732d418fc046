/** Videos on the command line: render, split and compose. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { runCli, startCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { imagesIn, namesIn } from './folder-contents.ts'
import {
  frameNumbers,
  frameTimesMs,
  hasFfmpeg,
  runFfmpeg,
  streamsOf,
  writeVideo,
} from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12']
const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** A project file whose overlay does not cover the frame numbers. */
const SMALL = 'renderers:\n  - { type: frame_info, font: { size: 8 }, position: { x: 2, y: 2 } }\n'

test('a video is rendered into a video, and other files beside it do not matter', async ({
  makeFolder,
}) => {
  const folder = makeFolder('Fahrten im März')
  const source = join(folder, 'drive 1.mp4')
  writeVideo(source, { frameCount: 50, encoding: H264 })
  writeVideo(join(folder, 'another.mp4'), { frameCount: 5, encoding: H264 })
  const config = join(makeFolder('config'), 'small.yaml')
  writeFileSync(config, SMALL)
  const out = join(makeFolder('out'), 'neu', 'ergebnis.mp4')
  const { exitCode, stdout } = await runCli([
    ...['render', source, '--out', out, '--config', config],
    ...['--bitrate', '2', '--key-frames', '0.4', '--fast-start', '--json'],
  ])
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    output: out,
    format: 'mp4',
    codec: streamsOf(out)[0]?.codec_name,
    frames: { planned: 50, rendered: 50, skipped: [], failed: [] },
  })
  expect(frameNumbers(out)).toEqual(counting(50))
  const times = frameTimesMs(source)
  for (const [index, timeMs] of frameTimesMs(out).entries()) {
    expect(Math.abs(timeMs - (times[index] ?? NaN))).toBeLessThan(1)
  }
  const bytes = readFileSync(out)
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
})

test('split writes every frame and its time, and compose makes a video from them', async ({
  makeFolder,
}) => {
  const source = join(makeFolder('in'), 'drive.mp4')
  writeVideo(source, { frameCount: 30, encoding: H264 })
  const frames = join(makeFolder('out'), 'frames')
  const split = await runCli(['split', source, '--out', frames])
  expect([split.exitCode, split.stderr]).toEqual([0, expect.stringContaining('30')])
  expect(imagesIn(frames)).toHaveLength(30)
  const [header, ...rows] = readFileSync(join(frames, 'timestamps.csv'), 'utf8').trim().split('\n')
  expect(header).toBe('frame_index,timestamp_ms')
  expect(rows).toEqual(counting(30).map((index) => `${index},${index * 40}`))
  const out = join(makeFolder('composed'), 'drive.webm')
  const compose = await runCli(['compose', frames, '--out', out, '--codec', 'vp8'])
  expect(compose.exitCode).toBe(0)
  expect(frameNumbers(out)).toEqual(counting(30))
  expect(streamsOf(out)[0]?.codec_name).toBe('vp8')
  const faster = join(makeFolder('faster'), 'drive.mp4')
  const range = ['--rate', '50', '--start', '400', '--end', '800']
  expect((await runCli(['compose', frames, '--out', faster, ...range])).exitCode).toBe(0)
  expect(frameNumbers(faster)).toEqual(counting(11).map((index) => index + 10))
  expect(frameTimesMs(faster)[10]).toBeCloseTo(200, 0)
})

test('compose takes a pattern and a range, and reads the frames in natural order', async ({
  makeFolder,
}) => {
  const source = join(makeFolder('in'), 'drive.mp4')
  writeVideo(source, { frameCount: 12, encoding: H264 })
  const folder = makeFolder('frames')
  runFfmpeg(['-i', source, '-start_number', '0', join(folder, 'shot-%d.png')])
  // There are more of these images, so they would be used without --pattern.
  runFfmpeg(['-i', source, '-vf', 'negate,tpad=stop=20', join(folder, 'mask_%04d.png')])
  const out = join(makeFolder('out'), 'drive.mp4')
  const range = ['--rate', '25', '--start', '100', '--end', '350']
  const pattern = ['--pattern', 'shot-{:d}.png']
  const { exitCode, stderr } = await runCli(['compose', folder, '--out', out, ...pattern, ...range])
  expect(exitCode, stderr).toBe(0)
  // Frames without timestamps get times from the rate.
  expect(stderr).toContain('Times are assumed: frame index ÷ 25 frames/s')
  expect(frameNumbers(out)).toEqual([3, 4, 5, 6, 7, 8])
  expect(frameTimesMs(out).map(Math.round)).toEqual(counting(6).map((index) => index * 40))
})

test('compose refuses a folder with a faulty project file, even with --rate', async ({
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 2, files: { 'timestamps.csv': null } })
  writeFileSync(join(path, 'overlane.yaml'), 'renderers: [')
  const out = join(path, 'drive.mp4')
  const { exitCode, stderr } = await runCli(['compose', path, '--out', out, '--rate', '10'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('overlane.yaml line 1')
  expect(existsSync(out)).toBe(false)
})

test('compose makes one video for each recording', async ({ makeFolder }) => {
  const folders = ['one', 'two'].map(makeFolder)
  const source = join(makeFolder('source'), 'source.mkv')
  writeVideo(source, { frameCount: 4, encoding: H264 })
  for (const folder of folders) runFfmpeg(['-i', source, join(folder, '%d.png')])
  const out = makeFolder('out')
  const { exitCode } = await runCli([
    ...['compose', ...folders, '--out', out, '--format', 'webm', '--codec', 'vp8'],
    ...['--bitrate', '8.3'],
  ])
  expect(exitCode).toBe(0)
  for (const name of ['one', 'two']) {
    const made = join(out, name, `${name}-copy.webm`)
    expect(streamsOf(made)[0]?.codec_name).toBe('vp8')
    expect(frameNumbers(made)).toEqual(counting(4))
  }
})

test('--overlay-only writes pictures with a transparent background', async ({
  makeFolder,
  pictures,
}) => {
  const source = join(makeFolder('in'), 'drive.mp4')
  writeVideo(source, { frameCount: 3, encoding: H264 })
  const out = makeFolder('out')
  expect((await runCli(['render', source, '--out', out, '--overlay-only'])).exitCode).toBe(0)
  const images = imagesIn(out)
  expect(images).toHaveLength(3)
  const { data } = await pictures.pixels(join(out, images[0] ?? ''))
  expect(data.at(-1)).toBe(0)
})

test('impossible options are refused with exit code 2, and nothing is written', async ({
  makeFolder,
}) => {
  const folder = makeFolder('in')
  const source = join(folder, 'drive.mp4')
  writeVideo(source, { frameCount: 3, encoding: H264 })
  const out = join(makeFolder('out'), 'drive.webm')
  const refused = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await runCli(args)
    expect(exitCode, stderr).toBe(2)
    expect(existsSync(out)).toBe(false)
    return stderr
  }
  expect(await refused('render', source, '--out', out, '--codec', 'h264')).toMatch(
    /--codec: WebM does not take H\.264\. Possible here: .*VP9/,
  )
  const odd = join(folder, 'odd.mkv')
  runFfmpeg(['-i', source, '-vf', 'scale=191:95', '-c:v', 'ffv1', odd])
  const frames = makeFolder('odd')
  runFfmpeg(['-i', odd, join(frames, '%d.png')])
  const mp4 = join(makeFolder('mp4'), 'drive.mp4')
  expect(await refused('compose', frames, '--out', mp4, '--codec', 'h264')).toMatch(
    /--codec: H\.264 cannot be written by this browser at 191×95 px: width and height must be even\. Possible here: .*AV1/,
  )
  expect(existsSync(mp4)).toBe(false)
  expect(await refused('split', source, '--out', out)).toContain(
    'drive.webm has the name of a video, but --format png writes frames. Name a folder.',
  )
  const range = ['--start', '5000', '--end', '6000']
  expect(await refused('render', source, '--out', mp4, ...range)).toContain(
    '--start and --end: no frame has a time from 5000 to 6000',
  )
})

test('a folder with the name of a video is never replaced, not even with --overwrite', async ({
  makeFolder,
}) => {
  const source = join(makeFolder('in'), 'drive.mp4')
  writeVideo(source, { frameCount: 3, encoding: H264 })
  const out = join(makeFolder('out'), 'x.mp4')
  mkdirSync(out)
  const { exitCode, stderr } = await runCli(['render', source, '--out', out, '--overwrite'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(`${out} is a folder that has the name of a video. Name a file, such as`)
  expect(namesIn(out)).toEqual([])
})

test('inspect shows the name, the codec and the own times of a video', async ({ makeFolder }) => {
  const folder = makeFolder('in')
  const source = join(folder, 'drive.mp4')
  writeVideo(source, { frameCount: 50, encoding: H264 })
  for (const name of ['b10.mp4', 'b2.mp4']) copyFileSync(source, join(folder, name))
  writeFileSync(join(folder, 'gyro.csv'), 'timestamp_ms,x\n0,1\n40,2\n')
  const link = join(makeFolder('links'), 'today.mp4')
  symlinkSync(source, link)
  const { exitCode, stdout } = await runCli(['inspect', source, link])
  expect(exitCode).toBe(0)
  const [first = '', second = ''] = stdout.split(/^(?=Recording: +today)/m)
  for (const [stdout, name] of [
    [first, 'drive.mp4'],
    [second, 'today.mp4'],
  ] as const) {
    expect(stdout).toMatch(new RegExp(`^Recording: +${name}$`, 'm'))
    expect(stdout).toMatch(/^Frames: +50 \(drive\.mp4, 192×96 px H\.264 MP4\)$/m)
    expect(stdout).toMatch(/^Times: +the video’s own, 25\.00 frames\/s/m)
    expect(stdout).toMatch(/^Unused files: +b2\.mp4, b10\.mp4$/m)
    expect(stdout).toMatch(/^gyro .* gyro\.csv: /m)
  }
})

test('the results of several videos are listed by video name', async ({ makeFolder }) => {
  const folder = makeFolder('in')
  const sources = ['one.mp4', 'two.mp4'].map((name) => join(folder, name))
  for (const source of sources) writeVideo(source, { frameCount: 2, encoding: H264 })
  const out = makeFolder('out')
  const { exitCode, stdout } = await runCli(['render', ...sources, '--out', out])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^one\.mp4: finished, .*\ntwo\.mp4: finished, .*\n$/)
})

test('Ctrl-C leaves no unfinished video, and keeps an earlier video unchanged', async ({
  makeFolder,
}) => {
  const source = join(makeFolder('in'), 'drive.mp4')
  writeVideo(source, { frameCount: 3000, encoding: ['-c:v', 'libx264', '-preset', 'ultrafast'] })
  const folder = makeFolder('out')
  const out = join(folder, 'drive.webm')
  writeFileSync(out, 'an earlier video')
  const { child, ended } = startCli(['render', source, '--out', out, '--overwrite', '--json'])
  // The browser writes to a swap file beside the video until the video is complete.
  await expect.poll(() => namesIn(folder).some((name) => name.endsWith('.crswap'))).toBe(true)
  child.kill('SIGINT')
  const { exitCode, stdout } = await ended
  expect(exitCode).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'cancelled',
    output: null,
    frames: { planned: 3000, rendered: 0 },
  })
  // A later run goes on with the segments that are whole.
  const names = namesIn(folder).filter((name) => name !== 'drive.webm.overlane-segments')
  expect(names).toEqual(['drive.webm', 'overlane-report.json'])
  expect(readFileSync(out, 'utf8')).toBe('an earlier video')
  expect(statSync(source).size).toBeGreaterThan(0)
})
