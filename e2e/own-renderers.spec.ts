import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder, runCli } from './cli.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { imagesIn } from './folder-contents.ts'
import { openByDrop, problemsButton, problemsOf, regionOf, renderButton } from './page.ts'
import { START_MS } from './recordings.ts'
import { PICTURE_TOLERANCE } from './renderer-picture.ts'
import { hasFfmpeg } from './videos.ts'

const example = (name: string): string =>
  readFileSync(join(projectFolder, 'docs/renderers', name), 'utf8')

/** A car that brakes and speeds up again. */
const speedLog = Array.from({ length: 61 }, (_, index) =>
  JSON.stringify({
    timestamp_ms: START_MS - 700 + index * 25,
    speed: 78 + 12 * Math.sin(index / 8) + index / 20,
  }),
).join('\n')

const examples = {
  'speed.jsonl': speedLog,
  'speed_tape.js': example('speed_tape.js'),
  'heat_strip.js': example('heat_strip.js'),
  'overlane.yaml': `reference_height: 360
renderers:
  - type: own
    module: speed_tape.js
    sensor: speed
    options: { field: speed, unit: km/h, step: 5, span: 30 }
    position: { x: 24, y: height / 2, anchor: center_left }
    font: { size: 22 }
  - type: own
    module: heat_strip.js
    sensor: speed
    options: { field: speed, seconds: 0.6, low: 65, high: 90 }
    position: { x: width - 24, y: height - 20, anchor: bottom_right }
    font: { size: 18 }
    panel: { enabled: true, radius: 8 }
`,
}

test('the documented examples draw the same in the page and in the terminal', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const sized = { widthPx: 640, heightPx: 360, frameCount: 8, files: examples }
  const { path, frameNames } = await makeRecording(sized)
  const [inPage, inTerminal] = [makeFolder('page'), join(makeFolder('cli'), 'out')]
  const [videoInPage, videoInTerminal] = [
    makeFolder('page-video'),
    join(makeFolder('cli-video'), 'tape.mp4'),
  ]
  await page.goto('/')
  const handles = {
    recording: await grabFolder(page, path),
    output: await grabFolder(page, inPage),
    videoOutput: await grabFolder(page, videoInPage),
  }
  const picture = await page.evaluate(async ({ recording: folder, output, videoOutput }) => {
    const { overlane } = globalThis
    await overlane.loadOverlayFont()
    const directory = new overlane.HandleDirectory(folder)
    const recording = await overlane.openRecording(directory, { allowRenderers: true })
    const { config } = recording
    await overlane.renderRecording({
      recording,
      config,
      output: new overlane.HandleDirectory(output),
    })
    await overlane.renderRecording({
      recording,
      config: { ...config, output: { ...config.output, format: 'mp4', mode: 'sequential' } },
      output: new overlane.HandleDirectory(videoOutput),
    })
    // The picture for the documentation: the overlay of one frame.
    const plan = overlane.planFrames(recording, config)
    const size = { widthPx: 640, heightPx: 360 }
    const job = await overlane.withDrawings(plan.jobAt(4), size, plan)
    const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('There is no 2D canvas.')
    context.fillStyle = 'hsl(210 30% 45%)'
    context.fillRect(0, 0, size.widthPx, size.heightPx)
    overlane.drawOverlay(overlane.createSurface(context, size, job), job, plan)
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }, handles)
  expect(Buffer.from(picture, 'base64')).toMatchSnapshot('own-examples.png', PICTURE_TOLERANCE)

  const refused = await runCli(['render', path, '--out', inTerminal])
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('speed_tape.js is a program that came with the recording')
  expect(refused.stderr).toContain('--allow-renderers')
  const allowed = await runCli(['render', path, '--out', inTerminal, '--allow-renderers'])
  expect(allowed.stderr + allowed.stdout).not.toContain('stopped')
  expect(allowed.exitCode).toBe(0)
  expect(imagesIn(inTerminal)).toEqual(frameNames)
  for (const name of frameNames) {
    expect(readFileSync(join(inTerminal, name)).equals(readFileSync(join(inPage, name)))).toBe(true)
  }

  // A video has the same frames, however many workers draw them.
  const video = ['render', path, '--out', videoInTerminal, '--mode', 'parallel']
  const filmed = await runCli([...video, '--allow-renderers'])
  expect(filmed.stderr + filmed.stdout).not.toContain('stopped')
  expect(filmed.exitCode).toBe(0)
  if (!hasFfmpeg) return
  const written = readdirSync(videoInPage).find((name) => name.endsWith('.mp4')) ?? ''
  const sequential = tapesIn(join(videoInPage, written))
  const parallel = tapesIn(videoInTerminal)
  expect(parallel).toHaveLength(frameNames.length)
  const frames = tapesIn(join(inPage, 'frame_%06d.png'))
  const sources = tapesIn(join(path, 'frame_%06d.png'))
  expect([frames.length, sources.length]).toEqual([frameNames.length, frameNames.length])
  parallel.forEach((tape, index) => {
    expect(sequential[index]?.equals(tape)).toBe(true)
    expect(meanDifference(tape, frames[index])).toBeLessThan(8)
    expect(meanDifference(tape, sources[index])).toBeGreaterThan(20)
  })
})

