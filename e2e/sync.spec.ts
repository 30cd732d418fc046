import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import { runCli } from './cli.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { writeKnocks } from './knocks.ts'
import { FRAMES_PER_SECOND, LONG_S, writeLongTurns } from './long-turns.ts'
import { openByDrop, openSection, regionOf } from './page.ts'
import { hasFfmpeg } from './videos.ts'

const START_MS = 1_761_525_000_000

/** A speed that goes up and down, on a clock that begins at 0. */
const speed = Array.from({ length: 60 }, (_, index) =>
  JSON.stringify({ timestamp_ms: index * 100, speed: 40 + 10 * Math.sin(index / 5) }),
).join('\n')

test('a log is lined up from the page: a proposal is applied when asked, and undone', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ files: { 'speed.jsonl': speed } })
  await page.goto('/')
  await openByDrop(page, path)
  const section = await openSection(page, 'sensor_speed')
  await section.getByText('Line up with the video').click()
  const proposals = section.getByRole('list', { name: 'Proposals for speed' })
  await expect(proposals.getByRole('listitem')).toHaveCount(2)
  await expect(section.getByLabel('Offset')).toHaveValue('0')
  await proposals.getByRole('button', { name: 'Apply Starts together' }).click()
  await expect(section.getByLabel('Offset')).toHaveValue(String(START_MS))
  await section.getByRole('button', { name: 'Compare' }).click()
  // A few frames of a second tell nothing, and the page says so.
  await expect(
    section.getByText(/do(es)? not change enough|no shift better|too short/),
  ).toBeVisible()
  await auditThemes(page, 'lining up')
  await expectNoSidewaysScrolling(page)
  await page.keyboard.press('Control+z')
  await expect(section.getByLabel('Offset')).toHaveValue('0')
})

test('overlane sync prints what it found, and applies nothing that is not sure', async ({
  makeRecording,
}) => {
  const yaml = '# Mine.\nrenderers: []\n'
  const { path } = await makeRecording({
    files: { 'speed.jsonl': speed, 'overlane.yaml': yaml },
  })
  const { exitCode, stdout } = await runCli([
    'sync',
    path,
    '--sensor',
    'speed',
    '--apply',
    '--json',
  ])
  expect(exitCode).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    sensor: 'speed',
    by: 'picture',
    verdict: 'cannot_tell',
    applied_to: null,
    proposals: [
      { kind: 'starts_together', offset_ms: START_MS, overlap: 1 },
      { kind: 'ends_together' },
    ],
  })
  expect(readFileSync(join(path, 'overlane.yaml'), 'utf8')).toBe(yaml)
  const wrong = await runCli(['sync', path, '--sensor', 'sped'])
  expect(wrong.exitCode).toBe(2)
  expect(wrong.stderr).toContain('There is no sensor sped.')
})

test('knocks that are heard and felt line up the log, in the terminal and in the page', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not there')
  const path = makeFolder('knocks')
  writeKnocks(path, 2345)
  const { exitCode, stdout } = await runCli([
    ...['sync', path, '--sensor', 'accelerometer', '--by', 'sound', '--json'],
  ])
  expect(exitCode).toBe(0)
  const { verdict, candidates } = JSON.parse(stdout) as {
    verdict: string
    candidates: { offset_ms: number }[]
  }
  // A film has other sounds too: it is shown, and never applied without a look.
  expect(verdict).toBe('low')
  expect(Math.abs((candidates[0]?.offset_ms ?? NaN) - 2345)).toBeLessThan(20)
  await page.goto('/')
  await openByDrop(page, path)
  const section = await openSection(page, 'sensor_accelerometer')
  await section.getByText('Line up with the video').click()
  await section.getByLabel('Compare with').selectOption('sound')
  await section.getByRole('button', { name: 'Compare', exact: true }).click()
  const found = section.getByRole('list', { name: 'Candidates for accelerometer' })
  await expect(found.getByRole('listitem').first()).toContainText(/2,34\d\.\d ms/)
  // Opening the view has asked for the lanes that the log is compared with by eye.
  const lanes = regionOf(page, 'Timeline').getByRole('list', { name: 'Lanes' })
  await expect(lanes).toContainText(/Sound\s+-[\d.]+ dB/)
})

test('of a long film, only a few stretches are measured to line up a log, and what is sure is applied', async ({
  library,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not there')
  const path = makeFolder('turns')
  writeLongTurns(path, -4321)
  const folder = await grabFolder(library, path)
  const { found, measuredCount } = await library.evaluate(async (folder) => {
    const { overlane } = globalThis
    const recording = await overlane.openRecording(new overlane.HandleDirectory(folder))
    const { config } = recording
    let measuredCount = 0
    const onProgress = (): unknown => measuredCount++
    const by = 'picture'
    const found = await overlane.findSync({ recording, config, sensor: 'gyro', by, onProgress })
    return { found, measuredCount }
  }, folder)
  expect(found.verdict).toBe('high')
  const errorMs = (found.candidates[0]?.offsetMs ?? NaN) + 4321
  expect(Math.abs(errorMs)).toBeLessThan(1000 / FRAMES_PER_SECOND)
  expect(measuredCount).toBeGreaterThan(0)
  expect(measuredCount).toBeLessThan((LONG_S * FRAMES_PER_SECOND) / 2)
  const applied = await runCli(['sync', path, '--sensor', 'gyro', '--by', 'picture', '--apply'])
  expect(applied.exitCode).toBe(0)
  const saved = readFileSync(join(path, 'overlane.yaml'), 'utf8')
  const offsetMs = Number(/time_offset_ms: (-?[\d.]+)/.exec(saved)?.[1])
  expect(Math.abs(offsetMs + 4321)).toBeLessThan(1000 / FRAMES_PER_SECOND)
})
