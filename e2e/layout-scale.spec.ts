import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { CAR_AHEAD, drawScene, FRAME_MS } from './renderer-picture.ts'

/** 480p, 1080p and 4K, all of one shape. */
const SIZES = [
  { widthPx: 640, heightPx: 480 },
  { widthPx: 1440, heightPx: 1080 },
  { widthPx: 2880, heightPx: 2160 },
]
const SMALLEST = SIZES[0] as (typeof SIZES)[number]

const records = {
  log: Array.from({ length: 60 }, (_, index) => ({
    timestamp_ms: FRAME_MS - (59 - index) * 100,
    speed: 60 + 20 * Math.sin(index / 8),
    lat: 48 + index / 20_000,
    lon: 11 + Math.sin(index / 9) / 900,
    roll: 8 * Math.sin(index / 10),
    level: 8 * Math.sin(index / 10),
    event: index % 20 === 0 ? 'Lane change' : null,
    targets: [CAR_AHEAD, { ...CAR_AHEAD, id: 7, angle_left: -6, angle_right: -14 }],
  })),
}
const panel = { enabled: true, radius: 12, border_thickness: 4, border_color: 'white' }
const font = { size: 44 }
const shown = { sensor: 'log', font, panel }

/** One layout, with all that has a length. */
const renderers = [
  { type: 'frame_info', font, outline_color: 'black', outline_thickness: 6 },
  { type: 'speed', position: { x: 'width - 20', y: 20, anchor: 'top_right' }, ...shown },
  { type: 'targets', position: { y: 'height - 20', anchor: 'bottom_left' }, ...shown },
  {
    type: 'value',
    field: 'speed',
    position: { x: 'width / 2', y: 'height / 2', anchor: 'center' },
    sparkline: { seconds: 5, width: 480, height: 120, thickness: 6 },
    ...shown,
  },
]

/** In columns and rows, so that none covers another one. */
const at = (x: number, y: number) => ({ sensor: 'log', position: { x, y } })
const field = { field: 'speed' }
/** Each kind of renderer, once. */
const sixteen = [
  { type: 'top_view', ...at(20, 20), width: 250, height: 250 },
  { type: 'map', ...at(330, 20), latitude: 'lat', longitude: 'lon', width: 250, height: 220 },
  { type: 'chart', ...at(640, 20), ...field, width: 420, height: 160, rotation: -4 },
  { type: 'compass', ...at(1140, 20), field: 'roll', size: 220 },
  { type: 'gauge', ...at(20, 350), ...field, max: 120, size: 240, rotation: 180 },
  { type: 'attitude', ...at(340, 350), roll_field: 'roll', pitch_field: 'roll', size: 240 },
  { type: 'g_meter', ...at(660, 350), lateral_field: 'level', longitudinal_field: 'level' },
  { type: 'bar', ...at(1010, 350), ...field, rotation: 5 },
  { type: 'controls', ...at(1010, 520), steering: { field: 'roll' }, throttle: { field: 'level' } },
  { type: 'events', ...at(20, 690), field: 'event', count: 3 },
  { type: 'value', ...at(520, 690), ...field, sparkline: { seconds: 5 }, panel },
  { type: 'text', ...at(520, 860), template: '{speed:.1f} km/h  {time:HH:mm:ss}', rotation: 3 },
  { type: 'speed', ...at(520, 920), font },
  { type: 'frame_info', position: { x: 20, y: 900 }, font },
  { type: 'image', position: { x: 1010, y: 860 }, file: 'logo.png', width: 300, rotation: 30 },
  { type: 'targets', ...at(900, 960), labels: { place: 'apart' }, list: 'none' },
]

/**
 * A picture made as small as the smallest, as the means of blocks of 4 × 4 pixels of its red channel:
 * edges of letters fall on other pixels at each size.
 */
async function reduce(page: Page, picture: Buffer): Promise<number[]> {
  return page.evaluate(
    async ({ base64, widthPx, heightPx }) => {
      const BLOCK_PX = 4
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d')
      if (!context) throw new Error('There is no 2D canvas.')
      context.imageSmoothingQuality = 'high'
      context.drawImage(bitmap, 0, 0, widthPx, heightPx)
      const { data } = context.getImageData(0, 0, widthPx, heightPx)
      const means: number[] = []
      for (let top = 0; top < heightPx; top += BLOCK_PX) {
        for (let left = 0; left < widthPx; left += BLOCK_PX) {
          let sum = 0
          for (let y = top; y < top + BLOCK_PX; y++) {
            for (let x = left; x < left + BLOCK_PX; x++) sum += data[(y * widthPx + x) * 4] ?? 0
          }
          means.push(sum / BLOCK_PX ** 2)
        }
      }
      return means
    },
    { base64: picture.toString('base64'), ...SMALLEST },
  )
}

/** The share of blocks in which two pictures differ by more than a quarter of the full range. */
function difference(one: readonly number[], other: readonly number[]): number {
  return one.filter((value, at) => Math.abs(value - (other[at] ?? 0)) > 64).length / one.length
}

async function drawAll(
  page: Page,
  sizes: readonly (typeof SMALLEST)[],
  scene: Pick<Parameters<typeof drawScene>[1], 'renderers' | 'referenceHeight'>,
): Promise<number[][]> {
  const pictures: number[][] = []
  for (const size of sizes) {
    const picture = await drawScene(page, { ...scene, records, ...size })
    await test.info().attach(`${size.heightPx}p`, { body: picture, contentType: 'image/png' })
    pictures.push(await reduce(page, picture))
  }
  return pictures
}

test('with a reference height, all kinds of renderers look the same at 480p, 1080p and 4K', async ({
  library,
}) => {
  const [small = [], middle = [], large = []] = await drawAll(library, SIZES, {
    renderers: sixteen,
    referenceHeight: 1080,
  })
  expect(difference(middle, large)).toBeLessThan(0.002)
  expect(difference(small, large)).toBeLessThan(0.002)
})

test('without one, its lengths are pixels, and it looks smaller on a larger frame', async ({
  library,
}) => {
  const [small = [], middle = []] = await drawAll(library, SIZES.slice(0, 2), { renderers })
  expect(difference(small, middle)).toBeGreaterThan(0.02)
})
