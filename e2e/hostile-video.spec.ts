/** Files that say of themselves what is not so: every frame is rendered, and it is said what is wrong. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { jpegFiles, recordingOf, spliced } from './frame-files.ts'
import { renderFolders } from './run.ts'
import { hasFfmpeg, readFrameNumber, writeVideo } from './videos.ts'

const FRAME_COUNT = 30
const MOST = 0xffffffff
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '2', '-g', '30']
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '30']

/** Where the content of the first box of this type begins. */
const contentOf = (bytes: Buffer, type: string): number => bytes.indexOf(type) + 4

interface Damage {
  name: string
  encoding: readonly string[]
  apply: (bytes: Buffer) => void
  /** What the message says. */
  words: string
}

const DAMAGES: Record<string, Damage> = {
  'an stts table that declares 4,294,967,295 entries': {
    name: 'drive.mp4',
    encoding: H264,
    apply: (bytes) => bytes.writeUInt32BE(MOST, contentOf(bytes, 'stts') + 4),
    words: 'declares 4,294,967,295 entries, and has room for 1',
  },
  'an stts table with the times of 4,294,967,295 frames': {
    name: 'drive.mp4',
    encoding: H264,
    apply: (bytes) => bytes.writeUInt32BE(MOST, contentOf(bytes, 'stts') + 8),
    words: 'has the times of 4,294,967,295 frames, and the track has 30',
  },
  'an edit list that declares 4,294,967,295 entries': {
    name: 'drive.mp4',
    encoding: H264,
    apply: (bytes) => bytes.writeUInt32BE(MOST, contentOf(bytes, 'elst') + 4),
    words: 'declares 4,294,967,295 entries, and has room for 1',
  },
  'a display time of -1': {
    name: 'drive.mp4',
    encoding: H264,
    apply: (bytes) => bytes.writeInt32BE(-1, contentOf(bytes, 'ctts') + 8 + 8 * 3 + 4),
    words: 'has display times that contradict each other',
  },
  'a display time of -1 in a fragment': {
    name: 'drive.mp4',
    encoding: [...H264, '-movflags', 'frag_keyframe+empty_moov'],
    apply: (bytes) => {
      const at = contentOf(bytes, 'trun')
      const flags = bytes.readUInt32BE(at)
      const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length
      const entriesAt = at + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0)
      bytes.writeInt32BE(-1, entriesAt + 4 * (fields * 4 - 1))
    },
    words: 'has display times that contradict each other',
  },
  'a cluster that ends behind its fifth frame': {
    name: 'drive.webm',
    encoding: VP9,
    apply: (bytes) => {
      const at = bytes.indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75])) + 4
      // Its time, and blocks with sizes of one byte or two; behind the fifth it ends.
      const sizeBytes = Math.clz32(bytes.readUInt8(at)) - 23
      let end = at + sizeBytes
      for (let count = 0; count < 6; count++) {
        const length = Math.clz32(bytes.readUInt8(end + 1)) - 23
        let size = bytes.readUInt8(end + 1) & (0xff >> length)
        for (let next = 1; next < length; next++)
          size = size * 256 + bytes.readUInt8(end + 1 + next)
        end += 1 + length + size
      }
      const size = end - at - sizeBytes
      if (sizeBytes > 4) bytes.writeUInt32BE(size, at + sizeBytes - 4)
      else bytes.writeUIntBE(2 ** (7 * sizeBytes) + size, at, sizeBytes)
    },
    words: 'its cluster at byte',
  },
}

test.describe('every frame of a damaged video is rendered, and it is said what is wrong', () => {
  test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make these videos')
  for (const [what, { name, encoding, apply, words }] of Object.entries(DAMAGES)) {
    test(what, async ({ library, makeFolder, pictures }) => {
      const [folder, output] = [makeFolder('drive'), makeFolder('out')]
      const path = join(folder, name)
      writeVideo(path, { frameCount: FRAME_COUNT, encoding })
      const bytes = readFileSync(path)
      apply(bytes)
      writeFileSync(path, bytes)
      const report = await renderFolders(library, folder, output, { config: {} })
      expect(report).toMatchObject({
        status: 'finished',
        renderedCount: FRAME_COUNT,
        skipped: [],
        failed: [],
      })
      const warning = report.warnings.find(({ code }) => code === 'video-damaged')
      expect(warning?.message).toContain(`${name} is damaged: `)
      expect(warning?.message).toContain(words)
      expect(warning?.message).toContain('ffmpeg -i drive.')
      for (let index = 0; index < FRAME_COUNT; index++) {
        const frame = `frame_${String(index).padStart(6, '0')}.png`
        expect(readFrameNumber(await pictures.pixels(join(output, frame))), frame).toBe(index)
      }
    })
  }

  test('in the terminal', async ({ makeFolder }) => {
    const [folder, output] = [makeFolder('drive'), join(makeFolder('out'), 'frames')]
    const path = join(folder, 'drive.mp4')
    writeVideo(path, { frameCount: FRAME_COUNT, encoding: H264 })
    const bytes = readFileSync(path)
    bytes.writeUInt32BE(MOST, contentOf(bytes, 'stts') + 8)
    writeFileSync(path, bytes)
    const { exitCode, stderr, stdout } = await runCli(['render', path, '--out', output])
    expect(exitCode).toBe(0)
    expect(stdout + stderr).toContain('has the times of 4,294,967,295 frames')
  })
})

test.describe('a JPEG frame that decoders draw, though it is damaged, is rendered and named', () => {
  const strayBytes = Buffer.from([1, 2, 3])
  for (const format of ['same', 'png'] as const) {
    test(
      format === 'same' ? 'as JPEG' : 'as PNG',
      async ({ library, makeRecording, makeFolder }) => {
        const files = jpegFiles(3)
        const sound = Buffer.from(files[1] ?? [])
        // Behind the first segment.
        const at = 4 + sound.readUInt16BE(4)
        files[1] = Buffer.concat([sound.subarray(0, at), strayBytes, sound.subarray(at)])
        const { path } = await makeRecording(recordingOf(files, '.jpg'))
        const report = await renderFolders(library, path, makeFolder('out'), {
          config: { renderers: [{ type: 'frame_info' }], output: { format } },
        })
        expect(report).toMatchObject({ status: 'finished', renderedCount: 3, skipped: [] })
        if (format === 'same') expect(report.roads).toEqual([spliced(3)])
        const damaged = report.warnings.filter(({ code }) => code === 'frame-damaged')
        expect(damaged).toMatchObject([{ severity: 'warning', where: { frameIndex: 1 } }])
        expect(damaged[0]?.message).toContain(
          `frame_000001.jpg is damaged: it has 3 bytes too many before the marker at byte ${at + 3}.`,
        )
      },
    )
  }
})
