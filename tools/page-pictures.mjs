/**
 * `npm run pictures`: makes the pictures of the page in the README and in the documentation, from the
 * built app with its sample drive: the first screen, the preview and a log that is
 * marked twice.
 */

import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { browserArgs, findBrowser } from './find-browser.mjs'
import { projectFolder } from './setup.mjs'

const MARKED_FRAMES = ['20', '170']
/** A frame on which several vehicles are near. */
const SHOWN_FRAME = '104'

const server = await preview({ root: projectFolder, preview: { host: '127.0.0.1', port: 4374 } })
const executablePath = findBrowser()
const browser = await chromium.launch({
  args: browserArgs,
  ...(executablePath ? { executablePath } : {}),
})
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
  })
  // The machine may be busy with other work.
  page.setDefaultTimeout(180_000)
  await page.goto(server.resolvedUrls?.local[0] ?? '')
  await page.getByRole('button', { name: 'Sample drive' }).waitFor()
  await takePicture(page, 'start-screen')

  await page.getByRole('button', { name: 'Sample drive' }).click()
  await page.getByRole('slider', { name: 'Frame' }).fill(SHOWN_FRAME)
  await page.getByText('loading').waitFor({ state: 'hidden' })
  await page.waitForTimeout(3000)
  await takePicture(page, 'overlane')

  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByRole('button', { name: 'Line up' }).click()
  await timeline.getByRole('button', { name: 'Thumbnails' }).click()
  for (const frame of MARKED_FRAMES) {
    await page.getByRole('slider', { name: 'Frame' }).fill(frame)
    await page.keyboard.press('s')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('s')
  }
  await page.getByText('loading').waitFor({ state: 'hidden' })
  await page.waitForTimeout(5000)
  await takePicture(page, 'line-up')
} finally {
  await browser.close()
  await new Promise((resolve) => server.httpServer.close(resolve))
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function takePicture(page, name) {
  await page.screenshot({ path: join(projectFolder, 'docs', `${name}.png`) })
}
