/** A drone video with its own telemetry drawn on it. ffmpeg and another GPMF reader check it. */

import { execFileSync, execSync } from 'node:child_process'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, grabFolder, realRecordings, test } from './fixtures.ts'
import { readGpmfStream, toMicroseconds } from './gpmf.ts'
import { renderFolders } from './run.ts'
import { decodePlanes, frameTimesMs, hasFfmpeg } from './videos.ts'

const source = join(realRecordings, 'gopro-karma', 'karma.mp4')
test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they check these videos')
test.skip(!existsSync(source), 'the real recordings are missing')

const SIZE = { widthPx: 854, heightPx: 480 }
/** The first four seconds of 362 frames. */
const RENDERED_COUNT = 120
/** The test checks the pixels of each frame whose index is a multiple of this. */
const EVERY = 5
const BLOCK_PX = 16

/** An opaque panel, so that its pixels do not depend on the picture below. */
const box = {
  show_timestamp: false,
  unit: 'm/s',
  field_unit: 'm/s',
  text_color: 'white',
  panel: { enabled: true, bg_color: 'black', bg_alpha: 1, border_thickness: 0 },
}
/** The drawn values: an axis of the camera's accelerometer, and the drone's speed to the north. */
const SHOWN = [
  { sensor: 'Camera/ACCL', field: 'up_down_mps2', key: 'ACCL', axis: 0 },
  { sensor: 'GoPro Karma v1.0/GLPI', field: 'north_mps', key: 'GLPI', axis: 5 },
] as const
const renderers = SHOWN.map(({ sensor, field }, index) => ({
  ...box,
  ...{ type: 'speed', sensor, field, position: { x: 40, y: 60 + 280 * index } },
}))
const output = { format: 'mp4', video: { bitrate_mbps: 12 } }

test('each frame is drawn with the values that the device recorded at its time', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('karma')
  copyFileSync(source, join(folder, 'karma.mp4'))
  const drawn = await planDrawings(library, folder)
  const expected = SHOWN.map(({ key, axis }) => ({ axis, records: readGpmfStream(source, key) }))
  for (const [index, timeUs] of frameTimesMs(source).map(toMicroseconds).entries()) {
    const values = expected.map(({ axis, records }) => {
      const last = records.findLast((record) => record.timeUs <= timeUs)
      return last?.values[axis] ?? NaN
    })
    expect(drawn[index]?.values, `frame ${index}`).toEqual(values)
    expect(drawn[index]?.texts).toEqual(values.map((value) => `Speed: ${value.toFixed(1)} m/s`))
  }
})

test('the video shows the values inside the panels only', async ({ library, makeFolder }) => {
  test.setTimeout(120_000)
  const folder = makeFolder('karma')
  copyFileSync(source, join(folder, 'karma.mp4'))
  const drawn = (await planDrawings(library, folder)).filter(
    (_, index) => index < RENDERED_COUNT && index % EVERY === 0,
  )
  const made: Record<'overlay' | 'frames', string> = { overlay: '', frames: '' }
  // The run without an overlay shows how much the coding alone changes.
  for (const content of ['overlay', 'frames'] as const) {
    const target = makeFolder(content)
    const config = {
      renderers,
      output: { ...output, content: content === 'overlay' ? 'frames_with_overlay' : content },
    }
    const report = await renderFolders(library, folder, target, {
      config,
      frameCount: RENDERED_COUNT,
    })
    expect(report).toMatchObject({ status: 'finished', renderedCount: RENDERED_COUNT })
    made[content] = join(target, report.files[0] ?? '')
  }

  const lumaOf = (path: string): Buffer[] => decodePlanes(path, 'y', SIZE, EVERY)
  const [before, after, copies] = [lumaOf(source), lumaOf(made.overlay), lumaOf(made.frames)]
  expect(after).toHaveLength(drawn.length)
  for (const [index, { rects, texts }] of drawn.entries()) {
    const [from, to, copy] = [before[index], after[index], copies[index]]
    if (!from || !to || !copy) throw new Error(`There is no frame ${index * EVERY}.`)
    const beside = blocks().filter((block) => !rects.some((rect) => touch(block, rect)))
    const worst = (other: Buffer): number =>
      Math.max(...beside.map((block) => difference(from, other, block)))
    expect(worst(to), `beside the overlay of frame ${index * EVERY}`).toBeLessThan(worst(copy) + 1)
    for (const [place, rect] of rects.entries()) {
      expect(difference(from, to, rect)).toBeGreaterThan(20)
      // The pixels match this frame's drawing better than the drawing of any other frame.
      const likeness = drawn.map((other) => ({
        text: other.texts[place],
        off: unlikeness(to, other.pictures[place] ?? Buffer.alloc(0), other.rects[place] ?? rect),
      }))
      const [closest] = likeness.sort((a, b) => a.off - b.off)
      expect(closest?.text, `frame ${index * EVERY}`).toBe(texts[place])
    }
  }
})

test('the layout that is proposed for it is that of the same logs as files, in the same units', async ({
  library,
  makeFolder,
}) => {
  const video = makeFolder('karma')
  copyFileSync(source, join(video, 'karma.mp4'))
  const proposals: [layout: string, units: string[]][] = []
  for (const folder of [video, join(realRecordings, 'gopro-karma')]) {
    const handle = await grabFolder(library, folder)
    proposals.push(
      await library.evaluate(async (handle) => {
        const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
        const { chooseLayout } = await overlane.loadLayouts()
        const units = recording.config.renderers.flatMap((renderer) =>
          renderer.type === 'gauge' ? [renderer.options.unit] : [],
        )
        return [chooseLayout(recording), units] as [string, string[]]
      }, handle),
    )
  }
  const flight = ['flight', ['km/h', 'm']]
  expect(proposals).toEqual([flight, flight])
})

