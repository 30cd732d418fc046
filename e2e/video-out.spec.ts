/** A video as the result: exactly the planned frames, at their times, in their colours. */

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, hasRealRecordings, realRecordings, test } from './fixtures.ts'
import { openLibrary, renderFolders, runFolders } from './run.ts'
import {
  frameNumbers,
  frameTimesMs,
  hasFfmpeg,
  loudnessDb,
  packetsInFile,
  runFfmpeg,
  soundSum,
  streamsOf,
  writeVideo,
} from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3', '-g', '12']
/** A small overlay that does not cover the frame numbers. */
const renderers = [{ type: 'frame_info', font: { size: 8 }, position: { x: 2, y: 2 } }]
const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

function expectTimes(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [index, timeMs] of actual.entries()) {
    expect(Math.abs(timeMs - (expected[index] ?? NaN)), `frame ${index}`).toBeLessThan(1)
  }
}

const SOURCES = {
  'H.264 with B-frames': { name: 'drive.mp4', encoding: H264 },
  'VP9 in WebM': {
    name: 'drive.webm',
    encoding: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15'],
  },
  'a variable rate': {
    name: 'drive.mp4',
    encoding: [...H264, '-vf', "setpts='(N+0.5*not(mod(N,3)))/25/TB'", '-vsync', 'vfr'],
  },
}
const TARGETS = {
  'H.264 in MP4': { format: 'mp4', file: 'drive-overlay.mp4' },
  'VP9 in WebM': { format: 'webm', file: 'drive-overlay.webm' },
}

test.describe('the video has exactly the planned frames of the source, each at its time', () => {
  for (const [source, { name, encoding }] of Object.entries(SOURCES)) {
    for (const [target, { format, file }] of Object.entries(TARGETS)) {
      test(`${source} to ${target}`, async ({ library, makeFolder }) => {
        const [folder, output] = [makeFolder('drive'), makeFolder('out')]
        writeVideo(join(folder, name), { frameCount: 70, encoding })
        const report = await renderFolders(library, folder, output, {
          config: { renderers, output: { format } },
        })
        expect(report).toMatchObject({ status: 'finished', renderedCount: 70, files: [file] })
        const made = join(output, file)
        expect(frameNumbers(made)).toEqual(counting(70))
        expectTimes(frameTimesMs(made), frameTimesMs(join(folder, name)))
      })
    }
  }
})

test('the video of a range begins at 0, with the sound of the range', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 100, encoding: H264, soundS: 4 })
  const config = {
    recording: { frames: 'drive.mp4' },
    renderers,
    range: { start_time: 1000, end_time: 2000 },
    output: { format: 'mp4' },
  }
  const { renderedCount } = await renderFolders(library, folder, output, { config })
  expect(renderedCount).toBe(26)
  const made = join(output, 'drive-overlay.mp4')
  expect(frameNumbers(made)).toEqual(counting(26).map((index) => index + 25))
  expectTimes(
    frameTimesMs(made),
    counting(26).map((index) => index * 40),
  )
  const audio = streamsOf(made).find(({ codec_type }) => codec_type === 'audio')
  expect(Math.abs(Number(audio?.duration) - 26 / 25)).toBeLessThan(0.05)
})

for (const codec of ['aac', 'libmp3lame', 'libopus']) {
  test(`the sound of a range starts with its first frame: ${codec}`, async ({
    library,
    makeFolder,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    writeVideo(join(folder, 'flat.mkv'), { frameCount: 100, encoding: H264 })
    const path = join(folder, 'drive.mp4')
    const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-c:a', codec]
    runFfmpeg(['-i', join(folder, 'flat.mkv'), ...sound, '-c:v', 'copy', path])
    const config = {
      recording: { frames: 'drive.mp4' },
      renderers,
      range: { start_time: 2000, end_time: 3000 },
      output: { format: 'mp4' },
    }
    await renderFolders(library, folder, output, { config })
    const source = loudnessDb(path, 2, 0.03)
    expect(Math.abs(loudnessDb(join(output, 'drive-overlay.mp4'), 0, 0.03) - source)).toBeLessThan(
      3,
    )
  })
}

test('sound and frames of the same time are close in the file, so that players need not seek', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 300, encoding: H264, soundS: 12 })
  const config = { recording: { frames: 'drive.mp4' }, renderers, output: { format: 'mp4' } }
  await renderFolders(library, folder, output, { config })
  const latestS = { video: 0, audio: 0 }
  for (const { codec_type, pts_time } of packetsInFile(join(output, 'drive-overlay.mp4'))) {
    latestS[codec_type] = Math.max(latestS[codec_type], Number(pts_time))
    expect(latestS.audio - latestS.video).toBeLessThan(3)
  }
  expect(latestS.audio).toBeGreaterThan(11)
})

