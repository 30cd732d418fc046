/** The timeline: it is zoomed, read and arranged, and logs are lined up with the picture on it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import { expect, test } from './fixtures.ts'
import { openByDrop, regionOf, stageHash } from './page.ts'
import { START_MS } from './recordings.ts'

const FRAME_COUNT = 60
const WIDTHS = [1920, 1280, 700, 400]
/** A car that stands for 0.6 s, drives off, and stops: 100 records a second. */
const speedLog = Array.from({ length: 260 }, (_, index) => {
  const speed = index < 60 ? 0 : index < 120 ? index - 60 : Math.max(0, 180 - index)
  return JSON.stringify({ timestamp_ms: START_MS + index * 10, speed, gear: speed > 0 ? 'D' : 'P' })
}).join('\n')

const timelineOf = (page: Page): Locator => regionOf(page, 'Timeline')
const pictureOf = (page: Page): Locator => timelineOf(page).locator('canvas')
const shownFrame = (page: Page): Locator => regionOf(page, 'Preview').locator('strong').first()

/** A point of the timeline: on the ruler, or on the lane of a log. */
async function pointOf(
  page: Page,
  share: number,
  lane?: string,
): Promise<{ x: number; y: number }> {
  const box = await pictureOf(page).boundingBox()
  const head = lane ? timelineOf(page).getByRole('button', { name: lane, exact: true }) : null
  const row = await head?.boundingBox()
  if (!box) throw new Error('The timeline is not shown.')
  return { x: box.x + share * (box.width - 1), y: (row ?? box).y + 5 }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto('/')
  await openByDrop(page, path)
}

