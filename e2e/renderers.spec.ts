import { expect, test } from './fixtures.ts'
import { CAR_AHEAD, drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const ANCHORS = ['top', 'center', 'bottom'].flatMap((row) =>
  ['left', 'center', 'right'].map((column) => (row === column ? 'center' : `${row}_${column}`)),
)

const speedRecord = { timestamp_ms: FRAME_MS - 150, speed: 88.24 }
const targetsRecord = {
  timestamp_ms: FRAME_MS - 40,
  targets: [
    CAR_AHEAD,
    {
      id: 7,
      type: 'truck',
      distance_m: 18,
      angle_left: -6,
      angle_right: -14,
      angle_top: 7,
      angle_bottom: -4,
    },
    {
      id: 8,
      type: 'car',
      distance_m: 0,
      angle_left: 1,
      angle_right: -1,
      angle_top: 1,
      angle_bottom: -1,
    },
  ],
}

/** A wave of 15 s with a spike, and a gap of 2 s that contains a single value. */
const heightRecords = Array.from({ length: 150 }, (_, index) => {
  const isMissing = index >= 100 && index < 120 && index !== 110
  const height_m = index === 80 ? 60 : 40 + 10 * Math.sin(index / 8)
  return { timestamp_ms: FRAME_MS - (149 - index) * 100, height_m: isMissing ? null : height_m }
})

const panel = { panel: { enabled: true } }
const outline = { outline_color: 'black' }
const center = { position: { x: 'width / 2', y: 'height / 2', anchor: 'center' } }

/** Renderers by the name of their picture, as in a project file. */
const pictures: Record<string, Record<string, unknown>> = {
  'frame-info-default': { type: 'frame_info' },
  'frame-info-datetime-panel': { type: 'frame_info', format: 'datetime', ...panel },
  'frame-info-detailed-outline': { type: 'frame_info', format: 'detailed', ...outline },
  'speed-default': { type: 'speed', sensor: 'speed' },
  'speed-panel-outline': { type: 'speed', sensor: 'speed', ...panel, ...outline },
  'speed-no-match': { type: 'speed', sensor: 'empty', ...panel },
  'speed-bold-styled': {
    type: 'speed',
    sensor: 'speed',
    unit: 'm/s',
    show_timestamp: false,
    font: { size: 48, weight: 700 },
    text_color: '#ffcc00',
    outline_color: 'rgb(20, 20, 60)',
    outline_thickness: 8,
    panel: {
      enabled: true,
      padding: 24,
      bg_color: 'teal',
      bg_alpha: 0.4,
      border_color: 'white',
      border_thickness: 4,
    },
    ...center,
  },
  'targets-default': { type: 'targets', sensor: 'targets', font: { size: 14 } },
  'targets-angle-panel-outline': {
    type: 'targets',
    sensor: 'targets',
    bounds: 'angle',
    box_color: 'orange',
    box_thickness: 4,
    font: { size: 14 },
    position: { x: 10, y: 'height - 10', anchor: 'bottom_left' },
    ...panel,
    ...outline,
  },
  'targets-reference-projection': {
    type: 'targets',
    sensor: 'targets',
    projection: 'reference',
    font: { size: 14 },
  },
  'value-default': { type: 'value', sensor: 'height', field: 'height_m' },
  'value-sparkline-gap': {
    type: 'value',
    sensor: 'height',
    field: 'height_m',
    label: 'Height',
    unit: 'm',
    decimals: 2,
    sparkline: { seconds: 10 },
    ...panel,
    ...center,
  },
  'value-no-match': {
    type: 'value',
    sensor: 'empty',
    field: 'x',
    sparkline: { seconds: 10 },
    ...panel,
  },
  'targets-no-match': { type: 'targets', sensor: 'empty' },
  ...Object.fromEntries(
    ANCHORS.map((anchor) => [
      `anchor-${anchor.replace('_', '-')}`,
      {
        type: 'frame_info',
        format: 'detailed',
        ...panel,
        font: { size: 12 },
        position: { x: 320, y: 180, anchor },
      },
    ]),
  ),
}

const records = {
  speed: [speedRecord],
  targets: [targetsRecord],
  height: heightRecords,
  empty: [],
}

for (const [name, renderer] of Object.entries(pictures)) {
  test(`the picture ${name} is the same as the committed one`, async ({ library }) => {
    const picture = await drawScene(library, { renderers: [renderer], records })
    expect(picture).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
}
