import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { LAYOUT_NAMES, builtInLayout } from '../src/core/layout/built-in/index.ts'
import { serializeLayout } from '../src/core/layout/layout.ts'
import { runCli } from './cli.ts'
import { dropFolder, expect, test } from './fixtures.ts'
import { openByDrop, problemsOf, regionOf } from './page.ts'
import { CAR_AHEAD, drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

/** Every role as a field of one log, over 20 s. */
const log = Array.from({ length: 200 }, (_, index) => ({
  timestamp_ms: FRAME_MS - 10_000 + index * 100,
  speed: 45 + 15 * Math.sin(index / 20),
  altitude: 60 + 20 * Math.sin(index / 30),
  latitude: 47 + 0.004 * Math.sin(index / 32),
  longitude: 8 + 0.006 * Math.cos(index / 32),
  heading: (300 + index) % 360,
  roll: 12 * Math.sin(index / 9),
  pitch: 8 * Math.sin(index / 15),
  // In g, as the channels of the layout have them.
  lateral_acceleration: 0.6 * Math.sin(index / 12),
  longitudinal_acceleration: 0.5 * Math.cos(index / 9),
  steering: 40 * Math.sin(index / 12),
  throttle: 0.6,
  brake: 0.2,
  gear: 3,
  targets: [CAR_AHEAD, { ...CAR_AHEAD, id: 7, type: 'truck', angle_left: -6, angle_right: -14 }],
  event: index % 40 === 0 ? `Lap ${index / 40 + 1}` : null,
  engine_speed: 5200 + 2000 * Math.sin(index / 9),
  heart_rate: 142,
  power: 230,
  cadence: 86,
  depth: 14.2,
  wind_speed: 16,
  battery: 64,
  signal: Math.sin(index / 20),
  second_signal: Math.cos(index / 15),
  third_signal: Math.sin(index / 7),
}))

const frames = Array.from({ length: 20 }, (_, index) => FRAME_MS + (index - 10) * 1000)

const SMALL = { widthPx: 854, heightPx: 480 }

function draw(
  page: Page,
  name: (typeof LAYOUT_NAMES)[number],
  size: typeof SMALL,
): Promise<Buffer> {
  const { renderers, theme, channels = {} } = serializeLayout(builtInLayout(name))
  const elements = (renderers as Record<string, unknown>[]).map((each) => ({
    ...each,
    sensor: 'log',
  }))
  const ofLog = Object.entries(channels as Record<string, object>).map(
    ([channel, each]) => [channel, { ...each, sensor: 'log' }] as const,
  )
  const named = Object.fromEntries(ofLog)
  const scene = {
    renderers: elements,
    theme,
    channels: named,
    records: { log },
    frames,
    referenceHeight: 1080,
  }
  return drawScene(page, { ...scene, ...size })
}

/** The share of blocks of 14 × 16 pixels of the smaller picture that clearly differ. */
async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const reduced = await Promise.all(
        pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(61, 30).getContext('2d')
          if (!context) throw new Error('There is no 2D canvas.')
          context.imageSmoothingQuality = 'high'
          context.drawImage(bitmap, 0, 0, 61, 30)
          return [...context.getImageData(0, 0, 61, 30).data]
        }),
      )
      const [a = [], b = []] = reduced
      return a.filter((value, at) => Math.abs(value - (b[at] ?? 0)) > 40).length / a.length
    },
    [one.toString('base64'), other.toString('base64')],
  )
}

for (const name of LAYOUT_NAMES) {
  test(`the layout ${name} looks like its picture, and the same at 1080p and 4K`, async ({
    library,
  }) => {
    const small = await draw(library, name, SMALL)
    expect(small).toMatchSnapshot(`layout-${name.replace('_', '-')}.png`, PICTURE_TOLERANCE)
    for (const scale of [2.25, 4.5]) {
      const size = { widthPx: Math.round(SMALL.widthPx * scale), heightPx: SMALL.heightPx * scale }
      expect(await difference(library, small, await draw(library, name, size))).toBeLessThan(0.02)
    }
  })
}

const renderers = (page: Page) => regionOf(page, 'Overlay').getByRole('listitem')

