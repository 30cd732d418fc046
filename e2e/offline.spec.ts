/** The installed app works without a network. */

import { expect, test } from './fixtures.ts'
import { openByDrop, openMeasure, renderInto } from './page.ts'

test.use({ serviceWorkers: 'allow' })

test('with the network gone, the page opens, renders frames and measures', async ({
  context,
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  const cached = await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    const [name = ''] = (await caches.keys()).filter((each) => each.startsWith('overlane-app-'))
    return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)
  })
  expect(cached).toContain('/index.html')
  await context.setOffline(true)
  await page.reload()
  await openByDrop(page, path)
  await renderInto(page, makeFolder('out'))
  await openMeasure(page)
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