for (const format of ['mp4', 'webm']) {
  test(`a lower quality gives fewer bytes, and a bit rate overrides the quality: ${format}`, async ({
    library,
    makeFolder,
  }) => {
    const folder = makeFolder('drive')
    const moving = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=2']
    runFfmpeg([...moving, '-pix_fmt', 'yuv420p', ...H264, join(folder, 'drive.mp4')])
    const bytesOf = async (name: string, video: object): Promise<number> => {
      const output = makeFolder(name)
      await renderFolders(library, folder, output, {
        config: { renderers, output: { format, video } },
      })
      return statSync(join(output, `drive-overlay.${format}`)).size
    }
    const low = await bytesOf('low', { quality: 0.2 })
    const usual = await bytesOf('usual', {})
    expect(low).toBeLessThan(0.9 * usual)
    const [few, many] = [{ bitrate_mbps: 0.3 }, { bitrate_mbps: 0.3, quality: 0.2 }]
    expect(await bytesOf('many', many)).toBe(await bytesOf('few', few))
  })
}

test('with a constant rate, all frames have the same duration', async ({ library, makeFolder }) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const { name, encoding } = SOURCES['a variable rate']
  writeVideo(join(folder, name), { frameCount: 30, encoding })
  const config = { renderers, output: { format: 'mp4', video: { frame_rate: 50 } } }
  await renderFolders(library, folder, output, { config })
  const made = join(output, 'drive-overlay.mp4')
  expect(frameNumbers(made)).toEqual(counting(30))
  expectTimes(
    frameTimesMs(made),
    counting(30).map((index) => index * 20),
  )
})

test('a folder of frames becomes a video with the times of timestamps.csv', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, timestampsMs } = await makeRecording({ frameCount: 40 })
  const output = makeFolder('out')
  const config = { output: { format: 'mp4', content: 'frames', pattern: 'composed.mp4' } }
  const report = await renderFolders(library, path, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 40, files: ['composed.mp4'] })
  expectTimes(
    frameTimesMs(join(output, 'composed.mp4')),
    timestampsMs.map((timeMs) => timeMs - (timestampsMs[0] ?? 0)),
  )
})

test('an overlay without frames keeps its transparency in WebM', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 5 })
  const output = makeFolder('out')
  const config = {
    renderers: [{ type: 'frame_info', panel: { enabled: true, bg_alpha: 1 } }],
    output: { format: 'webm', content: 'overlay' },
  }
  await renderFolders(library, path, output, { config })
  const picture = join(output, 'alpha.png')
  runFfmpeg([
    ...['-c:v', 'libvpx-vp9', '-i', join(output, 'drive-overlay.webm'), '-frames:v', '1'],
    ...['-vf', 'extractplanes=a,crop=1:1:iw-1:ih-1', '-pix_fmt', 'gray', '-f', 'rawvideo', picture],
  ])
  expect([...readFileSync(picture)]).toEqual([0])
  runFfmpeg([
    ...['-c:v', 'libvpx-vp9', '-i', join(output, 'drive-overlay.webm'), '-frames:v', '1'],
    ...['-vf', 'extractplanes=a,crop=1:1:16:16', '-pix_fmt', 'gray', '-f', 'rawvideo', picture],
  ])
  expect(readFileSync(picture)[0]).toBeGreaterThan(240)
  const refused = await runFolders(library, path, makeFolder('mp4'), {
    config: { renderers, output: { format: 'mp4', content: 'overlay' } },
  })
  expect(refused.problems?.[0]?.message).toContain('MP4 can’t store transparency: use WebM.')
})

