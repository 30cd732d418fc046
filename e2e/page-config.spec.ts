import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import {
  openByDrop,
  openSection,
  problemsOf,
  refuseWriting,
  regionOf,
  renderButton,
  renderInto,
  seeRecording,
  withoutPickers,
} from './page.ts'
import { renderFolders } from './run.ts'

const projectFile = `# Mine.
time_zone: Asia/Shanghai
sensors:
  speed: { strategy: nearest, time_offset_ms: 40, tolerance_ms: 500 }
renderers:
  - type: speed
    sensor: speed
    unit: m/s
    text_color: '#ffcc00'
    panel: { enabled: true, bg_alpha: 0.5 }
    position: { x: width - 10, y: 10, anchor: top_right }
  - type: frame_info
    format: detailed
    font: { size: 10 }
output: { format: jpeg, quality: 0.8 }
`
const files = { 'overlane.yaml': projectFile }
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save overlane.yaml' })
const speedOptions = (page: Page) => page.getByRole('region', { name: 'Speed options' })

test('the page shows and renders the overlay in the folder’s overlane.yaml', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording({ files })
  await page.goto('/')
  await openByDrop(page, path)
  expect(await problemsOf(page)).toEqual([])
  await expect(page.locator('#place-project-file summary')).toContainText('used')
  const overlay = regionOf(page, 'Overlay')
  await expect(overlay.getByRole('listitem')).toHaveText([/Speed/, /Frame info/])
  await expect(overlay.getByText('Saved', { exact: true })).toBeVisible()
  const options = speedOptions(page)
  await expect(options.getByLabel('Display unit')).toHaveValue('m/s')
  await expect(options.getByLabel('Text colour', { exact: true })).toHaveValue('#ffcc00')
  const speed = await openSection(page, 'sensor_speed')
  await expect(speed.getByLabel('Match')).toHaveValue('nearest')
  await expect(speed.getByLabel('Offset')).toHaveValue('40')
  await expect(speed.getByLabel('Tolerance')).toHaveValue('500')
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Shanghai')
  await expect(page.getByLabel('Format')).toHaveValue('jpeg')
  const [output, expected] = [makeFolder('out'), makeFolder('expected')]
  await renderInto(page, output)
  await renderFolders(page, path, expected)
  expect(await pictures.hashes(output)).toEqual(await pictures.hashes(expected))
})

test('edits are saved in overlane.yaml, and after reopening the overlay is the same', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  await expect(regionOf(page, 'Overlay').getByText('Not saved')).toBeVisible()
  const options = speedOptions(page)
  await options.getByLabel('Display unit').selectOption('mph')
  await options.getByLabel('Text colour', { exact: true }).fill('rgb(255, 136, 0)')
  await options.locator('summary', { hasText: 'Position' }).click()
  await options.getByLabel('x', { exact: true }).fill('(width + 20) / 2')
  const speed = await openSection(page, 'sensor_speed')
  await speed.getByLabel('Match').selectOption('linear')
  await speed.getByLabel('Offset').fill('12.5')
  await page.getByRole('button', { name: 'Remove Targets' }).click()
  await page.getByLabel('Format').selectOption('webp')
  await page.getByRole('slider', { name: 'Frame' }).fill('4')
  await page.keyboard.press('Alt+I')
  await expect(renderButton(page)).toHaveText('Render 8 frames')
  await saveButton(page).click()
  await expect(regionOf(page, 'Overlay').getByText('Saved', { exact: true })).toBeVisible()
  const [before, after] = [makeFolder('before'), makeFolder('after')]
  await renderInto(page, before)

  await page.reload()
  await openByDrop(page, path)
  await expect(page.locator('#place-project-file summary')).toContainText('used')
  await expect(regionOf(page, 'Overlay').getByRole('listitem')).toHaveText([/Frame info/, /Speed/])
  await renderInto(page, after)
  const written = await pictures.hashes(after)
  expect(Object.keys(written)).toHaveLength(8)
  expect(written).toEqual(await pictures.hashes(before))
})

