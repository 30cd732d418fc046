import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { parse } from 'yaml'
import { seededNumbers } from '../src/codec/testing/seeded-numbers.ts'
import { auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import { expect, test } from './fixtures.ts'
import { openByDrop, regionOf } from './page.ts'
import {
  boxOf,
  dragBy,
  dropBy,
  element,
  expectBox,
  ground,
  historyButton,
  rowButton,
  rows,
} from './placing.ts'

const projectFile = `reference_height: 1080
renderers:
  - type: frame_info
    position: { x: 200, y: 100 }
  - type: speed
    sensor: speed
    show_timestamp: false
    position: { x: width - 100, y: height / 2, anchor: center_right }
  - type: gauge
    sensor: speed
    field: speed
    position: { x: 400, y: 600 }
`
const drive = { widthPx: 640, heightPx: 360, files: { 'overlane.yaml': projectFile } }

async function save(page: Page): Promise<void> {
  const overlay = regionOf(page, 'Overlay')
  await page.getByRole('button', { name: 'Save overlane.yaml' }).click()
  const replace = overlay.getByRole('button', { name: 'Replace overlane.yaml' })
  await expect(replace.or(overlay.getByText('Saved', { exact: true }))).toBeVisible()
  if (await replace.isVisible()) await replace.click()
  await expect(overlay.getByText('Saved', { exact: true })).toBeVisible()
}

test('a renderer is dragged, snaps, is resized and moved by keys, and all of it is undone', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording(drive)
  await page.goto('/')
  await openByDrop(page, path)
  const frameInfo = element(page, 'Frame info')
  const guide = ground(page).locator('.guide')
  const start = await boxOf(page, 'Frame info')
  expect(start).toMatchObject({ x: 201, y: 99 })

  // Near the margin it snaps to it. Escape puts it back.
  await dragBy(page, frameInfo, { x: 24 - start.x + 6, y: 300 })
  await expectBox(page, 'Frame info', { x: 24 })
  await expect(guide).not.toHaveCount(0)
  await page.keyboard.press('Escape')
  await expectBox(page, 'Frame info', start)
  await page.mouse.up()
  await expect(historyButton(page, 'Undo')).toBeDisabled()

  // With Alt it does not snap, with Shift it stays on its axis.
  await page.keyboard.down('Alt')
  await dragBy(page, frameInfo, { x: 24 - start.x + 9, y: 300 })
  await expect.poll(async () => (await boxOf(page, 'Frame info')).x).toBeGreaterThan(27)
  await expect(guide).toHaveCount(0)
  await page.keyboard.up('Alt')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.keyboard.down('Shift')
  await dropBy(page, frameInfo, { x: 500, y: 60 })
  await page.keyboard.up('Shift')
  await expectBox(page, 'Frame info', { y: start.y })
  await expect(historyButton(page, 'Undo')).toHaveAccessibleName('Undo move Frame info')

  // The corner scales it, and the opposite corner stays.
  const { x, y, width } = await boxOf(page, 'Frame info')
  await dropBy(page, ground(page).locator('[data-handle="1 1"]'), { x: width, y: 40 })
  await expect.poll(async () => (await boxOf(page, 'Frame info')).width / width).toBeCloseTo(2, 0)
  await expectBox(page, 'Frame info', { x, y })
  await expect(historyButton(page, 'Undo')).toHaveAccessibleName('Undo resize Frame info')

  // The grip turns it, and snaps to 15°.
  const turn = ground(page).locator('[data-handle="turn"]')
  await dropBy(page, turn, { x: width, y: width / 2 })
  const turned = element(page, 'Frame info')
  await expect(turned).toHaveAccessibleName(/, rotated by -?\d+°$/)
  await expect(historyButton(page, 'Undo')).toHaveAccessibleName('Undo rotate Frame info')
  await turned.focus()
  await page.keyboard.press('.')
  await page.keyboard.press('Shift+>')
  const [angle = 1] = /-?\d+(?=°)/.exec((await turned.getAttribute('aria-label')) ?? '') ?? []
  expect(Math.abs(Number(angle) % 15)).toBe(0)
  await expect(page.getByLabel('Rotation')).toHaveValue(String(angle))

  // Keys move what is focused. Steps in a row are one step of the history.
  const speed = element(page, 'Speed')
  const before = await boxOf(page, 'Speed')
  await speed.focus()
  for (let time = 0; time < 3; time++) await page.keyboard.press('Shift+ArrowLeft')
  for (let time = 0; time < 6; time++) await page.keyboard.press('ArrowDown')
  await expectBox(page, 'Speed', { x: before.x - 30, y: before.y + 6 })
  await page.keyboard.press('Control+d')
  await expect(rows(page)).toHaveCount(4)
  await page.keyboard.press('Delete')
  await expect(rows(page)).toHaveCount(3)

  // One of nine places.
  await rowButton(page, 'Gauge').click()
  const bottomRight = page.getByRole('button', { name: 'bottom right' })
  await expect(bottomRight).toHaveAttribute('aria-pressed', 'false')
  await bottomRight.click()
  await expect(bottomRight).toHaveAttribute('aria-pressed', 'true')
  const gauge = await boxOf(page, 'Gauge')
  expect(gauge.x + gauge.width).toBeCloseTo(1920 - 24, -1)
  expect(gauge.y + gauge.height).toBeCloseTo(1080 - 24, -1)

  await save(page)
  const file = readFileSync(join(path, 'overlane.yaml'), 'utf8')
  expect(file).toContain('x: width - 130')
  expect(file).toContain('y: height / 2 + 6')
  expect(file).toContain('x: width - 24')
  const words: string[] = []
  while (await historyButton(page, 'Undo').isEnabled()) {
    words.push(await historyButton(page, 'Undo').innerText())
    await page.keyboard.press('Control+z')
  }
  expect(words).toEqual([
    'Undo move Gauge',
    'Undo remove Speed',
    'Undo duplicate Speed',
    'Undo move Speed',
    'Undo rotate Frame info',
    'Undo rotate Frame info',
    'Undo resize Frame info',
    'Undo move Frame info',
  ])
  await expectBox(page, 'Frame info', start)
  await save(page)
  expect(readFileSync(join(path, 'overlane.yaml'), 'utf8')).not.toContain('width - 130')
})

