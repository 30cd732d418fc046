import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { imagesIn } from './folder-contents.ts'
import {
  ROUNDING,
  chooseOutput,
  differenceFromStage,
  factsOf,
  openByDrop,
  openSection,
  regionOf,
  renderInto,
  renderToEnd,
  stageHash,
  stageOf,
} from './page.ts'
import { START_MS } from './recordings.ts'

/** The index of the visible frame. */
const shownFrame = (page: Page) => regionOf(page, 'Preview').locator('strong')

/** Records in steps of 100 ms from the first frame. Frames are 33.333 ms apart. */
const speedLog = [0, 100, 200, 300]
  .map((ms) => JSON.stringify({ timestamp_ms: START_MS + ms, speed: 50 + ms / 10 }))
  .join('\n')

test.describe('any frame can be viewed', () => {
  test('with the slider', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ firstIndex: 100 })
    await page.goto('/')
    await openByDrop(page, path)
    const slider = page.getByRole('slider', { name: 'Frame' })
    await expect(slider).toHaveAttribute('max', '11')
    await slider.fill('7')
    await expect(shownFrame(page)).toHaveText('107')
    await expect(slider).toHaveAttribute('aria-valuetext', 'Frame 107, 00:00.233')
  })

  test('with the mouse on the timeline', async ({ page, makeRecording }) => {
    const { path } = await makeRecording()
    await page.goto('/')
    await openByDrop(page, path)
    const box = await page.getByRole('slider', { name: 'Frame' }).boundingBox()
    if (!box) throw new Error('The slider is not shown.')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width / 2, y)
    await page.mouse.down()
    await expect(shownFrame(page)).toHaveText(/^[56]$/)
    await page.mouse.move(box.x + box.width - 1, y, { steps: 4 })
    await page.mouse.up()
    await expect(shownFrame(page)).toHaveText('11')
  })

  test('with the arrow keys, Shift and arrow keys, Home and End', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 40, widthPx: 64, heightPx: 36 })
    await page.goto('/')
    await openByDrop(page, path)
    const steps = [
      ['ArrowRight', '1'],
      ['ArrowRight', '2'],
      ['ArrowLeft', '1'],
      ['Shift+ArrowRight', '31'],
      ['End', '39'],
      ['ArrowRight', '39'],
      ['Shift+ArrowLeft', '9'],
      ['Home', '0'],
      ['ArrowLeft', '0'],
    ] as const
    for (const [key, frame] of steps) {
      await page.keyboard.press(key)
      await expect(shownFrame(page), key).toHaveText(frame)
    }
  })

  test('with its index or its time, typed after G', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ firstIndex: 100 })
    await page.goto('/')
    await openByDrop(page, path)
    const targets = [
      ['107', '107'],
      ['0:00.1', '103'],
      ['200 ms', '106'],
      ['2025-10-27T00:30:00.267Z', '108'],
      ['#111', '111'],
    ] as const
    for (const [typed, frame] of targets) {
      await page.keyboard.press('g')
      await expect(page.getByLabel('Frame or time')).toBeFocused()
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await expect(shownFrame(page), typed).toHaveText(frame)
    }
  })

  test('and a typed frame or time that does not exist gives a message', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ firstIndex: 100 })
    await page.goto('/')
    await openByDrop(page, path)
    await page.keyboard.press('g')
    const field = page.getByLabel('Frame or time')
    const fault = regionOf(page, 'Preview').getByRole('alert')
    await field.fill('7')
    await field.press('Enter')
    await expect(fault).toHaveText('There is no frame 7. The first frame is 100, the last is 111.')
    await field.fill('soon')
    await field.press('Enter')
    await expect(fault).toContainText('Type a frame such as 1204')
    await field.press('Escape')
    await expect(field).toBeHidden()
    await expect(shownFrame(page)).toHaveText('100')
  })

  test('one after the other, with Play', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 6, widthPx: 64, heightPx: 36 })
    await page.goto('/')
    await openByDrop(page, path)
    await page.keyboard.press('Space')
    await expect(shownFrame(page)).toHaveText('5')
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  })
})

