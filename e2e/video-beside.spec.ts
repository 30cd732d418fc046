/** Files beside a video: which ones belong to it, and which ones a run may replace. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from './audit.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { factsOf, openByDrop, openSection, regionOf } from './page.ts'
import { renderFolders, runFolders } from './run.ts'
import { frameNumbers, frameTimesMs, hasFfmpeg, streamsOf, writeVideo } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const encoding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '12']
const renderers = [{ type: 'frame_info', font: { size: 8 }, position: { x: 2, y: 2 } }]
const output = { format: 'mp4' }
const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const writeWithSound = (path: string): void => {
  writeVideo(path, { frameCount: 30, encoding, soundS: 1.2 })
}

test('a run never replaces its source video', async ({ library, makeFolder }) => {
  const folder = makeFolder('drive')
  const path = join(folder, 'drive.mp4')
  writeVideo(path, { frameCount: 30, encoding })
  const before = readFileSync(path)
  const config = { renderers, output: { ...output, pattern: 'drive' } }
  const { problems } = await runFolders(library, folder, folder, { config, overwrite: true })
  expect(problems).toMatchObject([{ code: 'output-invalid', where: { file: 'drive.mp4' } }])
  expect(problems?.[0]?.message).toContain(
    'is a file of the recording, and input files are never overwritten',
  )
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a run replaces the report of an earlier run, but no other file with its name', async ({
  library,
  makeFolder,
}) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 30, encoding })
  const files: string[][] = []
  for (const pattern of ['one', 'two']) {
    const config = { renderers, output: { ...output, pattern } }
    files.push((await renderFolders(library, folder, results, { config })).files)
  }
  expect(files).toEqual([['one.mp4'], ['two.mp4']])
  writeFileSync(join(results, 'overlane-report.json'), 'of somebody else')
  const config = { renderers, output: { ...output, pattern: 'three' } }
  const { problems } = await runFolders(library, folder, results, { config })
  expect(problems?.[0]?.message).toContain('overlane-report.json is already in "out"')
})

test('a video that Overlane made is opened if recording.frames names it', async ({
  library,
  makeFolder,
}) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 30, encoding })
  const plain = { renderers: [], output: { ...output, pattern: 'made' } }
  await renderFolders(library, folder, results, { config: plain })
  const config = { recording: { frames: 'made.mp4' }, renderers: [], output }
  const again = makeFolder('again')
  const { renderedCount } = await renderFolders(library, results, again, { config })
  expect(renderedCount).toBe(30)
  expect(frameNumbers(join(again, 'made-overlay.mp4'))).toEqual(counting(30))
})

test('a single video is opened with the logs beside it and those that the project file names', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 30, encoding })
  const log = 'timestamp_ms,speed\n0,50\n'
  for (const name of ['logs', 'yesterday']) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'gnss.csv'), log)
    writeFileSync(join(folder, name, 'timestamps.csv'), 'frame_index,timestamp_ms\n0,0\n')
  }
  writeFileSync(join(folder, 'speed.csv'), log)
  const handle = await grabFolder(library, folder)
  const open = (): Promise<{ logs: string[]; frameCount: number; ignored: readonly string[] }> =>
    library.evaluate(async (handle) => {
      const { overlane } = globalThis
      const directory = new overlane.HandleDirectory(handle)
      const recording = await overlane.openRecording(directory, { frames: 'drive.mp4' })
      await recording.video?.close()
      const { sensors, frames, ignoredFiles: ignored } = recording
      return { logs: sensors.map(({ file }) => file), frameCount: frames.length, ignored }
    }, handle)
  const alone = await open()
  expect(alone).toMatchObject({ logs: ['speed.csv'], frameCount: 30 })
  expect(alone.ignored).toContain('yesterday/gnss.csv')
  writeFileSync(join(folder, 'overlane.yaml'), 'sensors: { gnss: { file: logs/gnss.csv } }\n')
  expect((await open()).logs.sort()).toEqual(['logs/gnss.csv', 'speed.csv'])
})

test('a log with dates is lined up by the date in the video’s file, if that is wanted', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('walk')
  const created = ['-metadata', 'creation_time=2024-05-01T10:00:01Z']
  writeVideo(join(folder, 'walk.mp4'), { frameCount: 30, encoding: [...encoding, ...created] })
  const points = ['00', '01', '02', '03'].map(
    (second) =>
      `<trkpt lat="48" lon="11"><time>2024-05-01T10:00:${second}Z</time><speed>${second}</speed></trkpt>`,
  )
  writeFileSync(
    join(folder, 'walk.gpx'),
    `<gpx><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`,
  )
  await page.goto('/')
  await openByDrop(page, folder)
  const log = await openSection(page, 'sensor_walk')
  const question = regionOf(page, 'Preview').getByText('walk.gpx is not lined up with the video.')
  await expect(question).toBeVisible()
  await audit(page, 'a question about the dates of a log')
  expect((await factsOf(log)).Covers).toContain('0 % of video')
  await page.getByRole('button', { name: 'Line up by the dates' }).click()
  await expect(question).toBeHidden()
  expect((await factsOf(log)).Covers).toContain('100 % of video')
  await expect(log.getByLabel('Offset')).toHaveValue(String(-Date.UTC(2024, 4, 1, 10, 0, 1)))
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(question).toBeHidden()
  expect((await factsOf(log)).Covers).toContain('0 % of video')
})

test('rows of timestamps.csv without a frame in the video are skipped, and add no time', async ({
  library,
  makeFolder,
}) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  const path = join(folder, 'drive.mp4')
  writeWithSound(path)
  const rows = counting(33).map((index) => `${index},${1_761_525_010_000 + 40 * index}`)
  writeFileSync(join(folder, 'timestamps.csv'), `frame_index,timestamp_ms\n${rows.join('\n')}\n`)
  const report = await renderFolders(library, folder, results, { config: { renderers, output } })
  expect(report.skipped).toMatchObject(
    [30, 31, 32].map((frameIndex) => ({
      frameIndex,
      reason: 'The frame is not in drive.mp4.',
    })),
  )
  const made = join(results, 'drive-overlay.mp4')
  expect(frameTimesMs(made)).toEqual(frameTimesMs(path))
  for (const { duration } of streamsOf(made)) expect(Number(duration)).toBeCloseTo(1.2, 1)
})

test('a warning says that the container does not take the sound, and which container does', async ({
  library,
  makeFolder,
}) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  writeWithSound(join(folder, 'drive.mp4'))
  const config = { renderers, output: { format: 'webm' } }
  const { warnings } = await renderFolders(library, folder, results, { config })
  expect(warnings.map(({ message }) => message)).toEqual([
    'The video is without sound: drive.mp4 has AAC sound, which WebM does not take as it is. MP4 takes it.',
  ])
})

test('the report names the codec that was used', async ({ library, makeFolder }) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  writeVideo(join(folder, 'drive.mp4'), { frameCount: 30, encoding })
  const { settings } = await renderFolders(library, folder, results, {
    config: { renderers, output },
  })
  expect(settings.video.codec).toBe('h264')
})

test('if the source video is deleted before the run, the message names the source, not the result', async ({
  library,
  makeFolder,
}) => {
  const [folder, results] = [makeFolder('drive'), makeFolder('out')]
  writeWithSound(join(folder, 'drive.mp4'))
  const handles = {
    source: await grabFolder(library, folder),
    target: await grabFolder(library, results),
  }
  const recording = await library.evaluateHandle(({ source }) => {
    const { overlane } = globalThis
    const config = overlane.parseConfig({ output: { format: 'mp4' } })
    return overlane.openRecording(new overlane.HandleDirectory(source), { config })
  }, handles)
  rmSync(join(folder, 'drive.mp4'))
  const stopReason = await library.evaluate(
    async ({ recording, handles: { target } }) => {
      const { overlane } = globalThis
      const output = new overlane.HandleDirectory(target)
      const { config } = recording
      return (await overlane.renderRecording({ recording, config, output })).stopReason
    },
    { recording, handles },
  )
  expect(stopReason).toMatchObject({ code: 'video-unreadable', where: { file: 'drive.mp4' } })
  expect(stopReason?.message).toMatch(
    /moved, deleted or changed since it was opened|moved or deleted/,
  )
  expect(stopReason?.message).not.toContain('cut off')
})
