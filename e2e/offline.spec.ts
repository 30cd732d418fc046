/** The installed app works without a network. */

import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openByDrop, openMeasure, renderInto, seeRecording } from './page.ts'

test.use({ serviceWorkers: 'allow' })

test('with the network gone, the page opens, renders frames and measures', async ({
  context,
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const [name = ''] = await cacheNames(page)
  const cached = await page.evaluate(
    async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
    name,
  )
  expect(cached).toContain('/index.html')
  await context.setOffline(true)
  await page.reload()
  await openByDrop(page, path)
  await renderInto(page, makeFolder('out'))
  await openMeasure(page)
})

test('a new version is fetched, and takes over when it is told to, not before unsaved work is given up', async ({
  context,
  page,
  request,
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 3 })
  const script = await (await request.get('/service-worker.js')).text()
  const body = script.replace(/"\w+"(?=,"url":"index.html")/, '"next"')
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const [before = ''] = await cacheNames(page)
  await context.route('**/service-worker.js*', (route) =>
    route.fulfill({ contentType: 'text/javascript', body }),
  )
  await openByDrop(page, path)
  await page.getByRole('button', { name: 'Duplicate' }).click()
  // Another address stands for a script that has changed on the server.
  await page.evaluate(() => navigator.serviceWorker.register('service-worker.js?next'))
  const use = page.getByRole('button', { name: 'Use new version' })
  await use.click()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await seeRecording(page, 'drive')
  expect((await cacheNames(page)).sort()).toEqual([before, 'overlane-app-next'].sort())
  await use.click()
  const loadedAgain = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Go on without saving' }).click()
  await loadedAgain
  await expect(page.getByRole('button', { name: 'Sample drive' })).toBeVisible()
  await expect.poll(() => cacheNames(page)).toEqual(['overlane-app-next'])
})

test('the installed app opens videos, logs and project files from the file manager', async ({
  request,
}) => {
  const manifest = (await (await request.get('/manifest.webmanifest')).json()) as {
    file_handlers: { accept: Record<string, string[]> }[]
  }
  const endings = manifest.file_handlers.flatMap(({ accept }) => Object.values(accept).flat())
  expect(endings).toEqual(expect.arrayContaining(['.mp4', '.gpx', '.fit', '.mcap', '.yaml']))
})

/** Each version of the app has a cache of its own. */
function cacheNames(page: Page): Promise<string[]> {
  return page.evaluate(async () =>
    (await caches.keys()).filter((name) => name.startsWith('overlane-app-')),
  )
}
