/** A video as a recording: its frames, its times, and files that are refused. */

import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { FrameEntry, Problem, VideoSource } from '../src/index.ts'
import { expect, grabFolder, realRecordings, test } from './fixtures.ts'
import { openLibrary, renderFolders } from './run.ts'
import {
  damageFrame,
  frameTimesMs,
  hasFfmpeg,
  readFrameNumber,
  runFfmpeg,
  writeVideo,
} from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12']

interface Opened {
  video: VideoSource | null
  frames: FrameEntry[]
  problems: Problem[]
}

/** Opens a folder, decodes the frames at these indexes in this order, and reads their numbers. */
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
        // One row is enough to read the number.
        const row = Math.floor(canvas.height * 0.8)
        const image = context?.getImageData(0, row, canvas.width, 1) ?? new ImageData(1, 1)
        pictures.push({ widthPx: canvas.width, heightPx: 1, data: [...image.data] })
      }
      const { source, frames, problems } = recording
      await recording.video?.close()
      return { video: source?.kind === 'video' ? source : null, frames, problems, pictures }
    },
    { handle, indexes },
  )
  const numbers = pictures.map((each) =>
    readFrameNumber({ ...each, data: Uint8Array.from(each.data) }),
  )
  return { ...opened, numbers }
}

/** The numbers of frames, read from their small pictures, which are half as wide. */
async function numbersOfSmall(
  page: Page,
  path: string,
  frameIndexes: readonly number[],
): Promise<number[]> {
  const handle = await grabFolder(page, path)
  const rows = await page.evaluate(
    async ({ handle, frameIndexes }) => {
      const { overlane } = globalThis
      const { video } = await overlane.openRecording(new overlane.HandleDirectory(handle))
      if (!video) throw new Error('There is no video.')
      const small: Blob[] = []
      await overlane.walkQuickly(video, {
        frameIndexes,
        halvings: 1,
        signal: new AbortController().signal,
        onPicture: (order, picture) => {
          small[order] = picture
          return Promise.resolve()
        },
      })
      await video.close()
      return Promise.all(
        small.map(async (picture) => {
          const bitmap = await createImageBitmap(picture)
          const [width, height] = [2 * bitmap.width, 2 * bitmap.height]
          const context = new OffscreenCanvas(width, height).getContext('2d')
          context?.drawImage(bitmap, 0, 0, width, height)
          const row = context?.getImageData(0, Math.floor(height * 0.8), width, 1)
          return [...(row?.data ?? [])]
        }),
      )
    },
    { handle, frameIndexes },
  )
  return rows.map((row) =>
    readFrameNumber({ widthPx: row.length / 4, heightPx: 1, data: Uint8Array.from(row) }),
  )
}

declare global {
  var decoders: { decodedCount: number; openCount: number; mostOpenCount: number }
}

/**
 * Counts the pictures that decoders made on the page's thread, and how many of them are open. A
 * picture that moves to another thread counts as open.
 */
function watchDecoders(): void {
  const decoders = { decodedCount: 0, openCount: 0, mostOpenCount: 0 }
  globalThis.decoders = decoders
  /** The picture of a VideoFrame. A frame that is made from another frame has the same picture. */
  const pictures = new WeakMap<object, { frameCount: number }>()
  const open = (frame: VideoFrame, picture = { frameCount: 0 }): VideoFrame => {
    pictures.set(frame, picture)
    if (picture.frameCount++ === 0) decoders.openCount++
    decoders.mostOpenCount = Math.max(decoders.mostOpenCount, decoders.openCount)
    return frame
  }
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its frame below
  const { close } = VideoFrame.prototype
  VideoFrame.prototype.close = function () {
    const picture = pictures.get(this)
    pictures.delete(this)
    if (picture && --picture.frameCount === 0) decoders.openCount--
    close.call(this)
  }
  globalThis.VideoFrame = new Proxy(VideoFrame, {
    construct(target, [source, ...rest]: [VideoFrame, VideoFrameInit]) {
      const frame = new target(source, ...rest)
      const picture = pictures.get(source)
      return picture ? open(frame, picture) : frame
    },
  })
  globalThis.VideoDecoder = new Proxy(VideoDecoder, {
    construct: (target, [{ output, error }]: [VideoDecoderInit]) =>
      new target({
        error,
        output: (frame) => {
          decoders.decodedCount++
          output(open(frame))
        },
      }),
  })
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
    // Every third frame is late by half a frame.
    encoding: [...H264, '-vf', "setpts='(N+0.5*not(mod(N,3)))/25/TB'", '-vsync', 'vfr'],
  },
  'a single key frame': { name: 'drive.mp4', encoding: [...H264, '-g', '1000'] },
}