/**
 * The part of each frame on which the tape is, in grey. ffmpeg decodes it.
 * @param path of a video, or of frames as `%06d` says
 */
function tapesIn(path: string): Buffer[] {
  const crop = ['-vf', 'crop=120:160:24:100', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...crop])
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const bytes = 120 * 160
  return Array.from({ length: stdout.length / bytes }, (_, index) =>
    stdout.subarray(index * bytes, (index + 1) * bytes),
  )
}

function meanDifference(one: Buffer, other: Buffer | undefined): number {
  return one.reduce((sum, grey, at) => sum + Math.abs(grey - (other?.[at] ?? 0)), 0) / one.length
}

/** Tries all ways out, draws what it reached, and does not come to an end from frame 2 on. */
const hostile = `
const names = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts', 'Worker',
  'postMessage', 'indexedDB', 'caches', 'navigator', 'WebAssembly', 'document', 'self', 'process']
const page = [].constructor.constructor('return this')()
const reached = names.filter((name) => typeof page[name] !== 'undefined')
try { page.fetch('/stolen') } catch {}
import('/assets/stolen.js').catch(() => {})
import('data:text/javascript,fetch("/stolen")').catch(() => {})
Object.prototype.stolen = 'stolen'
export function draw(surface, input) {
  for (let n = 0; n < 1000; n++) page.postMessage?.(n)
  surface.__proto__.stolen = Array.prototype.stolen = 'stolen'
  surface.box({ widthPx: 200, heightPx: 40 })
  surface.label('reached ' + reached.length, { x: 20, y: 60 })
  // A search in C, whose steps are not counted.
  if (input.frameIndex >= 2) Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)
}
`

test('a hostile renderer gets nowhere, and is named', async ({ page, makeRecording }) => {
  const files = {
    'hostile.js': hostile,
    'state.js': 'let n = 0; export function draw(s) { s.label(`${n++}`, { x: 9, y: 40 }) }',
    'overlane.yaml': 'renderers: [{ type: own, module: hostile.js }]',
  }
  const { path } = await makeRecording({ files })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto('/')
  await openByDrop(page, path)

  // Nothing of it runs before the user allows it. Closing the question is no consent.
  const question = page.getByRole('dialog', { name: 'Run the renderers of this recording?' })
  await expect(question).toContainText('hostile.js')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  expect(await problemsOf(page)).toEqual([expect.stringContaining('it is not allowed to run')])
  const options = page.getByRole('region', { name: /options$/ })
  await options.getByRole('button', { name: 'Allow it to run …' }).click()
  await question.getByRole('button', { name: 'Run in the sandbox' }).click()
  await expect(question).toBeHidden()

  // Frame 0 is drawn; the box on the picture shows it. Frame 2 is not, and the page says why.
  await expect(problemsButton(page)).toBeHidden()
  await expect(page.locator('canvas').first()).toBeVisible()
  const preview = regionOf(page, 'Preview')
  await expect(preview.getByRole('alert')).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(preview.getByRole('alert')).toContainText(
    'The renderer hostile.js was stopped on frame 2: it does not come to an end within 5 s.',
    { timeout: 30_000 },
  )

  // A run names it, too; and the renderer that counts.
  const { handle, refusals } = { handle: await grabFolder(page, path), refusals: [] as string[] }
  refusals.push(
    ...(await page.evaluate(async (folder) => {
      const { overlane } = globalThis
      const config = overlane.parseConfig({ renderers: [{ type: 'own', module: 'state.js' }] })
      const options = { config, allowRenderers: true }
      const directory = new overlane.HandleDirectory(folder)
      const recording = await overlane.openRecording(directory, options)
      const output = new overlane.MemoryDirectory('out', [])
      const refused = await overlane
        .renderRecording({ recording, config, output })
        .then(() => 'not refused')
        .catch((thrown: unknown) => overlane.OverlaneError.from(thrown, 'internal').message)
      return [refused, String('stolen' in {} || 'stolen' in [])]
    }, handle)),
  )
  expect(refusals).toEqual([
    expect.stringMatching(
      /^The renderer state\.js was stopped .* it keeps something between frames/,
    ),
    'false',
  ])

  // The page works as before, and asked nobody for anything of what was tried.
  await page.keyboard.press('Home')
  await expect(preview.getByRole('alert')).toHaveCount(0)
  await expect(renderButton(page)).toBeVisible()
  expect(requests.filter((url) => url.includes('stolen'))).toEqual([])
})
