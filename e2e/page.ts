/** Finds and uses the parts of the page as a user does: regions, sections, the stage, a run. */

import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { dropFolder, expect, grabFolder } from './fixtures.ts'
import { largestDifference } from './pictures.ts'
import type { Pixels } from './pictures.ts'

type RegionName =
  | 'Recording'
  | 'Overlay'
  | 'Layout'
  | 'Preview'
  | 'Timeline'
  | 'Render'
  | 'Report'
  | 'Benchmark'
  | 'Profile'
  | 'Advice'
  | 'Timeline of the last run'

export function regionOf(page: Page, name: RegionName): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** Waits until the page shows the recording with this name. */
export async function seeRecording(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('banner').getByRole('heading')).toHaveText(name)
  await expect(regionOf(page, 'Preview')).toBeVisible()
}

/** Opens a folder on the disk by dropping it on the page. */
export async function openByDrop(page: Page, path: string): Promise<void> {
  await dropFolder(page, path)
  await seeRecording(page, basename(path))
}

/** Loads the page again, after the page has stored which recording is open. */
export async function reloadRemembered(page: Page): Promise<void> {
  const isStored = (): Promise<boolean> =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const opening = indexedDB.open('keyval-store')
          opening.onupgradeneeded = () => opening.transaction?.abort()
          opening.onerror = () => resolve(false)
          opening.onsuccess = () => {
            const database = opening.result
            const reading = database
              .transaction('keyval')
              .objectStore('keyval')
              .count('last-folder')
            reading.onsuccess = () => resolve(reading.result === 1)
            database.close()
          }
        }),
    )
  await expect.poll(isStored).toBe(true)
  await page.reload()
}

/** Makes the page's folder picker return these folders on the disk, one after the other. */
export async function stubPicker(page: Page, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const handle = await grabFolder(page, path)
    await page.evaluate((handle) => {
      const pickBefore = globalThis.pickedFolders ?? []
      globalThis.pickedFolders = [...pickBefore, handle]
      globalThis.showDirectoryPicker = () => {
        const next = globalThis.pickedFolders?.shift()
        return next
          ? Promise.resolve(next)
          : Promise.reject(new DOMException('The user closed the dialog.', 'AbortError'))
      }
    }, handle)
  }
}

declare global {
  /** The folders that the stubbed picker returns next. */
  var pickedFolders: FileSystemDirectoryHandle[] | undefined
}

/** Removes these functions of the File System Access API from the browser. */
export async function withoutPickers(
  page: Page,
  names: readonly ('showDirectoryPicker' | 'showSaveFilePicker')[],
): Promise<void> {
  await page.addInitScript((names) => {
    for (const name of names) Reflect.deleteProperty(globalThis, name)
  }, names)
}

/** From now on, the browser refuses the page every permission to write. */
export async function refuseWriting(page: Page): Promise<void> {
  await page.evaluate(() => {
    const denied = (): Promise<PermissionState> => Promise.resolve('denied')
    FileSystemDirectoryHandle.prototype.queryPermission = denied
    FileSystemDirectoryHandle.prototype.requestPermission = denied
  })
}

/** Opens a section of the Recording region, such as `frames`, `timestamps` or `sensor_speed`. */
export async function openSection(page: Page, place: string): Promise<Locator> {
  const section = page.locator(`#place-${place}`)
  if ((await section.getAttribute('open')) === null)
    await section.locator('summary').first().click()
  await expect(section).toHaveAttribute('open')
  return section
}

/** The names and values in the lists of a part of the page. */
export function factsOf(part: Locator): Promise<Record<string, string>> {
  return part.locator('dl').evaluateAll((lists) => {
    const textOf = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim()
    return Object.fromEntries(
      lists.flatMap((list) =>
        [...list.querySelectorAll('dt')].map((term) => {
          const value = term.nextElementSibling
          return [textOf(term), value ? textOf(value) : '']
        }),
      ),
    )
  })
}

/** It is there while there are problems. */
export function problemsButton(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /\d problems?$/ })
}

/** All problems that the page shows, the most severe first. */
export async function problemsOf(page: Page): Promise<string[]> {
  const opener = problemsButton(page)
  if (!(await opener.isVisible())) return []
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'Problems' })
  await expect(dialog).toBeVisible()
  const texts = await dialog.getByRole('listitem').allInnerTexts()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  return texts.map((text) => text.replace(/\s+/g, ' ').trim())
}

