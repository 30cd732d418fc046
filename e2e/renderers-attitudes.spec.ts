import { expect, test } from './fixtures.ts'
import { drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const at = (x: string | number, y: string | number, anchor = 'center') => ({
  position: { x, y, anchor },
})
const middle = at('width / 2', 'height / 2')

/** Six seconds of a drive around bends, at 50 Hz. */
const accelerations = Array.from({ length: 300 }, (_, index) => {
  const timeS = index / 50
  return {
    timestamp_ms: FRAME_MS - (299 - index) * 20,
    right_mps2: 6 * Math.sin(timeS * 1.3) + 0.6 * Math.sin(timeS * 9),
    forward_mps2: 4 * Math.cos(timeS * 1.7) - 1,
  }
})

/** Eleven targets of a radar on a road of several lanes: far ones lie close together in the picture. */
const radarTargets = (
  [
    [11, 'car', 18.3, -2.9],
    [12, 'truck', 29.3, 0.1],
    [13, 'car', 39.1, -3.2],
    [14, 'car', 54.2, 6],
    [15, 'car', 56.6, -3.1],
    [16, 'bus', 59.3, -3.6],
    [17, 'car', 63, 2.6],
    [18, 'motorcycle', 74.5, -2.8],
    [19, 'car', 91.5, -1.6],
    [20, 'truck', 96, 0.4],
    [21, 'pedestrian', 22, 7.4],
  ] as const
).map(([id, type, distance_m, leftM]) => {
  const degrees = (metres: number): number => (Math.atan(metres / distance_m) * 180) / Math.PI
  const [angle_left, angle_right] = [degrees(leftM + 0.9), degrees(leftM - 0.9)]
  return {
    id,
    type,
    distance_m,
    angle_left,
    angle_right,
    angle_top: degrees(0.3),
    angle_bottom: degrees(-1.2),
  }
})

const records = {
  radar: [{ timestamp_ms: FRAME_MS - 20, targets: radarTargets }],
  heading: [{ timestamp_ms: FRAME_MS - 30, heading_deg: 331.4, yaw_rad: -0.5 }],
  accelerometer: accelerations,
  attitude: [{ timestamp_ms: FRAME_MS - 30, roll_deg: 14, pitch_deg: 6.5 }],
  empty: [],
}

const compass = { type: 'compass', sensor: 'heading', field: 'heading_deg' }
const gMeter = {
  type: 'g_meter',
  sensor: 'accelerometer',
  lateral_field: 'right_mps2',
  longitudinal_field: 'forward_mps2',
}
const attitude = {
  type: 'attitude',
  sensor: 'attitude',
  roll_field: 'roll_deg',
  pitch_field: 'pitch_deg',
}

const topView = { type: 'top_view', sensor: 'radar', height: 340 }
const targets = { type: 'targets', sensor: 'radar', font: { size: 14 } }

/** Renderers by the name of their picture, as in a project file. */
const pictures: Record<string, Record<string, unknown>> = {
  'compass-default': { ...compass, ...middle },
  'compass-north-up': {
    ...compass,
    field: 'yaw_rad',
    field_unit: 'rad',
    turns: 'counterclockwise',
    up: 'north',
    show_degrees: false,
    size: 300,
    accent_color: '#ff5a3c',
    ...middle,
  },
  'compass-tape': { ...compass, form: 'tape', size: 480, ...at('width / 2', 40, 'top_center') },
  'compass-no-match': { ...compass, sensor: 'empty', ...middle },
  'g-meter-default': { ...gMeter, ...middle },
  'g-meter-styled': {
    ...gMeter,
    size: 300,
    range: 1.5,
    ring: 0.25,
    trail_seconds: 1,
    peaks: 'trail',
    invert_lateral: true,
    show_total: false,
    accent_color: '#4dd2ff',
    dial_alpha: 0.85,
    ...middle,
  },
  'g-meter-no-match': { ...gMeter, sensor: 'empty', ...middle },
  'attitude-default': { ...attitude, ...middle },
  'attitude-rectangle': {
    ...attitude,
    shape: 'rectangle',
    size: 420,
    positive_roll: 'left',
    positive_pitch: 'down',
    pitch_span: 40,
    ladder_step: 5,
    sky_color: '#3a4a5c',
    earth_color: '#1c2126',
    accent_color: 'lime',
    ...middle,
  },
  'top-view-default': { ...topView, ...middle },
  'top-view-types': {
    ...topView,
    width: 420,
    range: 70,
    ring: 10,
    nearest: 8,
    color_by: 'type',
    label_text: 'type_distance',
    field_of_view: 90,
    dial_alpha: 0.8,
    ...middle,
  },
  'top-view-no-match': { ...topView, sensor: 'empty', ...middle },
  'targets-apart': {
    ...targets,
    labels: { place: 'apart', text: 'id_distance' },
    color_by: 'type',
    list: 'none',
  },
  'targets-compact-nearest': {
    ...targets,
    nearest: 5,
    max_distance: 60,
    types: 'car, bus, truck',
    list: 'compact',
    labels: { place: 'apart', bg_color: 'navy', bg_alpha: 1 },
    show_timestamp: false,
    panel: { enabled: true, radius: 6 },
    ...at(10, 'height - 10', 'bottom_left'),
  },
  'attitude-no-match': { ...attitude, sensor: 'empty', ...middle },
}

for (const [name, renderer] of Object.entries(pictures)) {
  test(`the picture ${name} is the same as the committed one`, async ({ library }) => {
    const picture = await drawScene(library, { renderers: [renderer], records })
    expect(picture).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
}

test('the picture renderers-attitudes-720p is the same as the committed one', async ({
  library,
}) => {
  const picture = await drawScene(library, {
    widthPx: 1280,
    heightPx: 720,
    records,
    renderers: [
      {
        ...targets,
        labels: { place: 'apart', text: 'id_distance' },
        color_by: 'type',
        list: 'none',
      },
      { ...compass, form: 'tape', size: 560, ...at('width / 2', 20, 'top_center') },
      { ...attitude, ...at(20, 'height - 20', 'bottom_left') },
      { ...gMeter, peaks: 'trail', ...at('width / 2', 'height - 20', 'bottom_center') },
      {
        ...topView,
        color_by: 'type',
        ...at('width - 20', 'height - 20', 'bottom_right'),
      },
      { ...compass, up: 'north', size: 160, font: { size: 18 }, ...at(20, 20, 'top_left') },
    ],
  })
  expect(picture).toMatchSnapshot('renderers-attitudes-720p.png', PICTURE_TOLERANCE)
})
