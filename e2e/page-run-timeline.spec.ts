import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openByDrop, openMeasure, regionOf, renderInto, tableOf } from './page.ts'

const STEPS = ['read', 'decode', 'draw', 'walk', 'splice', 'encode', 'write']
/** The steps of a spliced frame. */
const SPLICE_STEPS = ['read', 'draw', 'walk', 'splice', 'write']

interface TraceEvent {
  name: string
  cat?: string
  ph: string
  ts: number
  dur: number
  tid: number
  args: { name?: string; frame_index?: number; outcome?: string }
}

const timelineOf = (page: Page) => regionOf(page, 'Timeline of the last run')
const plotOf = (page: Page) => timelineOf(page).getByRole('application')

/** The visible part of the run in ms, read from the plot's accessible name. */
async function windowOf(plot: Locator): Promise<{ fromMs: number; toMs: number }> {
  const name = (await plot.getAttribute('aria-label')) ?? ''
  const [, from, fromUnit, to, toUnit] = /, ([\d.,]+) (ms|s) to ([\d.,]+) (ms|s)$/.exec(name) ?? []
  const toMilliseconds = (text = '', unit = ''): number =>
    Number(text.replaceAll(',', '')) * (unit === 's' ? 1000 : 1)
  return { fromMs: toMilliseconds(from, fromUnit), toMs: toMilliseconds(to, toUnit) }
}

/** Allows rounding, because the times have fewer decimals when the timeline is zoomed out. */
function expectSame(timeMs: number, otherMs: number): void {
  expect(Math.abs(timeMs - otherMs)).toBeLessThanOrEqual(10)
}

async function spanOf(plot: Locator): Promise<number> {
  const { fromMs, toMs } = await windowOf(plot)
  return toMs - fromMs
}

/** The number of different colours in the plot, and a checksum of its pixels. */
function pictureOf(plot: Locator): Promise<{ colourCount: number; sum: number }> {
  return plot.evaluate(async (canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('The plot is no canvas.')
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
    const pixels = new Uint32Array(data?.buffer ?? new ArrayBuffer())
    const sum = pixels.reduce((sum, pixel) => (sum * 31 + pixel) >>> 0, 0)
    return { colourCount: new Set(pixels).size, sum }
  })
}

/** Renders a recording and opens its timeline. */
async function renderToTimeline(
  page: Page,
  path: string,
  output: string,
  end?: Parameters<typeof renderInto>[2],
): Promise<Locator> {
  await openByDrop(page, path)
  await renderInto(page, output, end)
  await openMeasure(page)
  const plot = plotOf(page)
  await plot.scrollIntoViewIfNeeded()
  await expect(plot).toBeVisible()
  return plot
}

test('the timeline shows a run, and the trace has every frame with its steps', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameIndexes } = await makeRecording({ frameCount: 12 })
  writeFileSync(join(path, 'frame_000004.png'), '')
  await page.goto('/')
  const plot = await renderToTimeline(page, path, makeFolder('out'), 'Finished, 1 skipped')
  await expect(plot).toHaveAccessibleName(/^Timeline: 12 frames on \d+ workers?, 0/)
  expect((await pictureOf(plot)).colourCount).toBeGreaterThan(5)
  await expect(timelineOf(page)).toContainText('skipped frame')

  const downloading = page.waitForEvent('download')
  await timelineOf(page).getByRole('button', { name: 'Save trace for Perfetto' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('drive-trace.json')
  const { traceEvents } = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    traceEvents: TraceEvent[]
  }
  const named = traceEvents.flatMap(({ name, args }) => (name === 'thread_name' ? args.name : []))
  expect(named[0]).toBe('Worker 1')
  const spans = traceEvents.filter(({ ph }) => ph === 'X')
  for (const frameIndex of frameIndexes) {
    const [frame, ...steps] = spans.filter(({ args }) => args.frame_index === frameIndex)
    expect(frame?.name).toBe(`frame ${frameIndex}`)
    expect(frame?.args.outcome).toBe(frameIndex === 4 ? 'skipped' : 'rendered')
    // The empty file is read, and decoding finds that it is no image.
    expect(steps.map(({ name }) => name)).toEqual(
      frameIndex === 4 ? ['read', 'decode'] : SPLICE_STEPS,
    )
    for (const { ts, dur, tid } of steps) {
      expect(tid).toBe(frame?.tid)
      expect(ts).toBeGreaterThanOrEqual(frame?.ts ?? Infinity)
      expect(ts + dur).toBeLessThanOrEqual((frame?.ts ?? 0) + (frame?.dur ?? 0))
    }
  }
})