test.describe('the recording has the frames of the video at their own times', () => {
  for (const [kind, { name, encoding }] of Object.entries(KINDS)) {
    test(kind, async ({ library, makeFolder }) => {
      const folder = makeFolder('drive')
      const path = join(folder, name)
      writeVideo(path, { frameCount: 60, encoding })
      // Steps forward, steps backward, the same frame again, and far jumps.
      const indexes = [0, 1, 2, 3, 40, 41, 5, 4, 4, 59, 0, 30, 13, 12, 11, 25, 24, 58]
      const { frames, numbers, problems } = await openVideo(library, folder, indexes)
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

test('in Matroska without an index, a jump decodes from the key frame before its target', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  // Clusters begin between key frames, and the file has no index of them.
  writeVideo(join(folder, 'drive.mkv'), {
    frameCount: 600,
    encoding: [...H264, '-g', '30', '-cluster_time_limit', '200', '-f', 'matroska', '-live', '1'],
  })
  await page.addInitScript(watchDecoders)
  await openLibrary(page)
  const { numbers } = await openVideo(page, folder, [599, 0, 318])
  expect(numbers).toEqual([599, 0, 318])
  const { decodedCount } = await page.evaluate(() => globalThis.decoders)
  expect(decodedCount, 'three groups, and pictures that are decoded in advance').toBeLessThan(300)
})

test.describe('a worker scans a video without a table of its frames, so that the page stays free', () => {
  for (const name of ['drive.mkv', 'drive.ts']) {
    test(name, async ({ page, makeFolder }) => {
      const folder = makeFolder('drive')
      const path = join(folder, name)
      // Noise makes the file large.
      const noise = ['-vf', 'noise=alls=60:allf=t']
      const encoding = [...noise, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '4']
      writeVideo(path, { frameCount: 2500, encoding })
      await openLibrary(page)
      const handle = await grabFolder(page, folder)
      const { counts, frameCount, readBytes } = await page.evaluate(async (handle) => {
        let readBytes = 0
        // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its reader below
        const { read } = ReadableStreamDefaultReader.prototype
        ReadableStreamDefaultReader.prototype.read = async function () {
          const result = (await read.call(this)) as ReadableStreamReadResult<Uint8Array>
          readBytes += result.value?.length ?? 0
          return result
        }
        const { overlane } = globalThis
        const counts: number[] = []
        const recording = await overlane.openRecording(new overlane.HandleDirectory(handle), {
          onProgress: ({ step, doneCount }) => {
            if (step === 'Looking through the video') counts.push(doneCount)
          },
        })
        await recording.video?.close()
        return { counts, frameCount: recording.frames.length, readBytes }
      }, handle)
      expect(frameCount).toBe(2500)
      expect([...new Set(counts)], 'the same counts when its blocks are checked').toEqual([
        1000, 2000,
      ])
      expect(statSync(path).size).toBeGreaterThan(2e7)
      expect(readBytes, 'read by the page itself').toBeLessThan(4e6)

      const told = await page.evaluate(async (handle) => {
        const { overlane } = globalThis
        const abortion = new AbortController()
        const told: unknown[] = []
        const opening = overlane.openRecording(new overlane.HandleDirectory(handle), {
          signal: abortion.signal,
          onProgress: ({ doneCount }) => {
            told.push(doneCount)
            if (doneCount > 0) queueMicrotask(() => abortion.abort())
          },
        })
        await opening.catch((thrown: unknown) => told.push((thrown as DOMException).name))
        return told
      }, handle)
      expect(told, 'no progress is reported after Cancel').toEqual([0, 0, 1000, 'AbortError'])
    })
  }
})

test('a first frame whose time is not 0 keeps its time', async ({ library, makeFolder }) => {
  const folder = makeFolder('drive')
  const path = join(folder, 'drive.mkv')
  writeVideo(path, { frameCount: 20, encoding: [...H264, '-output_ts_offset', '2.5'] })
  const { frames, numbers } = await openVideo(library, folder, [0, 7])
  expect(frames[0]?.timestampMs).toBeCloseTo(frameTimesMs(path)[0] ?? NaN, 0)
  expect(frames[0]?.timestampMs).toBeGreaterThan(2400)
  expect(numbers).toEqual([0, 7])
  expect(await numbersOfSmall(library, folder, [7, 8, 19, 0])).toEqual([7, 8, 19, 0])
})

test('a video with a rotation is shown rotated', async ({ library, makeFolder }) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'flat.mp4'), { frameCount: 5, encoding: H264 })
  runFfmpeg([
    ...['-i', join(folder, 'flat.mp4'), '-c', 'copy'],
    ...['-metadata:s:v', 'rotate=180', join(folder, 'drive.mp4')],
  ])
  const { video, numbers } = await openVideo(library, folder, [3])
  expect(video).toMatchObject({ path: 'drive.mp4', rotationDeg: 180, widthPx: 192, heightPx: 96 })
  // In an upside-down picture, the number is read from the white quarter.
  expect(numbers).toEqual([0xfff])
  expect(await numbersOfSmall(library, folder, [3]), 'small pictures too').toEqual([0xfff])
})

test('timestamps.csv overrides the video’s own times, and warnings list what does not fit', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 4, encoding: H264 })
  const csv = 'frame_index,timestamp_ms\n2,5000\n0,5100\n1,5200\n9,5300\n'
  writeFileSync(join(folder, 'timestamps.csv'), csv)
  const { frames, problems, numbers } = await openVideo(library, folder, [0, 1, 2])
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
  test(`every frame of a video is rendered once and exactly, ${mode}`, async ({
    library,
    makeFolder,
    pictures,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 50, encoding: H264 })
    const report = await renderFolders(library, folder, output, { mode, config: {} })
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

test.describe('with many workers', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 8 }),
    )
    await page.addInitScript(watchDecoders)
    await openLibrary(page)
  })

  test('the number of open decoder pictures stays small', async ({ page, makeFolder }) => {
    const folder = makeFolder('drive')
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 300, encoding: H264 })
    const { renderedCount, settings } = await renderFolders(page, folder, makeFolder('out'), {
      workerCount: 8,
      config: {},
    })
    expect([renderedCount, settings.workerCount]).toEqual([300, 8])
    const { openCount, mostOpenCount } = await page.evaluate(() => globalThis.decoders)
    expect(mostOpenCount, 'pictures that are decoded in advance').toBeLessThan(50)
    expect(openCount, 'after the run').toBe(0)
  })

  test('pictures on the graphics card in an unknown pixel format reach the workers too', async ({
    page,
    makeFolder,
    pictures,
  }) => {
    await page.evaluate(() =>
      Object.defineProperty(VideoFrame.prototype, 'format', { get: () => null }),
    )
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 20, encoding: H264 })
    const { renderedCount } = await renderFolders(page, folder, output, { config: {} })
    expect(renderedCount).toBe(20)
    const last = await pictures.pixels(join(output, 'frame_000019.png'))
    expect(readFrameNumber(last)).toBe(19)
    expect((await page.evaluate(() => globalThis.decoders)).openCount).toBe(0)
  })

  const PICTURES = {
    'H.264': { size: '320x180', name: 'drive.mp4', encoding: H264 },
    'H.264 in full range, BT.601': {
      size: '320x180',
      name: 'drive.mp4',
      encoding: [
        ...['-vf', 'scale=out_range=full:out_color_matrix=bt601', ...H264],
        ...['-color_range', 'pc', '-colorspace', 'smpte170m'],
      ],
    },
    'VP9 of an odd size': {
      size: '321x181',
      name: 'drive.webm',
      encoding: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
    },
    'VP9 with 10 bits': {
      size: '320x180',
      name: 'drive.webm',
      encoding: [
        ...['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
        ...['-pix_fmt', 'yuv420p10le'],
      ],
    },
  }
  for (const [kind, { size, name, encoding }] of Object.entries(PICTURES)) {
    test(`${kind} gives the same pictures in parallel, in sequence and in the preview`, async ({
      page,
      makeFolder,
      pictures,
    }) => {
      const folder = makeFolder('drive')
      const [parallel, sequential] = [makeFolder('parallel'), makeFolder('sequential')]
      const source = `testsrc2=size=${size}:rate=25:duration=1.6`
      const format = encoding.includes('-pix_fmt') ? [] : ['-pix_fmt', 'yuv420p']
      runFfmpeg(['-f', 'lavfi', '-i', source, ...format, ...encoding, join(folder, name)])
      await renderFolders(page, folder, parallel, { workerCount: 8, config: {} })
      await renderFolders(page, folder, sequential, { mode: 'sequential', config: {} })
      const hashes = await pictures.hashes(parallel)
      expect(Object.keys(hashes)).toHaveLength(40)
      expect(await pictures.hashes(sequential)).toEqual(hashes)

      const handle = await grabFolder(page, folder)
      const looked = await page.evaluate(async (handle) => {
        const { overlane } = globalThis
        const config = overlane.parseConfig({})
        const directory = new overlane.HandleDirectory(handle)
        const recording = await overlane.openRecording(directory, { config })
        const { blob } = await overlane.renderFrame(recording, recording.config, 20)
        await recording.video?.close()
        return [...new Uint8Array(await blob.arrayBuffer())]
      }, handle)
      const written = await pictures.pixels(join(parallel, 'frame_000020.png'))
      expect(await pictures.pixels(Buffer.from(looked))).toEqual(written)
    })
  }
})

