import { expect, test } from './fixtures.ts'
import { drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const STEP_MS = 250

/** A drive of 5 minutes through three curves. The frame is 3 minutes after its beginning. */
function drive(): Record<string, unknown>[] {
  const records: Record<string, unknown>[] = []
  let [lat, lon, headingDeg] = [52.51, 13.4, 20]
  for (let index = 0; index <= 1200; index++) {
    const seconds = (index * STEP_MS) / 1000
    const speedMps = 14 + 8 * Math.sin(seconds / 19) + 3 * Math.sin(seconds / 4.3)
    headingDeg += 0.9 * Math.sin(seconds / 23) + 0.6 * Math.cos(seconds / 11)
    const wayM = (speedMps * STEP_MS) / 1000
    lat += (wayM * Math.cos((headingDeg * Math.PI) / 180)) / 111_195
    lon +=
      (wayM * Math.sin((headingDeg * Math.PI) / 180)) / (111_195 * Math.cos((lat * Math.PI) / 180))
    const hasFix = index < 860 || index > 940
    records.push({
      timestamp_ms: FRAME_MS + 1000 * (seconds - 180),
      lat: hasFix ? lat : null,
      lon: hasFix ? lon : null,
      heading: ((headingDeg % 360) + 360) % 360,
      speed: 3.6 * speedMps,
      limit: index % 400 < 200 ? 50 : 80,
      power: 30 * Math.cos(seconds / 4.3) - 8,
      ax: index > 690 && index < 702 ? null : 40 + 12 * Math.sin(seconds),
    })
  }
  return records
}

const records = {
  drive: drive(),
  log: [
    [-130, 'Autopilot engaged'],
    [-94, 'Lane change to the left'],
    [-61.5, 'Speed limit 80'],
    [-12, 'Cut-in by a lorry in front of us on the right lane'],
    [-1.4, 'Hard braking'],
    [30, 'Not yet'],
  ].map(([seconds, event]) => ({ timestamp_ms: FRAME_MS + 1000 * Number(seconds), event })),
  empty: [],
}

const center = { position: { x: 'width / 2', y: 'height / 2', anchor: 'center' } }
const place = { latitude: 'lat', longitude: 'lon', ...center }
const noPanel = { panel: { enabled: false } }

/** Renderers by the name of their picture, as in a project file. */
const pictures: Record<string, Record<string, unknown>> = {
  'chart-default': { type: 'chart', sensor: 'drive', field: 'speed', ...center },
  'chart-four-styled': {
    type: 'chart',
    sensor: 'drive',
    field: 'speed',
    label: 'Speed',
    second: { field: 'limit', label: 'Limit' },
    third: { field: 'power', label: 'Power', color: 'orange' },
    fourth: { field: 'ax', label: 'Torque' },
    unit: '%',
    decimals: 0,
    time: { before: 8, after: 8 },
    min: -50,
    max: 100,
    fill: 0.12,
    width: 540,
    height: 200,
    font: { size: 20 },
    ...center,
  },
  'chart-recording': {
    type: 'chart',
    sensor: 'drive',
    field: 'speed',
    label: 'Speed',
    unit: 'km/h',
    time: { shows: 'recording' },
    width: 580,
    height: 90,
    thickness: 2,
    outline_color: 'black',
    ...noPanel,
    ...center,
  },
  'chart-no-match': { type: 'chart', sensor: 'empty', field: 'x', ...center },
  'map-default': { type: 'map', sensor: 'drive', ...place, height: 290 },
  'map-coloured-private': {
    type: 'map',
    sensor: 'drive',
    color_by: { field: 'speed', unit: 'km/h' },
    privacy: { radius: 400, around: 'start_and_end' },
    width: 560,
    height: 270,
    ...place,
  },
  'map-follow-heading': {
    type: 'map',
    sensor: 'drive',
    heading: 'heading',
    view: { shows: 'surroundings', radius: 200, up: 'heading' },
    track: { color: '#4dd0e1', thickness: 7 },
    marker: { size: 36 },
    width: 280,
    height: 260,
    ...place,
  },
  'map-plain': {
    type: 'map',
    sensor: 'drive',
    marker: { shape: 'dot', color: '#ff4d4d', size: 24 },
    outline_color: 'black',
    ...noPanel,
    ...place,
    height: 300,
  },
  'map-no-match': { type: 'map', sensor: 'empty', width: 200, height: 200, ...place },
  'events-default': { type: 'events', sensor: 'log', field: 'event', ...center },
  'events-absolute': {
    type: 'events',
    sensor: 'log',
    field: 'event',
    time: 'absolute',
    count: 4,
    width: 560,
    font: { size: 20 },
    accent_color: '#4dd0e1',
    ...center,
  },
  'events-banner': {
    type: 'events',
    sensor: 'log',
    field: 'event',
    shows: 'banner',
    font: { size: 40, weight: 700 },
    ...center,
  },
  'events-no-match': { type: 'events', sensor: 'empty', field: 'event', ...center },
}

/** The picture holds one frame; the recording reaches from the first record to the last. */
const frames = [FRAME_MS - 180_000, FRAME_MS, FRAME_MS + 120_000]

for (const [name, renderer] of Object.entries(pictures)) {
  test(`the picture ${name} is the same as the committed one`, async ({ library }) => {
    const picture = await drawScene(library, { renderers: [renderer], records, frames })
    expect(picture).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
}

test('a chart, a map and events share a frame', async ({ library }) => {
  const renderers = [
    {
      ...pictures['chart-default'],
      label: 'Speed',
      unit: 'km/h',
      second: { field: 'limit', label: 'Limit' },
      position: { x: 32, y: 'height - 32', anchor: 'bottom_left' },
    },
    {
      ...pictures['map-coloured-private'],
      width: 320,
      height: 280,
      position: { x: 'width - 32', y: 'height - 32', anchor: 'bottom_right' },
    },
    { ...pictures['map-follow-heading'], position: { x: 32, y: 32 } },
    {
      ...pictures['events-default'],
      position: { x: 'width - 32', y: 32, anchor: 'top_right' },
      font: { size: 20 },
    },
    {
      ...pictures['events-banner'],
      position: { x: 'width / 2', y: 300, anchor: 'bottom_center' },
    },
  ]
  const picture = await drawScene(library, {
    renderers,
    records,
    frames,
    widthPx: 1280,
    heightPx: 720,
  })
  expect(picture).toMatchSnapshot('charts-together.png', PICTURE_TOLERANCE)
})