test('the timeline is zoomed, read and arranged', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({
    frameCount: FRAME_COUNT,
    widthPx: 64,
    heightPx: 36,
    files: { 'speed.jsonl': speedLog },
  })
  await open(page, path)
  const timeline = timelineOf(page)
  const picture = pictureOf(page)
  const button = (name: string): Locator => timeline.getByRole('button', { name, exact: true })
  await expect(picture).toHaveAccessibleName('Frames and 2 logs from 00:00.000 to 00:01.967')

  await test.step('the wheel zooms at the pointer, keys zoom and pan', async () => {
    const { x, y } = await pointOf(page, 0)
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -60)
    await expect(picture).toHaveAccessibleName(/from 00:00.000 to 00:01.4/)
    await page.keyboard.press('PageDown')
    await expect(picture).toHaveAccessibleName(/from 00:01.1\d\d to 00:02.590/)
    await page.keyboard.press('0')
    await page.keyboard.press('+')
    await expect(picture).toHaveAccessibleName(/to 00:01.3/)
    await button('Zoom out').click()
    await expect(picture).toHaveAccessibleName(/to 00:01.967/)
  })

  await test.step('two fingers zoom at what is between them', async () => {
    const client = await page.context().newCDPSession(page)
    const [left, right] = [await pointOf(page, 0.4), await pointOf(page, 0.6)]
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) => {
      const touchPoints = xs.map((x, id) => ({ x, y: left.y, id }))
      await client.send('Input.dispatchTouchEvent', { type, touchPoints })
    }
    await touch('touchStart', left.x)
    await touch('touchStart', left.x, right.x)
    await touch('touchMove', left.x - 40, right.x + 40)
    await expect(picture).not.toHaveAccessibleName(/to 00:01.967/)
    await touch('touchEnd')
    await page.keyboard.press('0')
    await expect(picture).toHaveAccessibleName(/to 00:01.967/)
  })

  await test.step('the values under the pointer are shown, else those of the frame', async () => {
    const head = timeline.getByRole('listitem').filter({ hasText: 'speed' })
    const value = head.locator('.value').first()
    await expect(head).toContainText('0 – 60')
    for (const [timeMs, shown] of [
      [900, /^(29|30)$/],
      [1200, /^(59|60)$/],
      [1900, /^0$/],
    ] as const) {
      const { x, y } = await pointOf(page, timeMs / 1966, 'speed')
      await page.mouse.move(x, y)
      await expect(value).toHaveText(shown)
    }
    await page.keyboard.press('Home')
    const { x, y } = await pointOf(page, 900 / 1966, 'speed')
    await page.mouse.move(x, y)
    await expect(value).toHaveText(/^(29|30)$/)
    await page.mouse.move(0, 0)
    await expect(value).toHaveText('0')
  })

  await test.step('a key goes to the next start, peak and stop', async () => {
    const frames = ['18', '36', '54']
    for (const frame of frames) {
      await page.keyboard.press('n')
      await expect(shownFrame(page)).toHaveText(frame)
    }
    await page.keyboard.press('n')
    await expect(shownFrame(page)).toHaveText('54')
    await page.keyboard.press('b')
    await expect(shownFrame(page)).toHaveText('36')
  })

  await test.step('curves are chosen, lanes are hidden, made higher and moved', async () => {
    await button('Curves').click()
    await timeline.getByLabel('gear').check()
    await expect(timeline.getByRole('list', { name: 'Lanes' })).toContainText('D')
    await page.keyboard.press('Escape')
    await expect(button('Curves')).toBeFocused()
    await button('Lanes').click()
    await timeline.getByLabel('Height of speed').selectOption('high')
    await expect.poll(async () => (await picture.boundingBox())?.height).toBeGreaterThan(140)
    await button('Move speed down').click()
    const names = timeline.getByRole('list', { name: 'Lanes' }).getByRole('button')
    await expect(names).toHaveText(['targets', 'speed'])
    await names.last().press('Alt+ArrowUp')
    await expect(names).toHaveText(['speed', 'targets'])
    await timeline.getByRole('checkbox', { name: 'targets', exact: true }).uncheck()
    await expect(names).toHaveText(['speed'])
    await expect(button('Lanes, 1 hidden')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('J, K and L play', async () => {
    await page.keyboard.press('Home')
    await page.keyboard.press('Alt+l')
    await expect(page.getByRole('button', { name: 'Loop over the range' })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await page.keyboard.press('l')
    await page.keyboard.press('l')
    await expect(page.getByLabel('Speed', { exact: true })).toHaveValue('2')
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
    await expect(shownFrame(page)).not.toHaveText('0')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  })

  await test.step('the motion of the picture has a lane when asked for; the next visit has it too', async () => {
    const lanes = timeline.getByRole('list', { name: 'Lanes' })
    await expect(lanes).not.toContainText('Picture')
    await button('Motion').click()
    await expect(lanes).toContainText(/Picture\s+motion\s+-?[\d.]+\s+turn right\s+-?[\d.]+ px\/s/)
    await expect(button('Motion')).toHaveAttribute('aria-pressed', 'true')
    // It is no log, so it cannot be moved.
    await button('Picture').click()
    await button('Line up').click()
    await expect(timeline.getByText('Choose the lane of a log first.')).toBeVisible()
    await open(page, path)
    await expect(lanes).toContainText('turn right')
  })
})

test('a log is lined up with the picture: dragged, nudged, marked, undone, saved and reopened', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({
    frameCount: FRAME_COUNT,
    widthPx: 320,
    heightPx: 180,
    files: { 'speed.jsonl': speedLog },
  })
  await open(page, path)
  const timeline = timelineOf(page)
  const button = (name: string): Locator => timeline.getByRole('button', { name, exact: true })
  const group = timeline.getByRole('group', { name: 'Line up' })
  const tools = timeline.getByRole('toolbar', { name: 'Timeline tools' })
  await page.getByRole('slider', { name: 'Frame' }).fill('24')
  await expect.poll(() => stageHash(page)).not.toBe('')

  await test.step('a dragged lane moves its log under the frame, in one step of the history', async () => {
    await button('Line up').click()
    await expect(button('Line up')).toHaveAttribute('aria-expanded', 'true')
    await expect(tools).toContainText('offset 0 ms')
    const before = await stageHash(page)
    await button('Drag logs').click()
    const from = await pointOf(page, 0.5, 'speed')
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 40, from.y, { steps: 4 })
    await page.mouse.up()
    await expect(tools).toContainText(/offset 1\d\d ms/)
    await expect(shownFrame(page)).toHaveText('24')
    await expect.poll(() => stageHash(page)).not.toBe(before)
    await page.getByRole('button', { name: 'Undo move speed' }).click()
    await expect(tools).toContainText('offset 0 ms')
    await expect.poll(() => stageHash(page)).toBe(before)
    await button('Drag logs').click()
  })

  await test.step('it is nudged by buttons and by keys', async () => {
    await button('1 s later').click()
    await button('100 ms earlier').click()
    await button('1 ms later').click()
    await expect(tools).toContainText('offset 901 ms')
    await button('1 frame earlier').click()
    await expect(tools).toContainText('offset 867.667 ms')
    await page.keyboard.press('.')
    await page.keyboard.press('Alt+BracketLeft')
    await page.keyboard.press('Alt+Shift+BracketLeft')
    await expect(tools).toContainText('offset -100 ms')
  })

  await test.step('a moment of the log and its frame are marked in two presses', async () => {
    await page.keyboard.press('Home')
    await page.keyboard.press('n')
    await page.keyboard.press('s')
    await expect(button('Mark frame')).toBeVisible()
    await page.getByRole('slider', { name: 'Frame' }).fill('20')
    await page.keyboard.press('s')
    await expect(tools).toContainText('1 sync point')
    await page.keyboard.press('n')
    await button('Mark moment').click()
    await page.keyboard.press('ArrowRight')
    await button('Mark frame').click()
    await expect(tools).toContainText(/drift -?[\d,.]+ ppm/)
    await expect(button('Points, 2')).toBeVisible()
    await expect(timeline.getByRole('button', { name: /^Sync point 2 at/ })).toBeVisible()
  })

  await test.step('points are moved, left out and removed; each step is undone', async () => {
    const points = timeline.getByRole('button', { name: /^Sync point/ })
    await points.first().focus()
    await page.keyboard.press('ArrowRight')
    await expect(points.first()).toHaveAccessibleName(/at 00:00.700, 0 ms from the line/)
    await page.keyboard.press('Delete')
    await expect(tools).toContainText('1 sync point')
    await page.getByRole('button', { name: 'Undo remove sync point 1 of speed' }).click()
    await page.getByRole('button', { name: 'Undo move sync point 1 of speed' }).click()
    await expect(points.first()).toHaveAccessibleName(/at 00:00.667/)
    await button('Points, 2').click()
    await timeline.getByLabel('Use point 1').uncheck()
    await expect(timeline.getByRole('row').nth(1)).toContainText('ms')
    await timeline.getByLabel('Use point 1').check()
    await page.keyboard.press('Escape')
  })

  await test.step('a check walks through the strongest moments', async () => {
    await button('Check').click()
    await expect(group).toContainText(/1 of 3: Start of speed, 0, at 00:00.\d+/)
    await button('It fits').click()
    await expect(group).toContainText('2 of 3: Peak of speed, 60')
    await button('At another frame').click()
    await expect(button('Mark frame')).toBeVisible()
    await page.keyboard.press('Escape')
    await button('It fits').click()
    await button('It fits').click()
    await expect(group).toContainText('3 of 3 fit.')
    await button('End check').click()
  })

  await test.step('the page has no faults for assistive technology, and fits into the window', async () => {
    await auditThemes(page, 'lining up')
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      await expectNoSidewaysScrolling(page)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  await test.step('points are saved, and are there when the recording is opened again', async () => {
    await page.getByRole('button', { name: 'Save overlane.yaml' }).click()
    await expect(regionOf(page, 'Overlay').getByText('Saved', { exact: true })).toBeVisible()
    const saved = readFileSync(join(path, 'overlane.yaml'), 'utf8')
    expect(saved).toMatch(/sync_points:\s+- video_ms: 1761525000666/)
    await open(page, path)
    await button('Line up').click()
    await expect(button('Points, 2')).toBeVisible()
  })
})
