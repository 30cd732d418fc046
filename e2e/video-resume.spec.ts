/** A video that was interrupted goes on at its last whole segment. */

import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { randomUnit } from '../src/sample/seeded-random.ts'
import { killCli, runCli, startCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { namesIn, readReport } from './folder-contents.ts'
import { slowDrawing, patchWorker } from './frame-worker.ts'
import { chooseOutput, openByDrop, renderButton } from './page.ts'
import { openLibrary, renderFolders, runFolders } from './run.ts'
import { frameNumbers, frameTimesMs, hasFfmpeg, soundSum, writeVideo } from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')

const FRAME_COUNT = 400
const config = {
  recording: { frames: 'drive.mp4' },
  renderers: [{ type: 'frame_info', font: { size: 8 }, position: { x: 2, y: 2 } }],
  output: { format: 'mp4', video: { key_frame_interval_s: 0.4 } },
}
const VIDEO = 'drive-overlay.mp4'
const SEGMENTS = `${VIDEO}.overlane-segments`

/** 25 frames a second, with sound. */
function writeDrive(folder: string, frameCount = FRAME_COUNT): string {
  const path = join(folder, 'drive.mp4')
  const encoding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '10']
  writeVideo(path, { frameCount, encoding, soundS: frameCount / 25 })
  return path
}

/** The last frame of each segment that the manifest lists. */
function segmentEnds(output: string): number[] {
  const folder = join(output, SEGMENTS)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return names.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/"segment":\[\d+,(\d+)\]/g)].map(
      ([, end]) => Number(end),
    ),
  )
}

/** How many frames are in the segments that the manifest lists. */
const savedCount = (output: string): number => Math.max(0, ...segmentEnds(output))

function expectSame(made: string, expected: string): void {
  expect(frameNumbers(made)).toEqual(frameNumbers(expected))
  expect(frameTimesMs(made)).toEqual(frameTimesMs(expected))
  expect(soundSum(made)).toBe(soundSum(expected))
}

/** Starts a run in a page of its own, and closes that page in the middle. */
async function interrupt(page: Page, folder: string, output: string): Promise<number> {
  const other = await page.context().newPage()
  await patchWorker(other, 'segment', slowDrawing(20))
  await openLibrary(other)
  renderFolders(other, folder, output, { config }).catch(() => undefined)
  // The tests damage the third segment and the end of the list.
  await expect.poll(() => segmentEnds(output).length, { timeout: 30_000 }).toBeGreaterThan(3)
  await other.close()
  return savedCount(output)
}

test('other settings are told; a damaged segment and those after it are made again', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const source = writeDrive(folder)
  await interrupt(page, folder, output)
  const third = join(output, SEGMENTS, 'segment-000003.packets')
  const bytes = readFileSync(third)
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1
  writeFileSync(third, bytes)
  // As after a power cut in the middle of the last line.
  const lines = join(output, SEGMENTS, 'overlane-manifest-2.jsonl')
  truncateSync(lines, readFileSync(lines).length - 5)
  writeFileSync(join(output, SEGMENTS, 'thesis.txt'), 'mine')
  await openLibrary(page)

  const changed = { ...config, renderers: [{ type: 'frame_info', format: 'datetime' }] }
  const { problems } = await runFolders(page, folder, output, { config: changed })
  expect(problems?.map(({ code }) => code)).toEqual(['output-differs'])

  const report = await renderFolders(page, folder, output, { config, workerCount: 2 })
  expect(report).toMatchObject({
    status: 'finished',
    roads: [{ road: 'video', frameCount: FRAME_COUNT }],
    files: [VIDEO],
  })
  expect(report.keptCount).toBeGreaterThan(0)
  expect(report.keptCount + report.renderedCount).toBe(FRAME_COUNT)
  expect(report.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^\d+ finished frames of the earlier run had to be rendered again, as a segment was missing or damaged/,
    ),
  ])
  expectSame(join(output, VIDEO), source)
  expect(readdirSync(join(output, SEGMENTS))).toEqual(['thesis.txt'])
})

test('a cancelled run resumes, or starts over and removes its segments', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeDrive(folder)
  await patchWorker(page, 'segment', slowDrawing(8))
  await openLibrary(page)
  const first = await renderFolders(page, folder, output, { config, cancelAfter: 200 })
  const saved = savedCount(output)
  expect(first.warnings.map(({ message }) => message)).toEqual([
    `The run did not finish, so there is no video. Its first ${saved} frames are saved: repeat the run to go on.`,
  ])
  const again = { config, cancelAfter: 1 }
  const second = await renderFolders(page, folder, output, again)
  expect(second).toMatchObject({ status: 'cancelled', keptCount: saved })
  expect(savedCount(output)).toBeGreaterThanOrEqual(saved)
  const over = await renderFolders(page, folder, output, { ...again, resume: 'restart' })
  expect(over).toMatchObject({ status: 'cancelled', keptCount: 0 })
  expect(savedCount(output)).toBeLessThan(saved)
})

test('after a reload of the page, one click resumes: same frames, times and sound', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const source = writeDrive(folder)
  writeFileSync(join(folder, 'overlane.yaml'), JSON.stringify(config))
  await patchWorker(page, 'segment', slowDrawing(8))
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto('/')
  await openByDrop(page, folder)
  await chooseOutput(page, output)
  await renderButton(page).click()
  await expect.poll(() => savedCount(output), { timeout: 30_000 }).toBeGreaterThan(80)
  await page.reload()
  const saved = savedCount(output)
  await openByDrop(page, folder)
  await chooseOutput(page, output)
  await renderButton(page).click()
  const question = page.getByRole('alertdialog', { name: 'Earlier run' })
  await expect(question).toContainText(`out contains ${saved} of 400 frames`)
  await question
    .getByRole('button', { name: `Resume: render ${FRAME_COUNT - saved} frames` })
    .click()
  await expect(page.getByRole('status')).toHaveText('Finished', { timeout: 30_000 })
  expectSame(join(output, VIDEO), source)
  expect(readReport(output)).toMatchObject({ kept_count: saved, status: 'finished', warnings: [] })
  expect(namesIn(output)).toEqual([VIDEO, 'overlane-report.json'])
})

test('on the command line: after two kills, the same command makes the same video', async ({
  makeFolder,
}) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells the processes of the browser.')
  test.setTimeout(180_000)
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const frameCount = 1500
  const source = writeDrive(folder, frameCount)
  const file = join(makeFolder('config'), 'overlane.yaml')
  writeFileSync(file, JSON.stringify(config))
  const call = ['render', folder, '--config', file, '--workers', '1', '--out', output]
  for (let kill = 0; kill < 2; kill++) {
    const wanted = savedCount(output) + Math.floor(200 * randomUnit(11, 0, kill))
    const running = startCli(call)
    await expect
      .poll(() => savedCount(output), { timeout: 20_000, intervals: [20] })
      .toBeGreaterThan(wanted)
    await killCli(running)
  }
  const { exitCode, stdout } = await runCli([...call, '--json'])
  expect(exitCode).toBe(0)
  const { frames } = JSON.parse(stdout) as { frames: { kept: number; rendered: number } }
  expect(frames.kept).toBeGreaterThan(0)
  expect(frames.kept + frames.rendered).toBe(frameCount)
  expectSame(join(output, VIDEO), source)
  expect(namesIn(output)).toEqual([VIDEO, 'overlane-report.json'])
})