test('several renderers are chosen, aligned and distributed', async ({ page, makeRecording }) => {
  const { path } = await makeRecording(drive)
  await page.goto('/')
  await openByDrop(page, path)
  await element(page, 'Frame info').focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Align left edges' }).click()
  for (const name of ['Frame info', 'Speed', 'Gauge']) await expectBox(page, name, { x: 201 })
  await page.getByRole('button', { name: 'Distribute vertically' }).click()
  const [top, middle, bottom] = await Promise.all(
    ['Frame info', 'Speed', 'Gauge'].map((name) => boxOf(page, name)),
  )
  if (!top || !middle || !bottom) throw new Error('a renderer is missing')
  const gaps = [middle.y - (top.y + top.height), bottom.y - (middle.y + middle.height)]
  expect(Math.abs((gaps[0] ?? 0) - (gaps[1] ?? 0))).toBeLessThanOrEqual(4)
  // Together they keep their distances.
  await dropBy(page, element(page, 'Gauge'), { x: 333, y: -71 })
  const moved = await boxOf(page, 'Frame info')
  expect((await boxOf(page, 'Gauge')).y - moved.y).toBeCloseTo(bottom.y - top.y, -1)
  await expect(historyButton(page, 'Undo')).toHaveAccessibleName('Undo move 3 renderers')
  // A rectangle on the ground chooses what it meets; a click on it chooses nothing.
  await page.mouse.click(...(await emptyPlace(page)))
  await expect(rows(page).locator('[aria-pressed=true].choose')).toHaveCount(0)
  await expect(regionOf(page, 'Overlay')).toContainText('Choose one in the list')

  // What leaves the frame is told, and brought back.
  await dropBy(page, element(page, 'Gauge'), { x: 1500, y: 0 })
  const options = page.getByRole('region', { name: 'Gauge options' })
  await expect(options).toContainText(/It leaves the frame on the right by \d+ px/)
  await options.getByRole('button', { name: 'Bring it in' }).click()
  await expect(options).not.toContainText('It leaves the frame')
  const { x, width } = await boxOf(page, 'Gauge')
  expect(x + width).toBeCloseTo(1920, -1)

  // A field is picked from those of the log, with their values.
  const field = options.getByRole('combobox', { name: 'Field' })
  await field.fill('SPE')
  const offered = options.getByRole('listbox').getByRole('option')
  await expect(offered).toHaveText([/^speed\s+[\d.]+/])
  await expect(offered.locator('path')).toHaveAttribute('d', /^M0 /)
  await field.fill('')
  await expect(offered).toHaveText([/^timestamp_ms/, /^speed/])
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect(field).toHaveValue('timestamp_ms')
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue('speed')
})

/** A place of the frame with nothing on it. */
async function emptyPlace(page: Page): Promise<[number, number]> {
  const box = await ground(page).boundingBox()
  return [(box?.x ?? 0) + (box?.width ?? 0) * 0.9, (box?.y ?? 0) + 4]
}

