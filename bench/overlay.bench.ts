/** Measures what drawing an overlay costs, and writes it to `bench/OVERLAY.md`. */

import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { grabFolder, test } from '../e2e/fixtures.ts'
import { openByDrop } from '../e2e/page.ts'
import { dragBy, element } from '../e2e/placing.ts'
import { Figures, median, quartiles, spread } from './figures.ts'
import { FIRST_THREE, fullLog, SIXTEEN } from './overlay-scene.ts'
import { processorSeconds } from './process-time.ts'
import { makeLongFrames } from './soak/long-recordings.ts'

/** As in a project file. */
interface Overlay {
  renderers: readonly Record<string, unknown>[]
  channels?: unknown
  output?: unknown
}

const SIZE = { widthPx: 1920, heightPx: 1080 }
/** A chosen quality. Otherwise a frame keeps its data outside the overlay. */
const ENCODED_WHOLE = { quality: 0.95 }
const figures = new Figures()

test.afterAll(({ browser }) => {
  figures.write(
    'OVERLAY.md',
    'What an overlay costs',
    'npm run bench:overlay',
    browser.version(),
    `Times of frames: the median and the quartiles. Other figures: the median, the lowest and the highest one. The usual way is JPEG to JPEG, where a frame is spliced: its overlay is drawn on a clear canvas, and what was drawn on is read back and cleared. With a chosen quality, a frame is encoded whole: its picture is copied onto the canvas, and the overlay is drawn on it. About ${loadavg()[1]?.toFixed()} programs ran at once.`,
  )
})

test('the renderers on frames of 1080p, in a worker', async ({
  page,
  makeRecording,
  makeFolder,
  browser,
}) => {
  const path = await makeFullRecording(makeRecording, 60)
  await page.goto('/')
  const render = (overlay: Overlay): Promise<Rendered> =>
    renderInOneWorker(page, path, makeFolder, overlay)
  const overlays = {
    spliced: { renderers: SIXTEEN },
    whole: { renderers: SIXTEEN, output: ENCODED_WHOLE },
    bare: { renderers: [], output: ENCODED_WHOLE },
  }
  const times: Record<keyof typeof overlays, number[]> = { spliced: [], whole: [], bare: [] }

  // The first run warms up the browser.
  await render(overlays.spliced)
  for (let round = 0; round < 3; round++) {
    for (const kind of ['spliced', 'whole', 'bare'] as const) {
      times[kind].push(...(await render(overlays[kind])).drawMs)
    }
  }
  const themselves = (median(times.whole) - median(times.bare)).toFixed(2)
  const frame = 'a frame of 1080p with all sixteen renderers, in a worker'
  figures.note(
    'all sixteen renderers on a frame of 1080p: encoded whole with them, less without them, ms',
    themselves,
  )
  figures.note(`${frame}, spliced: drawn, read back, cleared, ms`, quartiles(times.spliced))
  figures.note(`${frame}, encoded whole: copied, drawn, ms`, quartiles(times.whole))
  figures.note(
    'a frame of 1080p without a renderer, in a worker, encoded whole: copied, ms',
    quartiles(times.bare),
  )
  const alone: [type: string, ms: number][] = []
  for (const renderer of SIXTEEN) {
    const { drawMs } = await render({ renderers: [renderer] })
    alone.push([String(renderer.type), median(drawMs)])
  }
  const list = alone.map(([type, ms]) => `${type} ${ms.toFixed(2)}`).join(', ')
  figures.note('each of them alone on a spliced frame, median, ms', list)

  const speeds: Record<'three' | 'layout', number[]> = { three: [], layout: [] }
  const seconds: Record<'three' | 'layout', number[]> = { three: [], layout: [] }
  const layout = await trackDay(page, path)
  for (let round = 0; round < 3; round++) {
    for (const [kind, overlay] of [
      ['three', { renderers: FIRST_THREE }],
      ['layout', layout],
    ] as const) {
      const spent = await processorSeconds(browser, async () => {
        speeds[kind].push((await render(overlay)).framesPerSecond)
      })
      seconds[kind].push(spent)
    }
  }
  const ratio = (of: readonly number[], by: readonly number[]): number[] =>
    of.map((value, round) => value / (by[round] ?? NaN))
  figures.note(
    'frames/s with the layout Track day ÷ with the first three renderers, 1080p JPEG, within a round',
    spread(ratio(speeds.layout, speeds.three)),
  )
  figures.note('the same of processor time', spread(ratio(seconds.layout, seconds.three)))
  figures.note('frames/s with the layout Track day', spread(speeds.layout))
  figures.note('frames/s with the first three renderers', spread(speeds.three))
})

