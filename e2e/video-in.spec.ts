/** A video as a recording: its frames, its times, and what is refused. */

import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { FrameEntry, Problem, VideoInfo } from '../src/index.ts'
import { expect, grabFolder, realRecordings, test } from './fixtures.ts'
import { renderFolders } from './run.ts'
import { frameTimesMs, hasFfmpeg, readFrameNumber, runFfmpeg, writeVideo } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and judge these videos')

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12']

interface Opened {
  video: VideoInfo | null
  frames: FrameEntry[]
  problems: Problem[]
}

/** Opens a folder; decodes the frames at these indexes, in this order, and reads their numbers. */
async function openVideo(
  page: Page,
  path: string,
  indexes: readonly number[] = [],
): Promise<Opened & { numbers: number[] }> {
  const handle = await grabFolder(page, path)
  const { pictures, ...opened } = await page.evaluate(
    async ({ handle, indexes }) => {
      const { overlane } = globalThis
      const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
      const pictures: { widthPx: number; heightPx: number; data: number[] }[] = []
      for (const index of indexes) {
        const frame = recording.frames[index]
        if (!frame) throw new Error(`There is no frame ${index}.`)
        const bitmap = await overlane.loadFrame(recording, frame)
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
        const context = canvas.getContext('2d')
        context?.drawImage(bitmap, 0, 0)
        bitmap.close()
        // One row tells the number.
        const row = Math.floor(canvas.height * 0.8)
        const image = context?.getImageData(0, row, canvas.width, 1) ?? new ImageData(1, 1)
        pictures.push({ widthPx: canvas.width, heightPx: 1, data: [...image.data] })
      }
      const { frameFolder, frames, problems } = recording
      await recording.video?.close()
      return { video: frameFolder?.video ?? null, frames, problems, pictures }
    },
    { handle, indexes },
  )
  const numbers = pictures.map((each) =>
    readFrameNumber({ ...each, data: Uint8Array.from(each.data) }),
  )
  return { ...opened, numbers }
}

const KINDS = {
  'H.264 with B-frames in MP4': { name: 'drive.mp4', encoding: H264 },
  'H.264 in MOV': { name: 'drive.mov', encoding: H264 },
  'H.264 in MPEG-TS': { name: 'drive.ts', encoding: H264 },
  'H.264 in Matroska': { name: 'drive.mkv', encoding: H264 },
  'VP9 in WebM': {
    name: 'drive.webm',
    encoding: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15'],
  },
  'a variable rate': {
    name: 'drive.mp4',
    // Every third frame comes late, by half a frame.
    encoding: [...H264, '-vf', "setpts='(N+0.5*not(mod(N,3)))/25/TB'", '-vsync', 'vfr'],
  },
  'a single key frame': { name: 'drive.mp4', encoding: [...H264, '-g', '1000'] },
}

test.describe('the frames are the video’s, at its own times', () => {
  for (const [kind, { name, encoding }] of Object.entries(KINDS)) {
    test(kind, async ({ page, makeFolder }) => {
      const folder = makeFolder('drive')
      const path = join(folder, name)
      writeVideo(path, { frameCount: 60, encoding })
      await page.goto('/')
      // Forwards, backwards, the same again, and far jumps.
      const indexes = [0, 1, 2, 3, 40, 41, 5, 4, 4, 59, 0, 30, 13, 12, 11, 25, 24, 58]
      const { frames, numbers, problems } = await openVideo(page, folder, indexes)
      expect(problems).toEqual([])
      const timesMs = frameTimesMs(path)
      expect(frames).toHaveLength(timesMs.length)
      for (const [index, { timestampMs }] of frames.entries()) {
        expect(Math.abs(timestampMs - (timesMs[index] ?? NaN))).toBeLessThan(1)
      }
      expect(numbers).toEqual(indexes)
    })
  }
})

test('a first frame that is not at 0 keeps its time', async ({ page, makeFolder }) => {
  const folder = makeFolder('drive')
  const path = join(folder, 'drive.mkv')
  writeVideo(path, { frameCount: 20, encoding: [...H264, '-output_ts_offset', '2.5'] })
  await page.goto('/')
  const { frames, numbers } = await openVideo(page, folder, [0, 7])
  expect(frames[0]?.timestampMs).toBeCloseTo(frameTimesMs(path)[0] ?? NaN, 0)
  expect(frames[0]?.timestampMs).toBeGreaterThan(2400)
  expect(numbers).toEqual([0, 7])
})

test('a video that is to be turned is shown turned', async ({ page, makeFolder }) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'flat.mp4'), { frameCount: 5, encoding: H264 })
  runFfmpeg([
    ...['-i', join(folder, 'flat.mp4'), '-c', 'copy'],
    ...['-metadata:s:v', 'rotate=180', join(folder, 'drive.mp4')],
  ])
  await page.goto('/')
  const { video, numbers } = await openVideo(page, folder, [3])
  expect(video).toMatchObject({ path: 'drive.mp4', rotationDeg: 180, widthPx: 192, heightPx: 96 })
  // On its head the number is read from the quarter that is white in all frames.
  expect(numbers).toEqual([0xfff])
})