/** Chooses the output folder by dropping a folder on the Render bar. */
export async function chooseOutput(page: Page, path: string): Promise<void> {
  await dropFolder(page, path, { onto: page.locator('[data-drop=output]') })
  const chosen = regionOf(page, 'Render').getByRole('button', {
    name: 'Output folder',
    pressed: true,
  })
  await expect(chosen).toContainText(basename(path))
}

/** Opens the settings behind "Advanced" in the Render bar, unless they are open. */
export async function openAdvanced(page: Page): Promise<Locator> {
  const bar = regionOf(page, 'Render')
  const settings = bar.getByRole('group', { name: 'Advanced', exact: true })
  const closed = bar.locator('details:not([open])', {
    has: page.locator('[aria-label="Advanced"][role=group]'),
  })
  if ((await closed.count()) > 0) await closed.locator('summary').first().click()
  await expect(settings).toBeVisible()
  return settings
}

/** Sets the number of workers. */
export async function setWorkers(page: Page, count: number | string): Promise<void> {
  const settings = await openAdvanced(page)
  await settings.getByLabel('Workers', { exact: true }).fill(String(count))
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()
}

/** Makes a run take long: one worker, and a format that takes long to encode. */
export async function slowDown(page: Page): Promise<void> {
  await page.getByLabel('Format').selectOption('webp')
  await setWorkers(page, 1)
}

/** Starts a run that takes long, into a ZIP. */
export async function startSlowZip(page: Page): Promise<void> {
  await slowDown(page)
  await page.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderButton(page).click()
  await expect(page.getByRole('status')).toHaveText('Rendering')
}

export function renderButton(page: Page): Locator {
  return regionOf(page, 'Render').getByRole('button', { name: /^Render [\d,]+ frames?$/ })
}

/** Presses Render and waits for the end of the run. */
export async function renderToEnd(
  page: Page,
  end:
    | 'Finished'
    | `Finished, ${number} skipped`
    | 'Finished with failures'
    | 'Cancelled'
    | 'Stopped' = 'Finished',
): Promise<void> {
  await renderButton(page).click()
  const status = regionOf(page, 'Render').getByRole('status')
  await expect(status).toHaveText(end, { timeout: 30_000 })
}

/** Chooses an output folder and renders into it. */
export async function renderInto(
  page: Page,
  path: string,
  end: Parameters<typeof renderToEnd>[1] = 'Finished',
): Promise<void> {
  await chooseOutput(page, path)
  await renderToEnd(page, end)
}

export function stageOf(page: Page): Locator {
  // The other canvas there is the timeline.
  return regionOf(page, 'Preview').locator('canvas').first()
}

/** The pixels on the stage. There are none while the stage is hidden. */
async function stagePixels(page: Page): Promise<Pixels> {
  const { widthPx, heightPx, base64 } = await stageOf(page).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement) || !canvas.checkVisibility())
      return { widthPx: 0, heightPx: 0, base64: '' }
    const { width, height } = canvas
    const { data } =
      canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? new ImageData(1, 1)
    let text = ''
    for (let at = 0; at < data.length; at += 8192) {
      text += String.fromCharCode(...data.subarray(at, at + 8192))
    }
    return { widthPx: width, heightPx: height, base64: btoa(text) }
  })
  return { widthPx, heightPx, data: Buffer.from(base64, 'base64') }
}

/** SHA-256 of the RGBA pixels on the stage, as in `Pictures.hashes`. '' if the stage is hidden. */
export async function stageHash(page: Page): Promise<string> {
  const { data } = await stagePixels(page)
  return data.length === 0 ? '' : createHash('sha256').update(data).digest('hex')
}

/**
 * The largest difference between a picture and the stage in any channel of any pixel. A canvas and
 * a splicer round in different places, so they may differ by `ROUNDING`. Nobody can see this.
 */
export async function differenceFromStage(page: Page, picture: Pixels): Promise<number> {
  return largestDifference(await stagePixels(page), picture)
}

/** In levels of 255. */
export const ROUNDING = 2

/** Opens the Measure view with its key. */
export async function openMeasure(page: Page): Promise<void> {
  await page.keyboard.press('m')
  await expect(regionOf(page, 'Benchmark')).toBeVisible()
}

/** Scratch folders that remain in the browser's own storage after measuring. */
export function scratchFolders(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = []
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name)
    return names.filter((name) => name.startsWith('overlane-scratch-'))
  })
}

/** The texts of a table, its header first. */
export function tableOf(part: Locator): Promise<string[][]> {
  return part
    .getByRole('table')
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('th, td')].map((cell) =>
          cell.textContent.replace(/\s+/g, ' ').trim(),
        ),
      ),
    )
}
