/** Gives a page real folders of the disk. Pickers cannot be driven; a drop can. */

import type { JSHandle, Locator, Page } from '@playwright/test'

/**
 * Drops a folder on the page, as from a file manager. What the page then gets is a real
 * FileSystemDirectoryHandle, which reads and writes without a prompt, in workers too.
 * @param path absolute
 * @param options.onto where to drop; default: the middle of the window
 */
export async function dropFolder(
  page: Page,
  path: string,
  { onto }: { onto?: Locator } = {},
): Promise<void> {
  const point = onto ? await centreOf(onto) : await centreOfWindow(page)
  const cdp = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, ...point, data })
  }
  await cdp.detach()
}

/**
 * The handle of a folder, for a test to call the page's functions with. The page itself does not
 * notice: the drop is caught before it gets there.
 * @param path absolute
 */
export async function grabFolder(
  page: Page,
  path: string,
): Promise<JSHandle<FileSystemDirectoryHandle>> {
  const grabbed = await page.evaluateHandle(() => {
    const types = ['dragenter', 'dragover', 'drop'] as const
    const handle = new Promise<FileSystemDirectoryHandle>((resolve, reject) => {
      const grab = (event: DragEvent): void => {
        event.preventDefault()
        event.stopImmediatePropagation()
        if (event.type !== 'drop') return
        for (const type of types) window.removeEventListener(type, grab, true)
        const item = event.dataTransfer?.items[0]
        item?.getAsFileSystemHandle().then((found) => {
          if (found instanceof FileSystemDirectoryHandle) resolve(found)
          else reject(new Error('What was dropped is not a folder.'))
        }, reject)
      }
      for (const type of types) window.addEventListener(type, grab, true)
    })
    return { handle }
  })
  await dropFolder(page, path)
  const handle = await grabbed.evaluateHandle(({ handle }) => handle)
  await grabbed.dispose()
  return handle
}

interface Point {
  x: number
  y: number
}

async function centreOf(locator: Locator): Promise<Point> {
  await locator.scrollIntoViewIfNeeded()
  const box = await locator.boundingBox()
  if (!box) throw new Error('There is nothing to drop a folder on.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

function centreOfWindow(page: Page): Promise<Point> {
  return page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }))
}
