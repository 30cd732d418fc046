/** Places renderers on the picture as a user does: with the mouse, by keys, in the list. */

import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { regionOf } from './page.ts'

/** A rectangle in pixels of the layout. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export function ground(page: Page): Locator {
  return page.getByRole('group', { name: 'Renderers on the frame' })
}

/** A renderer on the picture. */
export function element(page: Page, name: string): Locator {
  return ground(page).getByRole('button', { name: new RegExp(`^${name}, \\d`) })
}

/** What a screen reader says about a renderer's box: `Speed, 230 × 50 at 1680, 10`. */
export async function boxOf(page: Page, name: string): Promise<Box> {
  const label = (await element(page, name).getAttribute('aria-label')) ?? ''
  const numbers = /(\d+) × (\d+) at (-?\d+), (-?\d+)/.exec(label)?.slice(1).map(Number)
  const [width = 0, height = 0, x = 0, y = 0] = numbers ?? []
  return { x, y, width, height }
}

/** How many pixels of the page one pixel of the layout has. */
async function zoomOf(page: Page, layoutHeightPx: number): Promise<number> {
  const box = await ground(page).boundingBox()
  if (!box) throw new Error('There is no frame on the stage.')
  return box.height / layoutHeightPx
}

/** Presses the mouse on something and moves it, by pixels of the layout, without releasing it. */
export async function dragBy(
  page: Page,
  from: Locator,
  by: { x: number; y: number },
  layoutHeightPx = 1080,
): Promise<void> {
  const zoom = await zoomOf(page, layoutHeightPx)
  const box = await from.boundingBox()
  if (!box) throw new Error('There is nothing to drag.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + (by.x * zoom) / 2, y + (by.y * zoom) / 2)
  await page.mouse.move(x + by.x * zoom, y + by.y * zoom)
}

/** As {@link dragBy}, and releases the mouse. */
export async function dropBy(
  page: Page,
  from: Locator,
  by: { x: number; y: number },
): Promise<void> {
  await dragBy(page, from, by)
  await page.mouse.up()
}

/** The rows of the list of renderers. */
export function rows(page: Page): Locator {
  return page.getByRole('list', { name: 'Renderers in draw order' }).getByRole('listitem')
}

/** The name of a renderer in the list, which is also the button that chooses it. */
export function rowButton(page: Page, name: string): Locator {
  return rows(page).filter({ hasText: name }).getByRole('button').first()
}

/** The button that undoes or redoes something, such as "Undo move Speed". */
export function historyButton(page: Page, does: 'Undo' | 'Redo'): Locator {
  return regionOf(page, 'Overlay').getByRole('button', { name: new RegExp(`^${does}\\b`) })
}

/** Expects a renderer to be at a place. */
export async function expectBox(page: Page, name: string, box: Partial<Box>): Promise<void> {
  await expect.poll(() => boxOf(page, name)).toMatchObject(box)
}