test('the video keeps the colour range and the matrix, and is tagged with them', async ({
  library,
  makeFolder,
}) => {
  for (const [range, matrix] of [
    ['tv', 'bt709'],
    ['pc', 'bt709'],
    ['tv', 'smpte170m'],
  ]) {
    const [folder, output] = [
      makeFolder(`in-${range}-${matrix}`),
      makeFolder(`out-${range}-${matrix}`),
    ]
    const path = join(folder, 'chart.mp4')
    runFfmpeg([
      ...['-f', 'lavfi', '-i', 'smptehdbars=size=320x192:rate=25:duration=1'],
      ...['-vf', `scale=out_color_matrix=${matrix ?? ''}:out_range=${range ?? ''},format=yuv420p`],
      ...['-c:v', 'libx264', '-crf', '4', '-color_range', range ?? '', '-colorspace', matrix ?? ''],
      ...['-color_primaries', matrix ?? '', '-color_trc', matrix ?? '', path],
    ])
    const config = { renderers, output: { format: 'mp4', video: { bitrate_mbps: 20 } } }
    await renderFolders(library, folder, output, { config })
    const made = join(output, 'chart-overlay.mp4')
    const [before, after] = [streamsOf(path)[0], streamsOf(made)[0]]
    expect([after?.color_range, after?.color_space], `${range ?? ''} ${matrix ?? ''}`).toEqual([
      before?.color_range,
      before?.color_space,
    ])
    // Only the coding changes the planes outside the overlay. They are compared unconverted.
    const plane = (video: string): Buffer => {
      const raw = join(output, 'plane.raw')
      const crop = ['-vf', 'crop=300:100:10:70', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', raw]
      runFfmpeg(['-i', video, '-frames:v', '1', ...crop])
      return readFileSync(raw)
    }
    const [source, copy] = [plane(path), plane(made)]
    const difference = source.reduce((sum, value, at) => sum + Math.abs(value - (copy[at] ?? 0)), 0)
    expect(difference / source.length).toBeLessThan(1.5)
  }
})

test('with fast start, the table of contents comes first', async ({ library, makeFolder }) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 20, encoding: H264 })
  const boxes: number[] = []
  for (const fastStart of [false, true]) {
    const output = makeFolder(`out-${fastStart}`)
    const config = { renderers, output: { format: 'mp4', video: { fast_start: fastStart } } }
    await renderFolders(library, folder, output, { config })
    const bytes = readFileSync(join(output, 'drive-overlay.mp4'))
    boxes.push(Math.sign(bytes.indexOf('moov') - bytes.indexOf('mdat')))
  }
  expect(boxes).toEqual([1, -1])
})

test('a cancelled run leaves no unfinished video, and keeps an earlier video unchanged', async ({
  library,
  makeFolder,
}) => {
  const [folder, empty, used] = [makeFolder('drive'), makeFolder('empty'), makeFolder('used')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 400, encoding: H264 })
  writeFileSync(join(used, 'drive-overlay.mp4'), 'an earlier video')
  for (const output of [empty, used]) {
    const report = await renderFolders(library, folder, output, {
      config: { renderers, output: { format: 'mp4' } },
      overwrite: true,
      cancelAfter: 20,
    })
    expect(report).toMatchObject({ status: 'cancelled', files: [] })
  }
  // Segments from which a run resumes may be there, too.
  const namesIn = (folder: string): string[] =>
    readdirSync(folder).filter((name) => name !== 'drive-overlay.mp4.overlane-segments')
  expect(namesIn(empty)).toEqual(['overlane-report.json'])
  expect(namesIn(used).sort()).toEqual(['drive-overlay.mp4', 'overlane-report.json'])
  expect(readFileSync(join(used, 'drive-overlay.mp4'), 'utf8')).toBe('an earlier video')
})

test('a codec that the container does not take is refused, and the message lists possible codecs', async ({
  library,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 3, encoding: H264 })
  const { problems } = await runFolders(library, folder, output, {
    config: { renderers, output: { format: 'webm', video: { codec: 'h264' } } },
  })
  expect(problems?.[0]?.message).toMatch(/WebM does not take H\.264\. Possible here: .*VP9/)
  expect(readdirSync(output)).toEqual([])
})

test('codec support is not checked on the page’s own thread', async ({ page, makeFolder }) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 3, encoding: H264 })
  await openLibrary(page)
  await page.evaluate(() => {
    VideoEncoder.isConfigSupported = () => Promise.reject(new Error('The page was asked itself.'))
  })
  const config = { renderers, output: { format: 'webm' } }
  const report = await renderFolders(page, folder, makeFolder('out'), { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 3 })
})

test('a frame that cannot be decoded is skipped and reported, and the video goes on', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, timestampsMs } = await makeRecording({
    frameCount: 12,
    files: { 'frame_000005.png': 'broken' },
  })
  const output = makeFolder('out')
  const config = { renderers, output: { format: 'mp4' } }
  const report = await renderFolders(library, path, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 11 })
  expect(report.skipped.map(({ frameIndex }) => frameIndex)).toEqual([5])
  expectTimes(
    frameTimesMs(join(output, 'drive-overlay.mp4')),
    timestampsMs.filter((_, index) => index !== 5).map((timeMs) => timeMs - (timestampsMs[0] ?? 0)),
  )
})

test('a real drone video keeps every frame at its time, and its sound', async ({
  library,
  makeFolder,
}) => {
  const source = join(realRecordings, 'gopro-karma', 'karma.mp4')
  test.skip(!hasRealRecordings || !existsSync(source), 'the real recordings are missing')
  const output = makeFolder('out')
  const config = { recording: { frames: 'karma.mp4' }, renderers, output: { format: 'mp4' } }
  const folder = join(realRecordings, 'gopro-karma')
  const report = await renderFolders(library, folder, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 362 })
  const made = join(output, 'karma-overlay.mp4')
  expectTimes(frameTimesMs(made), frameTimesMs(source))
  expect(soundSum(made)).toBe(soundSum(source))
})