test('a condition, a channel and the reference height are set in the page, and saved', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  const height = regionOf(page, 'Layout').getByLabel('Reference height')
  await expect(height).toHaveValue('1080')
  await height.fill('720')
  const condition = speedOptions(page).getByLabel('Show when')
  await condition.fill('speed >')
  await expect(speedOptions(page)).toContainText('it ends too early (character 8)')
  await condition.fill('spede > 5')
  await expect(speedOptions(page)).toContainText('Did you mean "speed"?')
  await condition.fill('speed > 5')
  await expect(condition).not.toHaveAttribute('aria-invalid')

  const layout = regionOf(page, 'Layout')
  await layout.locator('summary', { hasText: 'Channels' }).click()
  await layout.getByRole('button', { name: 'Add channel' }).click()
  const channel = layout.getByRole('group', { name: 'Channel', exact: false })
  const name = channel.getByLabel('Name')
  await expect(name).toHaveValue('channel')
  await channel.getByLabel('Sensor').selectOption('speed')
  await expect(channel.getByLabel('Field', { exact: true })).toHaveValue('speed')
  await channel.getByLabel('Kind').selectOption('mean')
  await channel.getByLabel('Made of').selectOption('expression')
  const expression = channel.getByLabel('Expression', { exact: true })
  await expression.fill('d(channel')
  await expect(channel).toContainText('a ")" is missing (character 10)')
  await expression.fill('d(sped) / 3.6')
  await expect(channel).toContainText('Did you mean "speed"?')
  await expression.fill('d(speed) / 3.6')
  await expect(expression).not.toHaveAttribute('aria-invalid')
  await name.fill('push')
  await name.press('Enter')
  await expect(channel.getByRole('button', { name: 'Remove channel push' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo rename channel channel' }).click()
  await expect(name).toHaveValue('channel')
  await page.getByRole('button', { name: 'Redo rename channel channel' }).click()
  await speedOptions(page).getByLabel('Show when').fill('push > 0')
  await expect(condition).not.toHaveAttribute('aria-invalid')
  await saveButton(page).click()
  await expect(regionOf(page, 'Overlay').getByText('Saved', { exact: true })).toBeVisible()
  const saved = readFileSync(join(path, 'overlane.yaml'), 'utf8')
  expect(saved).toMatch(/^reference_height: 720$/m)
  expect(saved).toMatch(/^ +show_when: push > 0$/m)
  expect(saved).toMatch(
    /^channels:\n {2}push:\n {4}sensor: speed\n {4}expression: d\(speed\) \/ 3.6$/m,
  )
})

test('an existing overlane.yaml is replaced only after a question', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ files })
  await page.goto('/')
  await openByDrop(page, path)
  const overlay = regionOf(page, 'Overlay')
  await speedOptions(page).getByLabel('Display unit').selectOption('kn')
  await expect(overlay.getByText('Not saved')).toBeVisible()
  await saveButton(page).click()
  await expect(overlay).toContainText('The folder has an overlane.yaml already. Replace it?')
  await overlay.getByRole('button', { name: 'Keep it' }).click()
  await expect(overlay.getByText('Not saved')).toBeVisible()
  expect(readFileSync(join(path, 'overlane.yaml'), 'utf8')).toBe(projectFile)
  await saveButton(page).click()
  await overlay.getByRole('button', { name: 'Replace overlane.yaml' }).click()
  await expect(overlay.getByText('Saved', { exact: true })).toBeVisible()
  // All else is as it was written by hand.
  expect(readFileSync(join(path, 'overlane.yaml'), 'utf8')).toBe(
    projectFile.replace('unit: m/s', 'unit: kn'),
  )
})

test('an overlay with an invalid value cannot be saved', async ({ page, makeRecording }) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  const field = speedOptions(page).getByLabel('Text colour', { exact: true })
  await field.fill('redd')
  await expect(saveButton(page)).toBeDisabled()
  await field.fill('red')
  await expect(saveButton(page)).toBeEnabled()
})

test('without permission to write, nothing is saved and the page says so', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  await refuseWriting(page)
  await saveButton(page).click()
  await expect(regionOf(page, 'Overlay')).toContainText(
    'overlane.yaml was not written, because the permission to write to "drive" was refused.',
  )
  expect(existsSync(join(path, 'overlane.yaml'))).toBe(false)
})

test('a folder from the file dialog is not writable, so overlane.yaml is downloaded', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ name: 'first' })
  const other = await makeRecording({ name: 'second', files: { 'overlane.yaml': null } })
  await withoutPickers(page, ['showDirectoryPicker'])
  await page.goto('/')
  await page.locator('input[type=file]').setInputFiles(path)
  await seeRecording(page, 'first')
  await speedOptions(page).getByLabel('Display unit').selectOption('m/s')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download overlane.yaml' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('overlane.yaml')
  await download.saveAs(join(other.path, 'overlane.yaml'))
  await page.locator('input[type=file]').setInputFiles(other.path)
  await seeRecording(page, 'second')
  await expect(speedOptions(page).getByLabel('Display unit')).toHaveValue('m/s')
})