test('the slowest frames are listed, and the timeline shows the chosen one', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 30 })
  await page.goto('/')
  const plot = await renderToTimeline(page, path, makeFolder('out'))
  const [header, ...rows] = await tableOf(timelineOf(page))
  expect(header).toEqual(['Frame', 'Worker', 'Work', ...STEPS])
  expect(rows).toHaveLength(20)
  const works = rows.map(([, , work]) => Number(work))
  expect(works).toEqual(works.toSorted((a, b) => b - a))
  for (const [, , work, ...steps] of rows) {
    // A dash marks a step that the frame did not have.
    const taken = steps.filter((step) => step !== '–')
    expect(taken).toHaveLength(SPLICE_STEPS.length)
    const sum = taken.reduce((sum, step) => sum + Number(step), 0)
    expect(Math.abs(sum - Number(work))).toBeLessThan(0.04)
  }
  const wholeMs = await spanOf(plot)
  const [frameIndex = ''] = rows[3] ?? []
  const button = timelineOf(page).getByRole('button', { name: frameIndex, exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  expect(await spanOf(plot)).toBeLessThan(wholeMs)
  const times = timelineOf(page).getByRole('group', { name: 'Times of a frame' })
  await expect(times).toContainText(`Frame ${frameIndex}, worker`)
  await expect(times).toContainText(`${rows[3]?.[2] ?? ''} ms`)
})

test('the timeline zooms and pans with buttons, keys, wheel and pointer', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 30 })
  await page.goto('/')
  const plot = await renderToTimeline(page, path, makeFolder('out'))
  const whole = await windowOf(plot)
  const wholePicture = await pictureOf(plot)
  const button = (name: string): Locator => timelineOf(page).getByRole('button', { name })

  await test.step('with buttons', async () => {
    await button('Zoom in').click()
    expect(await spanOf(plot)).toBeCloseTo((whole.toMs - whole.fromMs) / 2, -1)
    expect((await pictureOf(plot)).sum).not.toBe(wholePicture.sum)
    await button('Zoom out').click()
    expect(await windowOf(plot)).toEqual(whole)
    await button('Zoom in').click()
    await button('Whole run').click()
    expect(await windowOf(plot)).toEqual(whole)
    expect((await pictureOf(plot)).sum).toBe(wholePicture.sum)
  })

  await test.step('with keys, which do nothing else on the page', async () => {
    await plot.focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('+')
    const zoomed = await windowOf(plot)
    expect(zoomed.fromMs).toBeGreaterThan(whole.fromMs)
    expect(zoomed.toMs).toBeLessThan(whole.toMs)
    await page.keyboard.press('ArrowRight')
    expect((await windowOf(plot)).fromMs).toBeGreaterThan(zoomed.fromMs)
    await page.keyboard.press('ArrowLeft')
    expect(await windowOf(plot)).toEqual(zoomed)
    await page.keyboard.press('End')
    expectSame((await windowOf(plot)).toMs, whole.toMs)
    await page.keyboard.press('Home')
    expectSame((await windowOf(plot)).fromMs, whole.fromMs)
    await page.keyboard.press('-')
    await page.keyboard.press('0')
    expect(await windowOf(plot)).toEqual(whole)
  })

  await test.step('with the wheel and Ctrl or Shift, but not with the wheel alone', async () => {
    await plot.hover({ position: { x: 200, y: 40 } })
    const topPx = async (): Promise<number> => (await plot.boundingBox())?.y ?? NaN
    const beforePx = await topPx()
    await page.mouse.wheel(0, 40)
    await expect.poll(topPx).toBeLessThan(beforePx)
    expect(await windowOf(plot)).toEqual(whole)
    await plot.hover({ position: { x: 200, y: 40 } })
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -400)
    await page.mouse.wheel(0, -400)
    await page.keyboard.up('Control')
    await expect.poll(() => spanOf(plot)).toBeLessThan((whole.toMs - whole.fromMs) / 2)
    const zoomed = await windowOf(plot)
    await page.keyboard.down('Shift')
    await page.mouse.wheel(0, 200)
    await page.keyboard.up('Shift')
    await expect.poll(async () => (await windowOf(plot)).fromMs).toBeGreaterThan(zoomed.fromMs)
  })

  await test.step('by dragging', async () => {
    const before = await windowOf(plot)
    const box = await plot.boundingBox()
    if (!box) throw new Error('The plot is not shown.')
    await page.mouse.move(box.x + 100, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + 160, box.y + 40, { steps: 4 })
    await page.mouse.up()
    expect((await windowOf(plot)).fromMs).toBeLessThan(before.fromMs)
  })

  await page.keyboard.press('m')
  await expect(page.getByRole('slider', { name: 'Frame' })).toHaveValue('0')
})