for (const format of ['png', 'jpeg'] as const) {
  test(`the stage shows the same pixels of ${format} frames as a run writes`, async ({
    page,
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    const { path, frameNames } = await makeRecording({ format })
    await page.goto('/')
    await openByDrop(page, path)
    if (format === 'jpeg') await page.getByLabel('Format').selectOption('png')
    const output = makeFolder('out')
    await renderInto(page, output)
    const written = imagesIn(output)
    expect(written).toHaveLength(frameNames.length)
    await page.keyboard.press('Home')
    for (const name of written) {
      const picture = await pictures.pixels(join(output, name))
      // PNG frames are spliced. JPEG frames become PNG on a canvas, like the stage.
      // Lines of less than a pixel, on such small frames, are one more translucent layer to round.
      const most = format === 'png' ? ROUNDING + 1 : 0
      await expect.poll(() => differenceFromStage(page, picture)).toBeLessThanOrEqual(most)
      await page.keyboard.press('ArrowRight')
    }
  })
}

test.describe('the preview follows edits at once', () => {
  /** The number of pixels on the stage that nearly have this colour. */
  const countPixels = (page: Page, rgb: readonly [number, number, number]): Promise<number> =>
    stageOf(page).evaluate((canvas, [red, green, blue]) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('The stage is no canvas.')
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      let count = 0
      for (let at = 0; data && at < data.length; at += 4) {
        const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
        if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) < 30) count++
      }
      return count
    }, rgb)

  test('a new colour is drawn, and a run draws the same', async ({
    page,
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    await page.goto('/')
    await openByDrop(page, path)
    const options = page.getByRole('region', { name: 'Speed options' })
    await expect.poll(() => countPixels(page, [255, 255, 255])).toBeGreaterThan(0)
    expect(await countPixels(page, [255, 0, 0])).toBe(0)
    await options.getByLabel('Text colour', { exact: true }).fill('#ff0000')
    await expect.poll(() => countPixels(page, [255, 0, 0])).toBeGreaterThan(20)
    const output = makeFolder('out')
    await renderInto(page, output)
    await page.keyboard.press('Home')
    const first = await pictures.pixels(join(output, 'frame_000000.png'))
    await expect.poll(() => differenceFromStage(page, first)).toBeLessThanOrEqual(ROUNDING)
  })

  test('an invalid colour shows a message at its field, and the last valid colour stays', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    await page.goto('/')
    await openByDrop(page, path)
    const options = page.getByRole('region', { name: 'Speed options' })
    const field = options.getByLabel('Text colour', { exact: true })
    await field.fill('lime')
    await expect.poll(() => countPixels(page, [0, 255, 0])).toBeGreaterThan(20)
    await field.fill('limee')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(options).toContainText('"limee" is not a CSS colour')
    expect(await countPixels(page, [0, 255, 0])).toBeGreaterThan(20)
    await expect(page.getByRole('button', { name: 'Blocked by 1 problem' })).toBeVisible()
    await field.fill('blue')
    await expect(field).not.toHaveAttribute('aria-invalid')
    await expect.poll(() => countPixels(page, [0, 0, 255])).toBeGreaterThan(20)
    await expect(page.getByRole('button', { name: /Blocked/ })).toBeHidden()
  })

  test('a position can be an expression, and renderers can be removed, added and reordered', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 2 })
    await page.goto('/')
    await openByDrop(page, path)
    await expect.poll(() => stageHash(page)).not.toBe('')
    const seen = [await stageHash(page)]
    const seesAnother = async (): Promise<void> => {
      await expect.poll(() => stageHash(page)).not.toBe(seen.at(-1))
      seen.push(await stageHash(page))
    }
    const options = page.getByRole('region', { name: 'Speed options' })
    await options.locator('summary', { hasText: 'Position' }).click()
    await options.getByLabel('x', { exact: true }).fill('width / 2 + 20')
    await seesAnother()
    await page.getByRole('button', { name: 'Remove Frame info' }).click()
    await seesAnother()
    await page.getByLabel('Add overlay').selectOption('Frame info')
    await page
      .getByRole('region', { name: 'Frame info options' })
      .getByLabel('Text colour', { exact: true })
      .fill('fuchsia')
    await expect.poll(() => countPixels(page, [255, 0, 255])).toBeGreaterThan(20)
    const list = page.getByRole('list', { name: 'Renderers in draw order' })
    await page.getByRole('button', { name: 'Send Frame info backward' }).click()
    await expect(list.getByRole('listitem')).toHaveText([/Speed/, /Frame info/, /Targets/])
  })
})