test('a drag, and a layout that is applied', async ({ page, makeRecording }) => {
  const path = await makeFullRecording(makeRecording, 8)
  const lines = SIXTEEN.map((renderer) => `  - ${JSON.stringify(renderer)}`)
  const file = ['reference_height: 1080', 'renderers:', ...lines].join('\n')
  writeFileSync(join(path, 'overlane.yaml'), file)
  await page.addInitScript(timeAnimationFrames)
  await page.goto('/')
  await openByDrop(page, path)
  const gauge = element(page, 'Gauge')
  await dragBy(page, gauge, { x: 20, y: 10 })
  const at = await gauge.boundingBox()
  if (!at) throw new Error('There is no gauge.')
  await page.evaluate(() => (globalThis.animationFramesMs.length = 0))
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(at.x + 60 + step, at.y + 60 + (step % 7))
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  const stepsMs = await page.evaluate(() => globalThis.animationFramesMs)
  await page.mouse.up()
  // Frames in which nothing moves take next to no time.
  const redraws = stepsMs.filter((ms) => ms > 0.5)
  figures.note('a step of a drag with all sixteen on the picture, 1080p, ms', spread(redraws))

  const appliedMs: number[] = []
  for (let round = 0; round < 5; round++) {
    await page.getByRole('button', { name: 'Layouts' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Track day/ }).click()
    const apply = dialog.getByRole('button', { name: 'Apply layout' })
    await apply.waitFor()
    appliedMs.push(
      await apply.evaluate(async (button) => {
        const startMs = performance.now()
        ;(button as HTMLButtonElement).click()
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
        const canvas = document.querySelector('canvas')
        canvas?.getContext('2d')?.getImageData(0, 0, 1, 1)
        return performance.now() - startMs
      }),
    )
    await dialog.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+z')
  }
  figures.note('from a click until a layout is applied and drawn, ms', spread(appliedMs))
})

test('what series cost a worker', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 12 })
  const RECORDS = 300_000
  const log = fullLog(Array.from({ length: RECORDS }, (_, index) => 1_761_525_000_000 + index * 10))
  const text = log.map((record) => JSON.stringify({ ...record, targets: undefined })).join('\n')
  writeFileSync(join(path, 'log.jsonl'), text)
  const rows = Array.from(
    { length: 12 },
    (_, index) => `${index},${1_761_525_000_000 + index * 2.7e5}`,
  )
  writeFileSync(join(path, 'timestamps.csv'), ['frame_index,timestamp_ms', ...rows].join('\n'))
  await page.goto('/')
  const handle = await grabFolder(page, path)
  const megabytes = await page.evaluate(
    async ({ handle, renderers }) => {
      const { overlane } = globalThis
      const config = overlane.parseConfig({ renderers })
      const directory = new overlane.HandleDirectory(handle)
      const recording = await overlane.openRecording(directory, { config })
      const { series } = overlane.planFrames(recording, config)
      return series.map(({ timesMs, values }) => (timesMs.byteLength + values.byteLength) / 1e6)
    },
    { handle, renderers: SIXTEEN.filter(({ type }) => type !== 'image' && type !== 'targets') },
  )
  if (megabytes.length === 0) throw new Error('There is no series.')
  const what = `${megabytes.length} series of a log of ${RECORDS.toLocaleString('en')} records over 50 minutes`
  figures.note(`${what}: the largest takes in each worker, MB`, Math.max(...megabytes).toFixed(2))
  const sum = megabytes.reduce((total, each) => total + each, 0)
  figures.note('all of them together, MB', sum.toFixed(2))
})