test('the timeline shows the times of the frame under the pointer', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 6 })
  await page.goto('/')
  const plot = await renderToTimeline(page, path, makeFolder('out'))
  const times = timelineOf(page).getByRole('group', { name: 'Times of a frame' })
  await expect(times).toContainText('Point at a frame')
  await timelineOf(page).getByRole('table').getByRole('button').first().click()
  const box = await plot.boundingBox()
  if (!box) throw new Error('The plot is not shown.')
  const chosen = await times.innerText()
  // The pointer is over a frame or between frames. Between frames, the text keeps the chosen frame.
  const seen = new Set<string>()
  for (let y = 30; y < box.height; y += 8) {
    await page.mouse.move(box.x + box.width / 2, box.y + y)
    seen.add((/Frame \d+/.exec(await times.innerText()) ?? [''])[0])
  }
  expect(seen.size).toBeGreaterThan(0)
  expect([...seen].every((each) => /^Frame [0-5]$/.test(each))).toBe(true)
  await page.mouse.move(box.x + box.width / 2, box.y - 60)
  expect(await times.innerText()).toBe(chosen)
})

test('ten thousand frames are drawn, and keys move through them', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 10 })
  await page.goto('/')
  // The trace gets each frame of the run a thousand times, one copy after another.
  await page.evaluate(() => {
    const { prototype } = globalThis.overlane.RunTrace
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its trace below
    const { add } = prototype
    prototype.add = function (frame) {
      for (let copy = 0; copy < 1000; copy++) {
        const steps = frame.steps.map(({ step, startMs, endMs }) => ({
          step,
          startMs: startMs + copy * 500,
          endMs: endMs + copy * 500,
        }))
        add.call(this, { ...frame, frameIndex: frame.frameIndex + copy * 10, steps })
      }
    }
  })
  const plot = await renderToTimeline(page, path, makeFolder('out'))
  await expect(plot).toHaveAccessibleName(/^Timeline: 10,000 frames/)
  await plot.focus()
  const whole = await windowOf(plot)
  for (const key of ['+', '+', '+', 'ArrowRight', 'End', '-']) await page.keyboard.press(key)
  await expect.poll(() => spanOf(plot)).toBeLessThan((whole.toMs - whole.fromMs) / 2)
  await page.keyboard.press('0')
  await expect.poll(() => windowOf(plot)).toEqual(whole)
  await expect(timelineOf(page).getByRole('table').getByRole('row')).toHaveCount(21)
})
