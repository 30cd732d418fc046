/** Gives real folders on the disk to a page. */

import type { Locator, Page } from '@playwright/test'
import { dropAt } from '../src/cli/browser/grab-folder.ts'

export { grabFolder } from '../src/cli/browser/grab-folder.ts'

/**
 * Drops a folder on the page, as a file manager does. The page gets a real
 * FileSystemDirectoryHandle. It reads and writes without a prompt, also in workers.
 * @param path absolute
 * @param options.onto where to drop; default: the middle of the window
 */
export async function dropFolder(
  page: Page,
  path: string,
  { onto }: { onto?: Locator } = {},
): Promise<void> {
  await dropAt(page, [path], onto ? await centreOf(onto) : await centreOfWindow(page))
}

/** Drops several folders and files on the page at once. @param paths absolute */
export async function dropTogether(page: Page, ...paths: readonly string[]): Promise<void> {
  await dropAt(page, paths, await centreOfWindow(page))
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