test('the command that is given for a video that no browser decodes here keeps its telemetry', async ({
  library,
  makeFolder,
}) => {
  const folder = makeFolder('karma')
  const all = ['-t', '2', '-i', source, '-map', '0', '-copy_unknown', '-c', 'copy']
  const h265 = ['-c:v:0', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error']
  execFileSync('ffmpeg', ['-v', 'error', ...all, ...h265, join(folder, 'karma.mov')])
  const open = async (path: string): Promise<{ sensors: string[]; messages: string[] }> => {
    const handle = await grabFolder(library, path)
    return library.evaluate(async (handle) => {
      const directory = new overlane.HandleDirectory(handle)
      const { sensors, problems } = await overlane.openRecording(directory)
      return {
        sensors: sensors.map(({ name, timesMs }) => `${name} ${timesMs.length}`),
        messages: problems.map(({ message }) => message),
      }
    }, handle)
  }
  const { sensors, messages } = await open(folder)
  const [command] = /ffmpeg -i .*? h264\.mov/.exec(messages.join(' ')) ?? []
  test.skip(command === undefined, 'this browser decodes HEVC')
  const converted = makeFolder('converted')
  execSync(`${command ?? ''} -v error`.replace('h264.mov', join(converted, 'h264.mov')), {
    cwd: folder,
  })
  expect(sensors.length).toBeGreaterThan(10)
  expect(await open(converted)).toEqual({ sensors, messages: [] })
})

interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** What is drawn on a frame, with one item for each renderer. */
interface Drawing {
  values: unknown[]
  texts: string[]
  /** The panels. */
  rects: Rect[]
  /** Brightness of the panels' pixels, row by row. Only of the frames whose pixels are checked. */
  pictures: Buffer[]
}

/** The drawing of every frame, from the plan and the public `drawOverlay`. */
async function planDrawings(page: Page, folder: string): Promise<Drawing[]> {
  const handle = await grabFolder(page, folder)
  const drawings = await page.evaluate(
    async ({ handle, source, shown, every, renderedCount, size }) => {
      const { overlane } = globalThis
      class Recorder extends overlane.Surface {
        readonly texts: string[] = []
        readonly rects: Rect[] = []
        override fillRect(...args: Parameters<InstanceType<typeof overlane.Surface>['fillRect']>) {
          this.rects.push(args[0])
          super.fillRect(...args)
        }
        override fillText(...args: Parameters<InstanceType<typeof overlane.Surface>['fillText']>) {
          this.texts.push(args[0])
          super.fillText(...args)
        }
      }
      await overlane.loadOverlayFont()
      const config = overlane.parseConfig(source)
      const directory = new overlane.HandleDirectory(handle)
      const recording = await overlane.openRecording(directory, { config })
      const plan = overlane.planFrames(recording, recording.config)
      const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('There is no 2D canvas.')
      const drawings = plan.frames.map((_, index) => {
        const job = plan.jobAt(index)
        const surface = new Recorder(context, size.widthPx, size.heightPx)
        overlane.drawOverlay(surface, job, plan)
        const { texts, rects } = surface
        const pictures = rects.map(({ x, y, width, height }) => {
          if (index >= renderedCount || index % every !== 0) return ''
          const { data } = context.getImageData(x, y, width, height)
          // The text is white on black, so one channel is enough.
          const red = data.filter((_, at) => at % 4 === 0)
          return btoa(Array.from(red, (byte) => String.fromCharCode(byte)).join(''))
        })
        const values = job.layers.map(
          ({ sample }, place) => sample?.record[shown[place]?.field ?? ''],
        )
        return { values, texts, rects, pictures }
      })
      await recording.video?.close()
      return drawings
    },
    {
      ...{ handle, source: { renderers }, shown: SHOWN, size: SIZE },
      ...{ every: EVERY, renderedCount: RENDERED_COUNT },
    },
  )
  return drawings.map(({ pictures, ...drawing }) => ({
    ...drawing,
    pictures: pictures.map((base64) => Buffer.from(base64, 'base64')),
  }))
}

function blocks(): Rect[] {
  const found: Rect[] = []
  for (let y = 0; y + BLOCK_PX <= SIZE.heightPx; y += BLOCK_PX) {
    for (let x = 0; x + BLOCK_PX <= SIZE.widthPx; x += BLOCK_PX) {
      found.push({ x, y, width: BLOCK_PX, height: BLOCK_PX })
    }
  }
  return found
}

function touch(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Mean difference in brightness between two frames over a rectangle. */
function difference(a: Buffer, b: Buffer, rect: Rect): number {
  let sum = 0
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      const at = y * SIZE.widthPx + x
      sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0))
    }
  }
  return sum / (rect.width * rect.height)
}

/** Mean difference in brightness between a rectangle of a frame and a picture of that rectangle. */
function unlikeness(frame: Buffer, picture: Buffer, rect: Rect): number {
  const sum = picture.reduce((total, value, at) => {
    const [x, y] = [rect.x + (at % rect.width), rect.y + Math.floor(at / rect.width)]
    return total + Math.abs(value - (frame[y * SIZE.widthPx + x] ?? 0))
  }, 0)
  return sum / picture.length
}