test('frames that are cut off are skipped and reported, and all others are rendered', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  const path = join(folder, 'drive.mp4')
  writeVideo(path, { frameCount: 60, encoding: [...H264, '-movflags', '+faststart'] })
  truncateSync(path, Math.floor(readFileSync(path).length * 0.7))
  const { renderedCount, skipped, status } = await renderFolders(
    library,
    folder,
    makeFolder('out'),
    {
      config: {},
    },
  )
  expect(status).toBe('finished')
  expect(renderedCount).toBeGreaterThan(20)
  expect(skipped.length).toBeGreaterThan(0)
  expect(renderedCount + skipped.length).toBe(60)
  expect(skipped[0]?.reason).toMatch(/^Frame \d+ of drive.mp4 cannot be decoded/)
})

test.describe('a video that is cut off is opened with its remaining frames, and a warning says so', () => {
  interface Cut {
    name: string
    encoding: readonly string[]
    words: RegExp
  }
  const cuts: Record<string, Cut> = {
    'Matroska with its index at the end': {
      name: 'drive.mkv',
      encoding: H264,
      words: /The \d+ frames in the file are used: they end at \d\.\d of 2\.4 s\./,
    },
    'Matroska with its index at the beginning': {
      name: 'drive.mkv',
      encoding: [...H264, '-cues_to_front', '1'],
      words: /The \d+ frames in the file are used: they end at \d\.\d of 2\.4 s\./,
    },
    'Matroska with a single key frame': {
      name: 'drive.mkv',
      encoding: [...H264, '-g', '60'],
      words: /The \d+ frames in the file are used: they end at \d\.\d of 2\.4 s\./,
    },
    'Matroska that was written as a live stream': {
      name: 'drive.mkv',
      encoding: [...H264, '-f', 'matroska', '-live', '1'],
      words: /The \d+ frames in the file are used\. The file does not say how many are missing\./,
    },
    WebM: {
      name: 'drive.webm',
      encoding: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '12'],
      words: /The \d+ frames in the file are used: they end at \d\.\d of 2\.4 s\./,
    },
  }
  for (const [what, { name, encoding, words }] of Object.entries(cuts)) {
    test(what, async ({ library, makeFolder }) => {
      const folder = makeFolder('drive')
      const path = join(folder, name)
      writeVideo(path, { frameCount: 60, encoding })
      const wholeBytes = statSync(path).size
      truncateSync(path, Math.floor(wholeBytes * 0.7))
      const thereCount = frameTimesMs(path).length
      expect(thereCount).toBeGreaterThan(20)
      const indexes = [0, 12, thereCount - 1]
      const { frames, problems, numbers } = await openVideo(library, folder, indexes)
      expect(frames).toHaveLength(thereCount)
      expect(numbers.slice(0, 2)).toEqual([0, 12])
      expect(problems).toMatchObject([
        { severity: 'warning', code: 'video-cut-off', where: { file: name } },
      ])
      const { message } = problems[0] as Problem
      const bytes = statSync(path).size.toLocaleString('en-US')
      expect(message).toContain(`${name} is cut off: it has ${bytes} bytes, but the lengths`)
      expect(message).toMatch(words)
      expect(message).toMatch(/ Copy it again from where it was recorded\.$/)

      const run = await renderFolders(library, folder, makeFolder('out'), { config: {} })
      expect(run).toMatchObject({ status: 'finished', renderedCount: thereCount, skipped: [] })
    })
  }

  test('MP4 with its frame table first: the warning counts the missing frames', async ({
    library,
    makeFolder,
  }) => {
    const folder = makeFolder('drive')
    const path = join(folder, 'drive.mp4')
    writeVideo(path, { frameCount: 60, encoding: [...H264, '-movflags', '+faststart'] })
    truncateSync(path, Math.floor(statSync(path).size * 0.7))
    const { frames, problems } = await openVideo(library, folder)
    expect(frames).toHaveLength(60)
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'video-cut-off', where: { file: 'drive.mp4' } },
    ])
    const lostCount = 60 - frameTimesMs(path).length
    expect(problems[0]?.message).toContain(
      `${lostCount} of the 60 frames that it lists are beyond its end and will be skipped.`,
    )
  })

  test('MPEG-TS that ends within a packet: at most its last frame is skipped', async ({
    library,
    makeFolder,
  }) => {
    const folder = makeFolder('drive')
    const path = join(folder, 'drive.ts')
    // With noise, a frame has many packets.
    const encoding = [...H264, '-vf', 'noise=alls=60:allf=t']
    writeVideo(path, { frameCount: 60, encoding })
    truncateSync(path, Math.floor((statSync(path).size * 0.7) / 188) * 188 + 100)
    const { frames, problems } = await openVideo(library, folder)
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^drive\.ts is cut off: .+ does not say how many are missing\. The last one may be damaged\. Copy it again/,
      ),
    ])
    const { renderedCount } = await renderFolders(library, folder, makeFolder('out'), {
      config: {},
    })
    expect(renderedCount).toBeGreaterThanOrEqual(frames.length - 1)
  })
})

