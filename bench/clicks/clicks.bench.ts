/** Counts the clicks from nothing to a result, and the seconds, and writes them to `bench/CLICKS.md`. */

import type { JSHandle, Page } from '@playwright/test'
import { grabFolder, hasRealRecordings, test } from '../../e2e/fixtures.ts'
import { regionOf, renderButton } from '../../e2e/page.ts'
import { hasFfmpeg } from '../../e2e/videos.ts'
import { Figures } from '../figures.ts'
import {
  frameFolder,
  goProVideo,
  phoneVideoWithGpx,
  robotLog,
  tubOfDonkeycar,
} from './people-recordings.ts'

/** A road that takes longer has come to a stop. */
const MOST_MS = 120_000

const figures = new Figures()

test.afterAll(({ browser }) => {
  figures.write(
    'CLICKS.md',
    'From nothing to a result',
    'npm run bench:clicks',
    browser.version(),
    'The page counts its own clicks. A dialog of the browser asks for a file or a folder, and counts once. The seconds begin with the first click: to the picture with its overlay, and to the end of the run. A script presses each button as soon as it can; a person takes longer.',
  )
})

test.skip(!hasRealRecordings || !hasFfmpeg, 'It needs ../shared/data and ffmpeg.')

test('a GoPro video', async ({ page, makeFolder }) => {
  const folder = makeFolder('gopro')
  const names = goProVideo(folder)
  await reach(page, 'GoPro video → MP4', { way: 'Open video', folder, names })
})

test('a video of a phone, with a GPX file', async ({ page, makeFolder }) => {
  const folder = makeFolder('phone')
  const names = phoneVideoWithGpx(folder)
  const answer = 'Line up by the dates'
  await reach(page, 'GPX and phone video → MP4', { way: 'Open video', folder, names, answer })
})

test('a tub of Donkeycar', async ({ page, makeFolder }) => {
  const [folder, output] = [makeFolder('tub'), makeFolder('tub-out')]
  tubOfDonkeycar(folder, makeFolder('raw'))
  await reach(page, 'Donkeycar tub → frames', { way: 'Open folder', folder, output })
})

test('a log of a robot', async ({ page, makeFolder }) => {
  const [folder, output] = [makeFolder('robot'), makeFolder('robot-out')]
  await robotLog(folder, makeFolder('raw'))
  await reach(page, 'MCAP with images → frames', { way: 'Open folder', folder, output })
})

test('a folder of frames', async ({ page, makeFolder }) => {
  const [folder, output] = [makeFolder('flight'), makeFolder('flight-out')]
  frameFolder(folder)
  await reach(page, 'folder of frames → frames', { way: 'Open folder', folder, output })
})

test('the sample drive', async ({ page, makeFolder }) => {
  const output = makeFolder('sample-out')
  await reach(page, 'sample drive → frames', { way: 'Sample drive', output })
})

interface Road {
  way: 'Open folder' | 'Open video' | 'Sample drive'
  /** Which the dialog gives, or the folder of the files. */
  folder?: string
  /** The files that the dialog gives. */
  names?: readonly string[]
  /** The button of the question that the page has about it. */
  answer?: string
  /** Where frames go; a video goes where the dialog for a file says. */
  output?: string
}

declare global {
  var reached: { clickCount: number; dialogCount: number; firstClickMs: number }
}

/** Walks the shortest road from the first screen to a result. */
async function reach(page: Page, what: string, road: Road): Promise<void> {
  page.setDefaultTimeout(MOST_MS)
  await page.goto('/')
  await standInForDialogs(page, road)
  await page.evaluate(() => {
    globalThis.reached = { clickCount: 0, dialogCount: 0, firstClickMs: 0 }
    const count = (event: MouseEvent): void => {
      if (!event.isTrusted) return
      reached.clickCount++
      reached.firstClickMs ||= performance.now()
    }
    addEventListener('click', count, { capture: true })
  })
  await page.getByRole('button', { name: road.way }).first().click()
  await regionOf(page, 'Preview').waitFor()
  await renderButton(page).waitFor()
  if (road.answer !== undefined) await page.getByRole('button', { name: road.answer }).click()
  const shownS = await secondsSinceClick(page)
  await renderButton(page).click()
  await regionOf(page, 'Report').waitFor()
  const doneS = await secondsSinceClick(page)
  const status = await regionOf(page, 'Render').getByRole('status').innerText()
  if (status !== 'Finished') throw new Error(`${what}: ${status}`)
  const [made = ''] = /[\d,]+ frames? in .+/.exec(await regionOf(page, 'Report').innerText()) ?? []
  const { clickCount, dialogCount } = await page.evaluate(() => reached)
  figures.note(`${what}: clicks + dialogs`, `${clickCount} + ${dialogCount}`)
  figures.note(`${what}: s to the picture, s to the result`, `${shownS}, ${doneS}`)
  figures.note(`${what}: result`, made)
}

async function secondsSinceClick(page: Page): Promise<string> {
  return (await page.evaluate(() => (performance.now() - reached.firstClickMs) / 1000)).toFixed(1)
}

/** A test cannot use dialogs of the browser, so functions answer in their place, and count. */
async function standInForDialogs(page: Page, { folder, names, output }: Road): Promise<void> {
  const input = folder === undefined ? null : await grabFolder(page, folder)
  const target = output === undefined ? null : await grabFolder(page, output)
  const folders = [names ? null : input, target].filter((each) => each !== null)
  for (const handle of folders) await addFolder(page, handle)
  await page.evaluate(
    ({ input, names }) => {
      globalThis.showDirectoryPicker = () => {
        reached.dialogCount++
        const next = globalThis.pickedFolders?.shift()
        return next ? Promise.resolve(next) : Promise.reject(new Error('There is no other folder.'))
      }
      globalThis.showOpenFilePicker = async () => {
        reached.dialogCount++
        const opened: FileSystemFileHandle[] = []
        if (!input) throw new Error('There are no files.')
        for (const name of names) opened.push(await input.getFileHandle(name))
        return opened as [FileSystemFileHandle]
      }
      globalThis.showSaveFilePicker = async ({ suggestedName = '' } = {}) => {
        reached.dialogCount++
        const root = await navigator.storage.getDirectory()
        return root.getFileHandle(suggestedName, { create: true })
      }
    },
    { input, names: [...(names ?? [])] },
  )
}

async function addFolder(page: Page, handle: JSHandle<FileSystemDirectoryHandle>): Promise<void> {
  await page.evaluate((handle) => {
    globalThis.pickedFolders = [...(globalThis.pickedFolders ?? []), handle]
  }, handle)
}
