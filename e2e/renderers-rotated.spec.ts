import { seededNumbers } from '../src/codec/testing/seeded-numbers.ts'
import { expect, test } from './fixtures.ts'
import { countPixels, drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const records = {
  log: Array.from({ length: 60 }, (_, index) => ({
    timestamp_ms: FRAME_MS - (59 - index) * 100,
    speed: 60 + 20 * Math.sin(index / 8),
    event: index % 20 === 0 ? 'Lane change' : null,
  })),
}
const font = { size: 36 }
const panel = { enabled: true, radius: 12, border_thickness: 3, border_color: 'white' }
const at = (x: number, y: number) => ({ sensor: 'log', position: { x, y, anchor: 'center' } })
const field = { field: 'speed' }

/** Each kind of renderer that can be turned, on 1280 × 720. */
function rotated(angles: readonly number[]): Record<string, unknown>[] {
  const shown = [
    { type: 'text', ...at(170, 110), template: 'Sector 2\n{speed:.1f} km/h', font, panel },
    { type: 'value', ...at(470, 130), ...field, unit: 'km/h', sparkline: { seconds: 5 }, panel },
    { type: 'speed', ...at(1215, 500), font, show_timestamp: false, outline_color: 'black' },
    { type: 'frame_info', position: { x: 60, y: 420, anchor: 'center' }, panel },
    { type: 'image', position: { x: 770, y: 110, anchor: 'center' }, file: 'logo.png', width: 180 },
    { type: 'gauge', ...at(300, 420), ...field, max: 120, unit: 'km/h' },
    {
      type: 'bar',
      ...at(610, 330),
      ...field,
      max: 120,
      unit: 'km/h',
      zones: '90-120 red',
      length: 220,
    },
    { type: 'chart', ...at(880, 550), ...field, unit: 'km/h', width: 360 },
    { type: 'events', ...at(1060, 180), field: 'event', count: 3, width: 300 },
  ]
  return shown.map((each, index) => ({ ...each, rotation: angles[index] ?? 0 }))
}

const SIZE = { widthPx: 1280, heightPx: 720 }

test('turned renderers', async ({ library }) => {
  const renderers = rotated([-12, 8, 90, -90, 30, 180, 45, -6, 15])
  const picture = await drawScene(library, { renderers, records, ...SIZE })
  expect(picture).toMatchSnapshot('renderers-rotated.png', PICTURE_TOLERANCE)
})

test('the surface knows of all pixels of turned renderers, at 480p, 1080p and 4K', async ({
  library,
}) => {
  const nextNumber = seededNumbers(15)
  for (const heightPx of [480, 1080, 2160]) {
    const angles = Array.from({ length: 9 }, () => Math.round(nextNumber() * 720 - 360))
    const size = { widthPx: Math.round((heightPx * 16) / 9), heightPx, referenceHeight: 720 }
    const counts = await countPixels(library, { renderers: rotated(angles), records, ...size })
    expect(counts.drawnCount, angles.join()).toBeGreaterThan(0.05 * heightPx ** 2)
    expect(counts.unknownCount, angles.join()).toBe(0)
  }
})