/** Frames of 1080p as JPEG, with a log that has every field, and an image. */
async function makeFullRecording(
  makeRecording: Parameters<typeof makeLongFrames>[0],
  frameCount: number,
): Promise<string> {
  const path = await makeLongFrames(makeRecording, { frameCount, ...SIZE })
  rmSync(join(path, 'speed.jsonl'))
  const rows = readFileSync(join(path, 'timestamps.csv'), 'utf8').trim().split('\n').slice(1)
  const timesMs = rows.map((row) => Number(row.split(',')[1]))
  const log = fullLog(timesMs).map((record) => JSON.stringify(record))
  writeFileSync(join(path, 'log.jsonl'), log.join('\n'))
  copyFileSync(
    new URL('../e2e/pictures/image-default.png', import.meta.url),
    join(path, 'logo.png'),
  )
  return path
}

interface Rendered {
  framesPerSecond: number
  /** Of each frame, the first ones left out. */
  drawMs: number[]
}

async function renderInOneWorker(
  page: Page,
  path: string,
  makeFolder: (name: string) => string,
  overlay: Overlay,
): Promise<Rendered> {
  const output = makeFolder(`out-${performance.now()}`)
  const handles = {
    recording: await grabFolder(page, path),
    output: await grabFolder(page, output),
  }
  const rendered = await page.evaluate(
    async ({ handles, overlay }) => {
      const { overlane } = globalThis
      const config = overlane.parseConfig({ reference_height: 1080, ...overlay })
      const directory = new overlane.HandleDirectory(handles.recording)
      const recording = await overlane.openRecording(directory, { config })
      const drawMs: number[] = []
      const { framesPerSecond, roads } = await overlane.renderRecording({
        recording,
        config,
        output: new overlane.HandleDirectory(handles.output),
        workerCount: 1,
        onFrame: ({ outcome, steps }) => {
          const step = steps.find((each) => each.step === 'draw')
          if (outcome === 'rendered' && step) drawMs.push(step.endMs - step.startMs)
        },
      })
      return { framesPerSecond, drawMs, roads }
    },
    { handles, overlay },
  )
  rmSync(output, { recursive: true })
  const road = overlay.output === ENCODED_WHOLE ? 'canvas' : 'splice'
  if (rendered.roads.some((each) => each.road !== road)) {
    throw new Error(`Not all frames went by ${road}: ${JSON.stringify(rendered.roads)}`)
  }
  if (rendered.drawMs.length < 30) throw new Error('Too few frames were rendered.')
  return { ...rendered, drawMs: rendered.drawMs.slice(10) }
}

/** A built-in layout, for the recording. */
async function trackDay(page: Page, path: string): Promise<Overlay> {
  const handle = await grabFolder(page, path)
  return page.evaluate(async (handle) => {
    const { overlane } = globalThis
    const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
    const { applyLayout, builtInLayout, proposeRoles } = await overlane.loadLayouts()
    const layout = builtInLayout('track_day')
    const roles = proposeRoles(layout, recording.sensors)
    const { config } = applyLayout(layout, roles, recording, recording.config)
    const { renderers, channels } = overlane.serializeConfig(config)
    return { renderers: renderers as Overlay['renderers'], channels }
  }, handle)
}

declare global {
  var animationFramesMs: number[]
}

/** Notes how long the page needs for what it does in each animation frame, until it could draw. */
function timeAnimationFrames(): void {
  globalThis.animationFramesMs = []
  const request = globalThis.requestAnimationFrame.bind(globalThis)
  globalThis.requestAnimationFrame = (callback) =>
    request((timeMs) => {
      const startMs = performance.now()
      callback(timeMs)
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        globalThis.animationFramesMs.push(performance.now() - startMs)
      }
      channel.port2.postMessage(null)
    })
}
