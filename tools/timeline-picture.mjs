/**
 * `npm run pictures`: makes the picture of lining up a log in the README, from the built app. A log of
 * the sample drive is marked twice.
 */

import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { browserArgs, findBrowser } from './find-browser.mjs'
import { projectFolder } from './setup.mjs'

const FRAMES = ['20', '170']

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
  await page.getByRole('button', { name: 'Sample drive' }).click()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByRole('button', { name: 'Line up' }).click()
  await timeline.getByRole('button', { name: 'Thumbnails' }).click()
  for (const frame of FRAMES) {
    await page.getByRole('slider', { name: 'Frame' }).fill(frame)
    await page.keyboard.press('s')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('s')
  }
  await page.getByText('loading').waitFor({ state: 'hidden' })
  await page.waitForTimeout(5000)
  await page.screenshot({ path: join(projectFolder, 'docs', 'line-up.png') })
} finally {
  await browser.close()
  await new Promise((resolve) => server.httpServer.close(resolve))
}
