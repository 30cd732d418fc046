import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from './audit.ts'
import { dropFolder, dropTogether, expect, test } from './fixtures.ts'
import {
  chooseOutput,
  factsOf,
  openByDrop,
  openSection,
  problemsOf,
  regionOf,
  reloadRemembered,
  renderButton,
  renderInto,
  renderToEnd,
  seeRecording,
  stubPicker,
  withoutPickers,
} from './page.ts'

/** Times from 0 in steps of 40 ms. Two of every four times are 2 ms late. */
const timestamps = [
  'frame_index,timestamp_ms',
  ...[0, 42, 82, 120, 160, 202, 242, 280, 320, 362, 402, 440].map((ms, index) => `${index},${ms}`),
].join('\n')
/** 10 Hz, from 0 ms to 200 ms. */
const speedLog = [0, 100, 200]
  .map((ms) => JSON.stringify({ timestamp_ms: ms, speed: 50 + ms / 10, gear: 'D' }))
  .join('\n')

const recording = {
  frameCount: 12,
  missingIndexes: [5, 6],
  files: {
    'timestamps.csv': timestamps,
    'speed.jsonl': speedLog,
    'targets.jsonl': null,
    'notes.txt': 'a word about this drive',
    'overlane.yaml': 'renderers: [{ type: frame_info }]\n',
  },
}

test.describe('after a folder is dropped on the page, the page shows', () => {
  const sections: Record<string, { place: string; facts: Record<string, string> }> = {
    'the frames: count, format, size, pattern, gaps': {
      place: 'frames',
      facts: {
        Files: '10 files, PNG',
        Size: '320 × 180 px',
        Pattern: 'frame_{:06d}.png',
        Gaps: '5–6',
        Missing: '2 frames with a timestamp but no file',
      },
    },
    'the timestamps: range, rate, jitter': {
      place: 'timestamps',
      facts: {
        From: 'timestamps.csv',
        Frames: '12',
        First: '0 ms',
        Last: '440 ms',
        Length: '00:00.440',
        Rate: '25 frames/s',
        Jitter: '± 2 ms',
      },
    },
    'each sensor: records, time range, coverage': {
      place: 'sensor_speed',
      facts: {
        File: 'speed.jsonl',
        Records: '3',
        Range: '00:00.000 – 00:00.200',
        Covers: '45 % of video',
      },
    },
    'the calibration': {
      place: 'calibration',
      facts: {
        File: 'camera_calibration.json',
        'Focal length': '320 320 px',
        Centre: '160 90 px',
        Distortion: '0 0 0 0 0',
      },
    },
  }
  for (const [name, { place, facts }] of Object.entries(sections)) {
    test(name, async ({ page, makeRecording }) => {
      const { path } = await makeRecording(recording)
      await page.goto('/')
      await openByDrop(page, path)
      const section = await openSection(page, place)
      await expect.poll(() => factsOf(section)).toMatchObject(facts)
    })
  }

  test('the rate of a sensor beside its name, the project file, and the unknown files', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording(recording)
    await page.goto('/')
    await openByDrop(page, path)
    const panel = regionOf(page, 'Recording')
    await expect(page.locator('#place-sensor_speed summary').first()).toContainText('10 Hz · 45 %')
    await expect(page.locator('#place-project-file summary')).toContainText('used')
    await panel.getByText('1 unused file').click()
    await expect(panel.getByText('notes.txt')).toBeVisible()
  })
})

test('frames can be in a subfolder; without timestamps, times are assumed and the page says so', async ({
  page,
  makeRecording,
}) => {
  const files = { 'timestamps.csv': null, 'speed.jsonl': null, 'targets.jsonl': null }
  const { path } = await makeRecording({ frameCount: 6, framesFolder: 'frames', files })
  await page.goto('/')
  await openByDrop(page, path)
  const frames = await openSection(page, 'frames')
  await expect.poll(() => factsOf(frames)).toMatchObject({ Pattern: 'frames/frame_{:06d}.png' })
  const times = await openSection(page, 'timestamps')
  await expect.poll(() => factsOf(times)).toMatchObject({ From: 'assumed: frame ÷ 30 fps' })
  expect(await problemsOf(page)).toEqual([expect.stringContaining('There is no timestamps.csv.')])
})

test('Open folder asks for a folder and opens it', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({ name: 'picked', frameCount: 3 })
  await page.goto('/')
  await stubPicker(page, path)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await seeRecording(page, 'picked')
  await expect(renderButton(page)).toHaveText('Render 3 frames')
})

test('a closed folder picker changes nothing and shows no error', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ name: 'picked', frameCount: 3 })
  await page.goto('/')
  await stubPicker(page, path)
  const open = page.getByRole('button', { name: 'Open folder' })
  await open.click()
  await seeRecording(page, 'picked')
  await open.click()
  await seeRecording(page, 'picked')
  await expect(page.getByRole('alert')).toBeHidden()
})

test('without a folder picker, Open folder uses the file dialog', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ name: 'handed over', framesFolder: 'frames' })
  await withoutPickers(page, ['showDirectoryPicker'])
  await page.goto('/')
  const opening = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open folder' }).click()
  await (await opening).setFiles(path)
  await seeRecording(page, 'handed over')
  await expect(renderButton(page)).toHaveText('Render 12 frames')
  const speed = await openSection(page, 'sensor_speed')
  await expect.poll(() => factsOf(speed)).toMatchObject({ File: 'speed.jsonl', Records: '4' })
})