test('a layout is chosen with the keyboard, saved, and applied to another recording', async ({
  page,
  makeRecording,
}) => {
  const first = await makeRecording({ name: 'first' })
  const second = await makeRecording({ name: 'second' })
  await page.goto('/')
  await openByDrop(page, first.path)
  // What a number is taken for is said at once.
  await expect(page.locator('#place-project-file')).toContainText(
    'speed.speed is taken for km/h. Neither its name nor its values tell the unit.',
  )
  await page.getByRole('button', { name: 'Presets', exact: true }).click()
  const looks = page.getByRole('dialog', { name: 'Add an overlay' })
  // The logs have no place, so that the picture shows another one.
  const wholeTrack = looks.getByRole('button', { name: /^Whole track, no panel/ })
  await wholeTrack.scrollIntoViewIfNeeded()
  await expect(wholeTrack).toContainText('The values are made up.')
  await looks.getByRole('button', { name: 'Thin line, no panel' }).press('Enter')
  await expect(looks).toBeHidden()
  await expect(renderers(page).last()).toContainText('Bar')
  await page.getByRole('button', { name: 'Choose a preset …' }).press('Enter')
  await page.getByRole('button', { name: /^Battery, as a column/ }).press('Enter')
  const undo = regionOf(page, 'Overlay').getByRole('button', { name: /^Undo/ })
  await expect(undo).toHaveAccessibleName('Undo apply preset Battery, as a column to Bar')
  await undo.click()
  await expect(undo).toHaveAccessibleName('Undo add Bar, Thin line, no panel')
  await undo.click()
  await page.getByRole('button', { name: 'Layouts' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(LAYOUT_NAMES.length)
  const dashCam = dialog.getByRole('button', { name: /^Dash cam/ })
  const lab = dialog.getByRole('button', { name: /^Lab/ })
  await expect(dashCam).toContainText('Your logs fill 2 of 3 elements.')
  // Each has its own picture of the frame on the stage.
  const pictureOf = (choice: Locator): Promise<string> =>
    choice.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  await expect.poll(async () => (await pictureOf(lab)) === (await pictureOf(dashCam))).toBe(false)
  await dashCam.press('Enter')
  const roleOf = (name: string) => dialog.getByRole('combobox', { name, exact: true })
  await expect(roleOf('Speed').locator('option:checked')).toHaveText('speed · speed (km/h)')
  await expect(dialog.getByText('This one is assumed.')).toBeVisible()
  await roleOf('Unit of Speed').selectOption('m/s')
  await expect(roleOf('Speed').locator('option:checked')).toHaveText('speed · speed (m/s)')
  await roleOf('Unit of Speed').selectOption('km/h')
  await expect(roleOf('Latitude').locator('option:checked')).toHaveText('none')
  await expect(dialog.getByText('Map: no field is Latitude.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Apply layout' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(renderers(page)).toHaveText([/Text/, /Gauge/])
  expect(await problemsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Layouts' }).click()
  await dialog.getByLabel('Save this overlay as a layout').fill('Night drive')
  await dialog.getByRole('button', { name: 'Save layout in the folder' }).click()
  await expect(dialog).toContainText('night-drive.overlane-layout.yaml is saved in the folder.')
  const text = readFileSync(join(first.path, 'night-drive.overlane-layout.yaml'), 'utf8')
  expect(text).toMatch(/^layout: Night drive\n/)
  expect(text).not.toMatch(/sensor|jsonl|range/)

  const layout = join(second.path, 'night-drive.overlane-layout.yaml')
  writeFileSync(layout, text.replace('max: 150', 'max: 90'))
  const shown = await runCli(['inspect', second.path, '--layout', layout])
  expect(shown.stdout).toContain('Night drive: Speed from speed.speed in km/h')
  await page.goto('/')
  await openByDrop(page, second.path)
  const other = join(second.path, 'day.overlane-layout.yaml')
  writeFileSync(other, text.replace('Night drive', 'Day drive'))
  await dropFolder(page, other)
  await expect(dialog).toContainText('Apply Day drive')
  await dialog.getByRole('button', { name: 'Back' }).click()
  await dialog.getByLabel('Open a layout file').setInputFiles(layout)
  await expect(dialog).toContainText('Apply Night drive')
  await dialog.getByRole('button', { name: 'Apply layout' }).click()
  await expect(renderers(page)).toHaveText([/Text/, /Gauge/])
  await expect(page.getByRole('button', { name: 'Undo apply layout Night drive' })).toBeEnabled()
  const wrong = await runCli(['inspect', second.path, '--layout', 'dashcam'])
  expect(wrong.stderr).toContain('There are dash_cam, adas_review')
  expect(wrong.exitCode).toBe(2)
})

test('a pipeline of the earlier tool is opened, and what was not understood is listed', async ({
  page,
  makeRecording,
}) => {
  const pipeline = `pipeline:
  - plugin: Data Renderer
    config:
      glow: 3
      renderers:
        - { class: a.SpeedRenderer, kwargs: { data_path: speed.jsonl, tolerance_ms: 5000 } }
        - { class: a.FrameInfoRenderer }
`
  const { path } = await makeRecording({ files: { 'repro.yaml': pipeline } })
  await page.goto('/')
  await openByDrop(page, path)
  await expect(renderers(page)).toHaveText([/Speed/, /Frame info/])
  await page.locator('#place-project-file summary').click()
  await expect(page.locator('#place-project-file')).toContainText(
    'repro.yaml line 4: pipeline[0].config.glow: this is not understood',
  )
  const inspected = await runCli(['inspect', path])
  expect(inspected.stdout).toContain('Project file: repro.yaml')
  expect(inspected.stdout).toContain('repro.yaml line 4: pipeline[0].config.glow')
})