test('timestamps.csv rules over the video’s own times, and tells of what does not fit', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 4, encoding: H264 })
  const csv = 'frame_index,timestamp_ms\n2,5000\n0,5100\n1,5200\n9,5300\n'
  writeFileSync(join(folder, 'timestamps.csv'), csv)
  await page.goto('/')
  const { frames, problems, numbers } = await openVideo(page, folder, [0, 1, 2])
  expect(frames.map(({ frameIndex, timestampMs }) => [frameIndex, timestampMs])).toEqual([
    [2, 5000],
    [0, 5100],
    [1, 5200],
    [9, 5300],
  ])
  expect(numbers).toEqual([2, 0, 1])
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('frame 9 is not in drive.mp4'),
    expect.stringContaining('Frame 3 of drive.mp4 has no usable row in timestamps.csv'),
  ])
})

for (const mode of ['sequential', 'parallel'] as const) {
  test(`every frame of a video is rendered, once and exactly, ${mode}`, async ({
    page,
    makeFolder,
    pictures,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 50, encoding: H264 })
    await page.goto('/')
    const report = await renderFolders(page, folder, output, { mode, config: {} })
    expect(report).toMatchObject({ status: 'finished', renderedCount: 50, skipped: [], failed: [] })
    const names = readdirSync(output).filter((name) => name.endsWith('.png'))
    expect(names.sort()).toEqual(
      Array.from({ length: 50 }, (_, index) => `frame_${String(index).padStart(6, '0')}.png`),
    )
    for (const [index, name] of names.entries()) {
      expect(readFrameNumber(await pictures.pixels(join(output, name))), name).toBe(index)
    }
  })
}

test('frames of a video that is cut off are skipped and told, all others are rendered', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  const path = join(folder, 'drive.mp4')
  writeVideo(path, { frameCount: 60, encoding: [...H264, '-movflags', '+faststart'] })
  truncateSync(path, Math.floor(readFileSync(path).length * 0.7))
  await page.goto('/')
  const { renderedCount, skipped, status } = await renderFolders(page, folder, makeFolder('out'), {
    config: {},
  })
  expect(status).toBe('finished')
  expect(renderedCount).toBeGreaterThan(20)
  expect(skipped.length).toBeGreaterThan(0)
  expect(renderedCount + skipped.length).toBe(60)
  expect(skipped[0]?.reason).toMatch(/^Frame \d+ of drive.mp4 cannot be decoded/)
})

test.describe('what is no video is refused in words', () => {
  const refusals: [what: string, write: (path: string) => void, words: string][] = [
    ['an empty file', (path) => writeFileSync(path, ''), 'it is empty (0 bytes)'],
    [
      'a renamed file',
      (path) => writeFileSync(path, 'timestamp_ms,speed\n'.repeat(500)),
      'it is no MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
    ],
    [
      'sound only',
      (path) => runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', path]),
      'it holds no pictures, only sound or data',
    ],
    [
      'a file cut off before its table of contents',
      (path) => {
        writeVideo(path, { frameCount: 60, encoding: H264 })
        truncateSync(path, Math.floor(readFileSync(path).length / 2))
      },
      'drive.mp4 cannot be read as a video',
    ],
  ]
  for (const [what, write, words] of refusals) {
    test(what, async ({ page, makeFolder }) => {
      const folder = makeFolder('drive')
      write(join(folder, 'drive.mp4'))
      await page.goto('/')
      const { frames, problems } = await openVideo(page, folder)
      expect(frames).toEqual([])
      expect(problems[0]).toMatchObject({ severity: 'error', code: 'video-unreadable' })
      expect(problems[0]?.message).toContain(words)
    })
  }
})

test('a codec that this browser cannot decode is said at opening, with what to do', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  const encoding = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1']
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 5, encoding })
  await page.goto('/')
  const { video, problems } = await openVideo(page, folder)
  test.skip(video?.isDecodable === true, 'this browser decodes HEVC')
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['video-unsupported', 'error'],
  ])
  expect(problems[0]?.message).toMatch(
    /^drive\.mp4 is HEVC video \(h[ev][vc]1[^)]*\), .* Convert it to H\.264/,
  )
})

test('the telemetry inside a real drone video is a sensor log for each stream, on the video’s clock', async ({
  page,
  makeFolder,
}) => {
  const source = join(realRecordings, 'gopro-karma', 'karma.mp4')
  test.skip(!existsSync(source), 'the real recordings are not there')
  const folder = makeFolder('karma')
  copyFileSync(source, join(folder, 'karma.mp4'))
  await page.goto('/')
  const handle = await grabFolder(page, folder)
  const { names, first, fields, firstMs } = await page.evaluate(async (handle) => {
    const { overlane } = globalThis
    const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
    const track = recording.sensors.find(({ name }) => name === 'Camera/ACCL')
    return {
      names: recording.sensors.map(({ name }) => name),
      fields: track?.fields.map(({ name }) => name),
      first: track?.recordAt(0),
      firstMs: track?.timesMs[0],
    }
  }, handle)
  expect(names).toEqual(expect.arrayContaining(['Camera/GYRO', 'GoPro Karma v1.0/GLPI']))
  expect(fields).toEqual(['timestamp_ms', 'up_down_mps2', 'right_left_mps2', 'forward_back_mps2'])
  // As read out of the same track in accelerometer.csv.
  expect(firstMs).toBe(0)
  expect(Number(first?.up_down_mps2)).toBeCloseTo(10.1579, 4)
  expect(Number(first?.forward_back_mps2)).toBeCloseTo(-3.701, 3)
})