test('one click opens the sample drive, and it is rendered like any other recording', async ({
  page,
  makeFolder,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sample drive' }).click()
  await expect(page.getByRole('progressbar', { name: 'Opening progress' })).toBeVisible()
  await expect(regionOf(page, 'Preview')).toBeVisible({ timeout: 30_000 })
  expect(await problemsOf(page)).toEqual([])
  await expect(regionOf(page, 'Overlay').getByRole('listitem')).toHaveText([
    /Frame info/,
    /Speed/,
    /Targets/,
    /Top view/,
  ])
  // The last twelve frames are enough.
  await page.keyboard.press('End')
  for (let step = 0; step < 11; step++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Alt+I')
  await expect(renderButton(page)).toHaveText('Render 12 frames')
  const output = makeFolder('out')
  await renderInto(page, output)
  const expected = Array.from({ length: 12 }, (_, index) => `frame_000${228 + index}.png`)
  expect(readdirSync(output).sort()).toEqual([
    ...expected,
    'overlane-manifest.jsonl',
    'overlane-report.json',
  ])
})

test('the page remembers the last folder, and one click opens it again', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ name: 'remembered', frameCount: 3 })
  await page.goto('/')
  const again = page.getByRole('button', { name: /^Open .* again$/ })
  await expect(again).toBeHidden()
  await openByDrop(page, path)
  await reloadRemembered(page)
  await expect(again).toHaveText('Open remembered again')
  await again.click()
  await seeRecording(page, 'remembered')
  await expect(renderButton(page)).toHaveText('Render 3 frames')
})

test('the page says if the remembered folder is gone, and another folder can be opened', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ name: 'gone', frameCount: 3 })
  const other = await makeRecording({ name: 'other', frameCount: 3 })
  await page.goto('/')
  await openByDrop(page, path)
  await reloadRemembered(page)
  rmSync(path, { recursive: true })
  await page.getByRole('button', { name: 'Open gone again' }).click()
  await expect(page.getByRole('alert')).toContainText('The folder "gone" cannot be read')
  await openByDrop(page, other.path)
  await expect(page.getByRole('alert')).toBeHidden()
})

test('another folder dropped on the stage replaces the first one', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const first = await makeRecording({ name: 'first', frameCount: 3 })
  const second = await makeRecording({ name: 'second', frameCount: 5 })
  await page.goto('/')
  await openByDrop(page, first.path)
  await page.keyboard.press('End')
  await openByDrop(page, second.path)
  await expect(renderButton(page)).toHaveText('Render 5 frames')
  await expect(page.getByRole('slider', { name: 'Frame' })).toHaveValue('0')
  const output = makeFolder('out')
  await chooseOutput(page, output)
  await renderToEnd(page)
  expect(readdirSync(output)).toHaveLength(7)
})

test('several folders that are dropped at once are offered, and opened as they are chosen', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const drive = await makeRecording({
    name: 'drive',
    frameCount: 3,
    files: { 'speed.jsonl': null },
  })
  const logs = makeFolder('logs')
  writeFileSync(join(logs, 'speed.jsonl'), speedLog)
  await page.goto('/')
  await dropTogether(page, drive.path, logs)
  const question = page.getByRole('dialog', { name: 'Which is the recording?' })
  await expect(question.getByRole('radio', { checked: true })).toHaveAccessibleName(/^All together/)
  await expect(question.getByRole('radio', { name: /Only logs/ })).toHaveAccessibleName(/1 file$/)
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await dropTogether(page, drive.path, logs)
  await question.getByRole('button', { name: 'Open' }).click()
  await seeRecording(page, 'drive + logs')
  await expect(renderButton(page)).toHaveText('Render 3 frames')
  const log = regionOf(page, 'Recording').getByRole('heading', { name: 'logs/speed' })
  await expect(log).toBeVisible()
  await dropTogether(page, drive.path, logs)
  await question.getByRole('radio', { name: /Only drive/ }).check()
  await question.getByRole('button', { name: 'Open' }).click()
  await seeRecording(page, 'drive')
  await expect(log).toBeHidden()
})

test('a dropped file that is no recording is refused, and the page says what to drop', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 3 })
  await page.goto('/')
  await dropFolder(page, join(path, 'camera_calibration.json'))
  await expect(page.getByRole('alert')).toContainText(
    'You dropped a file. Drop the folder with the frames and the logs, a video, or a log.',
  )
  await openByDrop(page, path)
  await expect(page.getByRole('alert')).toBeHidden()
})

test('for an empty folder, the page says what a recording needs', async ({ page, makeFolder }) => {
  await page.goto('/')
  await openByDrop(page, makeFolder('empty'))
  const message =
    'There are no frames in "empty". Frames are image files (.png .jpg .jpeg .webp .avif .bmp) with a number in their names, in the folder itself or one folder below it, or a video (.mp4 .mov .m4v .webm .mkv .ts .mts .m2ts).'
  await expect(regionOf(page, 'Preview')).toContainText(message)
  await expect(regionOf(page, 'Recording')).toContainText(message)
  await expect(renderButton(page)).toBeDisabled()
  await audit(page, 'no frames')
  const holiday = makeFolder('holiday')
  writeFileSync(join(holiday, 'invoice.pdf'), '%PDF-1.4')
  await stubPicker(page, holiday)
  await page.getByRole('button', { name: 'Open another folder' }).click()
  await seeRecording(page, 'holiday')
  await page.getByRole('button', { name: 'Why 1 file is not used' }).click()
  await expect(page.locator('#place-files summary')).toBeFocused()
  await expect(regionOf(page, 'Recording')).toContainText('It holds no frames and no log.')
})

test('opening can be cancelled, and the page stays as it was', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sample drive' }).click()
  await expect(page.getByRole('progressbar', { name: 'Opening progress' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(
    page.getByRole('heading', { name: 'See your sensor data on every frame' }),
  ).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
})
