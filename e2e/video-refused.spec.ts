/** Files that Overlane cannot read as a video. The message says why, and nothing is written. */

import { readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { renderFolders, runFolders } from './run.ts'
import { frameNumbers, hasFfmpeg, runFfmpeg, writeVideo } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '12']
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '12']
const FRAME_COUNT = 30
const config = {
  renderers: [{ type: 'frame_info', font: { size: 8 }, position: { x: 2, y: 2 } }],
  output: { format: 'mp4' },
}

const cutOff = (path: string): void =>
  truncateSync(path, Math.floor(readFileSync(path).length * 0.5))
const soundOnly = (path: string, codec: string): void =>
  runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', codec, path])

interface Refusal {
  name: string
  write: (path: string) => void
  /** A part of the message. */
  words: string
}

const REFUSALS: Record<string, Refusal> = {
  'a WebM file of no bytes': {
    name: 'drive.webm',
    write: (path) => writeFileSync(path, ''),
    words: 'it is empty (0 bytes)',
  },
  'a picture with the name of a video': {
    name: 'drive.mp4',
    write: (path) => {
      runFfmpeg(['-f', 'lavfi', '-i', 'testsrc2=size=192x96', '-frames:v', '1', `${path}.png`])
      renameSync(`${path}.png`, path)
    },
    words: 'it is not an MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
  },
  'a text with the name of a WebM video': {
    name: 'drive.webm',
    write: (path) => writeFileSync(path, 'timestamp_ms,speed\n'.repeat(500)),
    words: 'it is not an MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
  },
  'sound only, in WebM': {
    name: 'drive.webm',
    write: (path) => soundOnly(path, 'libopus'),
    words: 'it holds no pictures, only sound or data',
  },
  'sound only, in Matroska': {
    name: 'drive.mkv',
    write: (path) => soundOnly(path, 'aac'),
    words: 'it holds no pictures, only sound or data',
  },
  'a MOV file cut off before its table of contents': {
    name: 'drive.mov',
    write: (path) => {
      writeVideo(path, { frameCount: FRAME_COUNT, encoding: H264 })
      cutOff(path)
    },
    words: 'It is cut off: it has',
  },
  'an MP4 file of 40 bytes': {
    name: 'drive.mp4',
    write: (path) => {
      writeVideo(path, { frameCount: FRAME_COUNT, encoding: H264 })
      truncateSync(path, 40)
    },
    words: 'there is no list of pictures or sound in its 40 bytes. It may be cut off',
  },
  'a WebM file cut off before its first frame': {
    name: 'drive.webm',
    write: (path) => {
      writeVideo(path, { frameCount: FRAME_COUNT, encoding: VP9 })
      const clusterId = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
      truncateSync(path, readFileSync(path).indexOf(clusterId) + 20)
    },
    words: 'it holds no frame. It is cut off: it has',
  },
}

test.describe('the message names the file, the fault and what to do, and earlier files stay unchanged', () => {
  for (const [what, { name, write, words }] of Object.entries(REFUSALS)) {
    test(what, async ({ library, makeFolder }) => {
      const [folder, output] = [makeFolder('drive'), makeFolder('out')]
      write(join(folder, name))
      writeFileSync(join(output, 'drive-overlay.mp4'), 'an earlier video')
      const { problems } = await runFolders(library, folder, output, { config, overwrite: true })
      expect(problems?.[0]).toMatchObject({ code: 'video-unreadable', where: { file: name } })
      expect(problems?.[0]?.message).toContain(words)
      // The message has the fault first, and then a sentence about what to do.
      expect(problems?.[0]?.message).toMatch(
        /^drive\.\w+ cannot be read as a video: .+\. [A-Z].+\.$/,
      )
      expect(readdirSync(output)).toEqual(['drive-overlay.mp4'])
      expect(readFileSync(join(output, 'drive-overlay.mp4'), 'utf8')).toBe('an earlier video')
    })
  }
})

test('an unreadable video beside a readable one is ignored, and a warning says why', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeFileSync(join(folder, 'a.mp4'), '')
  writeVideo(join(folder, 'b.mp4'), { frameCount: FRAME_COUNT, encoding: H264 })
  const report = await renderFolders(library, folder, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
  expect(report.warnings[0]).toMatchObject({
    severity: 'warning',
    code: 'video-unreadable',
    where: { file: 'a.mp4' },
  })
  expect(report.warnings[0]?.message).toMatch(
    /^a\.mp4 cannot be read as a video: it is empty \(0 bytes\)\. It is ignored: b\.mp4 is used\. It may be cut off: copy it again from where it was recorded\.$/,
  )
})

test('a video that this browser cannot decode is ignored beside one that it can decode', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const hevc = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1']
  writeVideo(join(folder, 'a.mp4'), { frameCount: 5, encoding: hevc })
  writeVideo(join(folder, 'b.mp4'), { frameCount: FRAME_COUNT, encoding: H264 })
  const { supported } = await library.evaluate(() =>
    VideoDecoder.isConfigSupported({ codec: 'hvc1.1.6.L93.B0' }),
  )
  test.skip(supported === true, 'this browser decodes HEVC')
  const report = await renderFolders(library, folder, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
  expect(report.warnings[0]).toMatchObject({ severity: 'warning', code: 'video-unsupported' })
  expect(report.warnings[0]?.message).toContain('a.mp4 is HEVC video')
  expect(report.warnings[0]?.message).toContain('It is ignored: b.mp4 is used.')
})

test('a source without any picture data gives no video, and the report says why', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const path = join(folder, 'drive.mp4')
  writeVideo(path, { frameCount: FRAME_COUNT, encoding: [...H264, '-movflags', '+faststart'] })
  truncateSync(path, readFileSync(path).indexOf('mdat') + 4)
  const report = await renderFolders(library, folder, output, { config })
  expect(report).toMatchObject({ renderedCount: 0, files: [] })
  expect(report.status).not.toBe('finished')
  expect(report.skipped).toHaveLength(FRAME_COUNT)
  expect(report.skipped[0]?.reason).toMatch(/^Frame 0 of drive\.mp4 cannot be decoded/)
  expect(readdirSync(output)).toEqual(['overlane-report.json'])
})

test.describe('a video with the wrong extension is recognised by its content', () => {
  const renamed: [what: string, trueName: string, name: string, encoding: string[]][] = [
    ['MP4 named .webm', 'true.mp4', 'drive.webm', H264],
    ['WebM named .mp4', 'true.webm', 'drive.mp4', VP9],
  ]
  for (const [what, trueName, name, encoding] of renamed) {
    test(what, async ({ library, makeFolder }) => {
      const [folder, output] = [makeFolder('drive'), makeFolder('out')]
      writeVideo(join(folder, trueName), { frameCount: FRAME_COUNT, encoding })
      renameSync(join(folder, trueName), join(folder, name))
      const report = await renderFolders(library, folder, output, { config })
      expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
      expect(frameNumbers(join(output, 'drive-overlay.mp4'))).toEqual(
        Array.from({ length: FRAME_COUNT }, (_, index) => index),
      )
    })
  }
})