test('layers are reordered, renamed, hidden and locked in the list', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording(drive)
  await page.goto('/')
  await openByDrop(page, path)
  // Below the middle of the last row.
  const last = await rows(page).last().boundingBox()
  const first = await rowButton(page, 'Frame info').boundingBox()
  if (!last || !first) throw new Error('a row is missing')
  await page.mouse.move(first.x + 40, first.y + 10)
  await page.mouse.down()
  await page.mouse.move(first.x + 40, last.y + last.height - 2, { steps: 3 })
  await expect(rows(page).last()).toHaveClass(/after/)
  await page.mouse.up()
  await expect(rows(page)).toHaveText([/Speed/, /Gauge/, /Frame info/])
  await rowButton(page, 'Frame info').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(rows(page)).toHaveText([/Speed/, /Frame info/, /Gauge/])
  await expect(rowButton(page, 'Frame info')).toBeFocused()

  await page.keyboard.press('F2')
  await page.keyboard.type('Clock')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveText([/Speed/, /Clock/, /Gauge/])
  await rows(page).filter({ hasText: 'Gauge' }).hover()
  await page.getByRole('button', { name: 'Hide Gauge' }).click()
  await expect(element(page, 'Gauge')).toHaveCount(0)
  await page.getByRole('button', { name: 'Lock Clock' }).click()
  await expect(element(page, 'Clock')).toBeDisabled()
  await expect(historyButton(page, 'Undo')).toHaveAccessibleName('Undo lock Clock')
  await save(page)
  const file = readFileSync(join(path, 'overlane.yaml'), 'utf8')
  expect(file).toContain('name: Clock')
  expect(file).toContain('hidden: true')
  expect(file).toContain('locked: true')

  for (let time = 0; time < 5; time++) await page.keyboard.press('Control+z')
  await expect(rows(page)).toHaveText([/Frame info/, /Speed/, /Gauge/])
  await expect(element(page, 'Gauge')).toBeVisible()
  await rowButton(page, 'Speed').click()
  await auditThemes(page, 'a renderer is chosen')
  await page.setViewportSize({ width: 700, height: 800 })
  await expectNoSidewaysScrolling(page)
})

test('any changes are undone to the beginning and redone to the end, with the same file each time', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording(drive)
  await page.goto('/')
  await openByDrop(page, path)
  const nextNumber = seededNumbers(12)
  const below = (count: number): number => Math.floor(nextNumber() * count)
  const shiftBy = () => ({ x: below(300) - 150, y: below(200) - 100 })
  const someElement = () => ground(page).getByRole('button').first()
  const rotate = async (): Promise<void> => {
    await someElement().focus()
    await page.keyboard.press(['.', ',', 'Shift+.'][below(3)] ?? '.')
  }
  const addChannel = async (): Promise<void> => {
    const channels = page.locator('#place-channels')
    await channels.locator('summary').first().click()
    await channels.getByRole('button', { name: 'Add channel' }).click()
    await channels.locator('summary').first().click()
  }
  const changes: (() => Promise<void>)[] = [
    () => dropBy(page, someElement(), shiftBy()),
    async () => {
      await someElement().focus()
      await page.keyboard.press(['ArrowDown', 'Shift+ArrowRight', '+'][below(3)] ?? '-')
    },
    async () => {
      await page.getByLabel('Add overlay').selectOption(below(2) === 0 ? 'Compass' : 'Text')
    },
    async () => {
      await rows(page).first().getByRole('button').first().click()
      await page.keyboard.press(below(2) === 0 ? 'Control+d' : 'Alt+ArrowDown')
    },
    () =>
      page
        .getByRole('button', { name: /^Hide / })
        .first()
        .click(),
    rotate,
    addChannel,
    async () => {
      await rows(page).last().getByRole('button').first().click()
      await page
        .getByRole('button', { name: below(2) === 0 ? 'top center' : 'center left' })
        .click()
    },
    () =>
      regionOf(page, 'Layout')
        .getByLabel('Safe margin')
        .fill(String(10 + below(40))),
  ]
  // A saved file keeps the form of the file before it, so only what they say is compared.
  const fileNow = async (): Promise<string> => {
    await save(page)
    return JSON.stringify(parse(readFileSync(join(path, 'overlane.yaml'), 'utf8')))
  }
  const files = [await fileNow()]
  const countSteps = async (does: 'Undo' | 'Redo', expected: string[]): Promise<void> => {
    for (const file of expected) {
      await historyButton(page, does).click()
      expect(await fileNow(), `${does} ${expected.indexOf(file)}`).toBe(file)
    }
    await expect(historyButton(page, does)).toBeDisabled()
  }
  for (let time = 0; time < 8; time++) {
    // Whatever the numbers are, these two are among the changes.
    const sure = [rotate, addChannel][time - 3]
    await (sure ?? changes[below(changes.length)])?.()
    const file = await fileNow()
    // What changes nothing is no step.
    if (file !== files.at(-1)) files.push(file)
  }
  expect(files.length).toBeGreaterThan(6)
  await countSteps('Undo', files.slice(0, -1).toReversed())
  await countSteps('Redo', files.slice(1))
})