for (const mode of ['sequential', 'parallel'] as const) {
  test(`only a damaged frame and the frames that depend on it are skipped, ${mode}`, async ({
    library,
    makeFolder,
    pictures,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    const path = join(folder, 'drive.mp4')
    writeVideo(path, { frameCount: 60, encoding: [...H264, '-bf', '0'] })
    damageFrame(path, 30)
    const { skipped } = await renderFolders(library, folder, output, { mode, config: {} })
    expect(skipped.map(({ frameIndex }) => frameIndex)).toEqual([30, 31, 32, 33, 34, 35])
    for (const { reason } of skipped) {
      expect(reason).toMatch(
        /^Frame 3\d of drive\.mp4 cannot be decoded: its data are damaged or cut off\.$/,
      )
    }
    for (const index of [0, 1, 29, 36, 59]) {
      const name = `frame_${String(index).padStart(6, '0')}.png`
      expect(readFrameNumber(await pictures.pixels(join(output, name))), name).toBe(index)
    }
  })
}

test.describe('a file that is not a video is refused with a reason', () => {
  const refusals: [what: string, write: (path: string) => void, words: string][] = [
    ['an empty file', (path) => writeFileSync(path, ''), 'it is empty (0 bytes)'],
    [
      'a renamed file',
      (path) => writeFileSync(path, 'timestamp_ms,speed\n'.repeat(500)),
      'it is not an MP4, MOV, WebM, MKV or MPEG-TS video, whatever its name says',
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
    test(what, async ({ library, makeFolder }) => {
      const folder = makeFolder('drive')
      write(join(folder, 'drive.mp4'))
      const { frames, problems } = await openVideo(library, folder)
      expect(frames).toEqual([])
      expect(problems[0]).toMatchObject({ severity: 'error', code: 'video-unreadable' })
      expect(problems[0]?.message).toContain(words)
    })
  }
})

test('a codec that this browser cannot decode is reported on opening, with what to do', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  const encoding = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1']
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 5, encoding })
  const { video, problems } = await openVideo(library, folder)
  test.skip(video?.isDecodable === true, 'this browser decodes HEVC')
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['video-unsupported', 'error'],
  ])
  expect(problems[0]?.message).toMatch(
    /^drive\.mp4 is HEVC video \(h[ev][vc]1[^)]*\), .* Convert it to H\.264/,
  )
})

test('each telemetry stream inside a real drone video is a sensor log on the video’s clock', async ({
  library,
  makeFolder,
}) => {
  const source = join(realRecordings, 'gopro-karma', 'karma.mp4')
  test.skip(!existsSync(source), 'the real recordings are missing')
  const folder = makeFolder('karma')
  copyFileSync(source, join(folder, 'karma.mp4'))
  const handle = await grabFolder(library, folder)
  const { names, first, fields, firstMs } = await library.evaluate(async (handle) => {
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
  // accelerometer.csv has the same values of this track.
  expect(firstMs).toBe(0)
  expect(Number(first?.up_down_mps2)).toBeCloseTo(10.1579, 4)
  expect(Number(first?.forward_back_mps2)).toBeCloseTo(-3.701, 3)
})
