import type { JSHandle, Page } from 'playwright-core'

/**
 * Drops folders or files on a page at once, as a file manager does. The page then gets real
 * FileSystemDirectoryHandles. A script cannot use a folder picker, but it can drop a folder.
 * @param paths absolute
 */
export async function dropAt(
  page: Page,
  paths: readonly string[],
  point: { x: number; y: number },
): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, ...point, data })
  }
  await cdp.detach()
}

/**
 * The handle of a folder, to pass to functions of the page. The page's own code does not see the drop,
 * because the drop is handled before it.
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
        const notFolder = new Error('What was dropped is not a folder.')
        const item = event.dataTransfer?.items[0]
        if (!item) reject(notFolder)
        item?.getAsFileSystemHandle().then((found) => {
          if (found instanceof FileSystemDirectoryHandle) resolve(found)
          else reject(notFolder)
        }, reject)
      }
      for (const type of types) window.addEventListener(type, grab, true)
    })
    return { handle, centre: { x: innerWidth / 2, y: innerHeight / 2 } }
  })
  const centre = await grabbed.evaluate(({ centre }) => centre)
  await dropAt(page, [path], centre)
  const handle = await grabbed.evaluateHandle(({ handle }) => handle)
  await grabbed.dispose()
  return handle
}