test.describe('the record that matches the frame is shown beside the preview', () => {
  interface Case {
    frame: number
    /** Values to set in the sensor's section. */
    edits: { Match?: string; Offset?: string; Tolerance?: string }
    facts?: Record<string, unknown>
    says?: string[]
  }
  const cases: Record<string, Case> = {
    'forward takes the last record before the frame': {
      frame: 5,
      edits: {},
      facts: { 'Record at': '00:00.100', Distance: '66.7 ms earlier', speed: '60' },
    },
    'backward takes the first record after the frame': {
      frame: 5,
      edits: { Match: 'backward' },
      facts: { 'Record at': '00:00.200', Distance: '33.3 ms later', speed: '70' },
    },
    'nearest takes the closest record': {
      frame: 5,
      edits: { Match: 'nearest' },
      facts: { 'Record at': '00:00.200', Distance: '33.3 ms later', speed: '70' },
    },
    'linear interpolates between the two records': {
      frame: 4,
      edits: { Match: 'linear' },
      facts: { speed: expect.stringMatching(/^63\.333/) },
    },
    'a positive offset moves the log later': {
      frame: 5,
      edits: { Offset: '80' },
      facts: {
        'Record at': '00:00.000',
        Distance: '86.7 ms earlier',
        Offset: '80 ms',
        speed: '50',
      },
    },
    'a record outside the tolerance is no match': {
      frame: 4,
      edits: { Tolerance: '30' },
      says: [
        'No match. The closest record is further away than the tolerance allows.',
        'The closest record is 33.3 ms away.',
      ],
    },
    'a record within the tolerance is a match': {
      frame: 5,
      edits: { Tolerance: '50', Match: 'nearest' },
      facts: { 'Record at': '00:00.200' },
    },
    'a frame before the first record has no match': {
      frame: 5,
      edits: { Offset: '500' },
      says: ['No match. The frame is before the first record.'],
    },
    'a frame after the last record has no match with backward': {
      frame: 11,
      edits: { Match: 'backward' },
      says: ['No match. The frame is after the last record.'],
    },
  }
  for (const [name, { frame, edits, facts, says = [] }] of Object.entries(cases)) {
    test(name, async ({ page, makeRecording }) => {
      const { path } = await makeRecording({ files: { 'speed.jsonl': speedLog } })
      await page.goto('/')
      await openByDrop(page, path)
      await page.getByRole('slider', { name: 'Frame' }).fill(String(frame))
      const before = await stageHash(page)
      const section = await openSection(page, 'sensor_speed')
      for (const [label, value] of Object.entries(edits)) {
        const field = section.getByLabel(label, { exact: true })
        if (label === 'Match') await field.selectOption(value)
        else await field.fill(value)
      }
      const options = page.getByRole('region', { name: 'Speed options' })
      if (facts) await expect.poll(() => factsOf(options)).toMatchObject(facts)
      for (const text of says) await expect(options).toContainText(text)
      if (Object.keys(edits).length > 0) await expect.poll(() => stageHash(page)).not.toBe(before)
    })
  }

  test('an empty log matches nothing', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ files: { 'speed.jsonl': '' } })
    await page.goto('/')
    await openByDrop(page, path)
    await page.getByLabel('Add overlay').selectOption('Speed')
    await page.getByLabel('Sensor').selectOption('speed')
    await expect(page.getByRole('region', { name: 'Speed options' })).toContainText(
      'No match. The log has no records.',
    )
  })

  test('[ and ] move the chosen sensor by 10 ms, and with Shift by 100 ms', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ files: { 'speed.jsonl': speedLog } })
    await page.goto('/')
    await openByDrop(page, path)
    await page.keyboard.press('End')
    const options = page.getByRole('region', { name: 'Speed options' })
    const steps = [
      [']', '10 ms'],
      [']', '20 ms'],
      ['[', '10 ms'],
      ['{', '-90 ms'],
      ['}', '10 ms'],
    ] as const
    for (const [key, offset] of steps) {
      await page.keyboard.press(key)
      await expect.poll(() => factsOf(options)).toMatchObject({ Offset: offset })
    }
  })
})

test('a missing frame shows a message, not the picture of another frame', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ missingIndexes: [5] })
  await page.goto('/')
  await openByDrop(page, path)
  const slider = page.getByRole('slider', { name: 'Frame' })
  await slider.fill('4')
  await expect(stageOf(page)).toBeVisible()
  await slider.fill('5')
  await expect(regionOf(page, 'Preview')).toContainText(
    'Frame 5 has a timestamp but no file. Rendering skips it.',
  )
  await expect(stageOf(page)).toBeHidden()
  await slider.fill('6')
  await expect(stageOf(page)).toBeVisible()
  await expect(regionOf(page, 'Preview')).not.toContainText('has a timestamp but no file')
})

test('a frame that was deleted after opening shows a message too', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording()
  await page.goto('/')
  await openByDrop(page, path)
  writeFileSync(join(path, frameNames[5] ?? ''), '')
  await page.getByRole('slider', { name: 'Frame' }).fill('5')
  await expect(regionOf(page, 'Preview')).toContainText('frame_000005.png cannot be read')
  await expect(stageOf(page)).toBeHidden()
  await chooseOutput(page, makeFolder('out'))
  await renderToEnd(page, 'Finished, 1 skipped')
  await expect(regionOf(page, 'Report')).toContainText('11 frames of 12')
})
