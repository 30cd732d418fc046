/** A second run into one output is refused while a run goes on there, wherever the two run. */

import { linkSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { killCli, runCli, startCli } from './cli.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { imagesIn, namesIn } from './folder-contents.ts'
import { goOn, holdDisk, holdReading, patchFrameWorker, slowDisk } from './frame-worker.ts'
import { chooseOutput, openByDrop, regionOf, renderButton } from './page.ts'
import { openLibrary, renderFolders, runFolders } from './run.ts'

const LOCK = 'overlane-lock.json'
const small = { frameCount: 20 }
/** To become WebP, these frames take longer than a test. All are links to the first one. */
const LONG_COUNT = 400
const long = {
  frameCount: LONG_COUNT,
  widthPx: 1920,
  heightPx: 1080,
  missingIndexes: Array.from({ length: LONG_COUNT - 1 }, (_, index) => index + 1),
}
const slowly = { renderers: [{ type: 'frame_info' }], output: { format: 'webp', quality: 0.9 } }
const SINCE =
  /since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\. Wait until that run ends, cancel it, or choose another folder\./

async function isWriting(output: string): Promise<void> {
  await expect
    .poll(() => imagesIn(output).length, { timeout: 30_000, intervals: [50] })
    .toBeGreaterThan(2)
}

/** Tries to start a run with the buttons of the page. @returns what the page says */
async function pressRender(page: Page, path: string, output: string): Promise<string> {
  await page.goto('/')
  await openByDrop(page, path)
  await chooseOutput(page, output)
  await renderButton(page).click()
  const alert = regionOf(page, 'Render').getByRole('alert')
  await expect(alert).toContainText('is in use')
  return alert.innerText()
}

test('a run in one tab keeps another tab and a terminal out of its folder', async ({
  page,
  context,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(small)
  const output = makeFolder('out')
  await patchFrameWorker(page, holdDisk(3))
  await openLibrary(page)
  const first = renderFolders(page, path, output)
  await isWriting(output)
  const other = await context.newPage()
  const told = await pressRender(other, path, output)
  expect(told).toContain('The folder "out" is in use: a run of "drive" in a browser writes into it')
  expect(told).toMatch(SINCE)
  for (const overwrite of [false, true]) {
    const { problems } = await runFolders(other, path, output, { overwrite })
    expect(problems?.map(({ code }) => code)).toEqual(['busy'])
  }
  // Not even for a single video of another name.
  const call = ['render', path, '--out', join(output, 'drive.mp4'), '--overwrite']
  const { exitCode, stderr } = await runCli(call)
  expect(exitCode).toBe(1)
  expect(stderr).toContain('a run of "drive" in a browser writes into it since')
  await goOn(page)
  expect(await first).toMatchObject({ status: 'finished', renderedCount: 20, warnings: [] })
  expect(namesIn(output)).not.toContain(LOCK)
  expect(imagesIn(output)).toHaveLength(20)
})

test('a run in a terminal keeps a tab and another terminal out; killed, it keeps nobody out', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells the processes of the browser.')
  test.slow()
  const { path, frameNames, timestampsMs } = await makeRecording(long)
  const [first = '', ...others] = frameNames
  for (const name of others) linkSync(join(path, first), join(path, name))
  const output = makeFolder('out')
  const config = join(makeFolder('config'), 'slowly.yaml')
  writeFileSync(config, JSON.stringify(slowly))
  const call = ['render', path, '--config', config, '--workers', '1', '--out', output]
  const running = startCli(call)
  await isWriting(output)
  const place = `a run of "drive" in a terminal (process ${running.child.pid ?? 0}) writes into it`
  const second = await runCli([...call, '--json'])
  expect(second.exitCode).toBe(1)
  expect(second.stderr).toContain(place)
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'busy' } })
  expect(await pressRender(page, path, output)).toContain(place)
  await killCli(running)
  expect(namesIn(output)).toContain(LOCK)
  // The page watches the lock until it is sure. Another terminal would ask the system.
  const report = await renderFolders(page, path, output, {
    config: { ...slowly, range: { end_time: timestampsMs[1] } },
    overwrite: true,
  })
  expect(report.status).toBe('finished')
  expect(namesIn(output)).not.toContain(LOCK)
})

test('a run whose folder was taken by another run stops, and changes none of its files', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(small)
  const output = makeFolder('out')
  await patchFrameWorker(page, slowDisk(1000))
  await openLibrary(page)
  const running = renderFolders(page, path, output, { workerCount: 1 })
  await isWriting(output)
  // As after a sleep, in which another machine saw no beat of this run.
  const lock = join(output, LOCK)
  const note = JSON.parse(readFileSync(lock, 'utf8')) as Record<string, unknown>
  const theirs: Record<string, string> = {
    [LOCK]: JSON.stringify({ ...note, run: 'another', browser: 'another' }),
    'overlane-report.json': '{ "tool": "overlane", "status": "running" }',
  }
  for (const [name, text] of Object.entries(theirs)) writeFileSync(join(output, name), text)
  const report = await running
  expect(report).toMatchObject({ status: 'stopped', stopReason: { code: 'busy' } })
  expect(report.renderedCount).toBeLessThan(20)
  for (const [name, text] of Object.entries(theirs)) {
    expect(readFileSync(join(output, name), 'utf8'), name).toBe(text)
  }
})

test('a file with the name of the lock that no run wrote is kept', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 2 })
  const output = makeFolder('out')
  writeFileSync(join(output, LOCK), 'mine')
  const { problems } = await runFolders(library, path, output, { overwrite: true })
  expect(problems?.[0]?.message).toContain(`${LOCK} in "out" is not a file of Overlane`)
  expect(namesIn(output)).toEqual([LOCK])
  expect(readFileSync(join(output, LOCK), 'utf8')).toBe('mine')
})

test('two tabs do not write one ZIP', async ({ page, context, makeRecording, makeFolder }) => {
  const { path } = await makeRecording(small)
  const folder = makeFolder('zips')
  const open = async (tab: Page): Promise<void> => {
    await tab.goto('/')
    await openByDrop(tab, path)
    const handle = await grabFolder(tab, folder)
    await tab.evaluate((handle) => {
      globalThis.showSaveFilePicker = () => handle.getFileHandle('all.zip', { create: true })
    }, handle)
    await tab.getByRole('button', { name: 'Download as ZIP' }).click()
    await renderButton(tab).click()
  }
  const status = regionOf(page, 'Render').getByRole('status')
  await patchFrameWorker(page, holdReading(3))
  await open(page)
  await expect(status).toHaveText('Rendering')
  const other = await context.newPage()
  await open(other)
  await expect(regionOf(other, 'Render').getByRole('alert')).toContainText(
    'The file "all.zip" is in use: a run in another tab writes it. Wait until that run ends',
  )
  await page.keyboard.press('Escape')
  await goOn(page)
  await expect(status).toHaveText('Cancelled', { timeout: 30_000 })
  await renderButton(other).click()
  const otherStatus = regionOf(other, 'Render').getByRole('status')
  await expect(otherStatus).toHaveText('Finished', { timeout: 30_000 })
})
