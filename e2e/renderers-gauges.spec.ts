import { expect, test } from './fixtures.ts'
import { openByDrop } from './page.ts'
import { START_MS } from './recordings.ts'
import { drawScene, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const records = {
  car: [
    {
      timestamp_ms: FRAME_MS - 40,
      speed: 128.4,
      rpm: 5240,
      power: -38,
      temperature: 96.5,
      gps: { lat: 48.13743, lon: 11.57549 },
      driver: 'Ada',
      steering_deg: 32,
      throttle: 0.72,
      brake: 0.1,
      clutch: 0,
      gear: 4,
      aileron: -0.35,
      elevator: 0.6,
      rudder: 0.2,
    },
  ],
  empty: [],
}

const zones = '0-120 #2ecc71, 120-160 #f1c40f, 160-200 #e74c3c'
const center = { position: { x: 'width / 2', y: 'height / 2', anchor: 'center' } }
const speed = { sensor: 'car', field: 'speed', label: 'Speed', unit: 'km/h', max: 200 }

const car = {
  steering: { field: 'steering_deg' },
  clutch: { field: 'clutch' },
  brake: { field: 'brake' },
  throttle: { field: 'throttle' },
  gear: { field: 'gear' },
}

/** Renderers by the name of their picture, as in a project file. */
const pictures: Record<string, Record<string, unknown>> = {
  'gauge-default': { type: 'gauge', sensor: 'car', field: 'speed', max: 200 },
  'gauge-dial-zones': { type: 'gauge', ...speed, zones, size: 300, decimals: 1, ...center },
  'gauge-arc': { type: 'gauge', ...speed, zones, style: 'arc', ...center },
  'gauge-donut-from-zero': {
    type: 'gauge',
    style: 'donut',
    sensor: 'car',
    field: 'power',
    label: 'Power',
    unit: 'kW',
    min: -100,
    max: 100,
    color: '#4fc3f7',
    font: { weight: 700 },
    panel: { enabled: false },
    outline_color: 'rgb(16, 20, 24)',
    outline_thickness: 4,
    ...center,
  },
  'gauge-no-match': { type: 'gauge', ...speed, sensor: 'empty', zones, ...center },
  'bar-default': { type: 'bar', sensor: 'car', field: 'speed', max: 200 },
  'bar-zones': { type: 'bar', ...speed, zones, decimals: 1, length: 400, thickness: 24, ...center },
  'bar-vertical-from-zero': {
    type: 'bar',
    direction: 'vertical',
    sensor: 'car',
    field: 'power',
    label: 'Power',
    unit: 'kW',
    min: -50,
    max: 150,
    zones: '-50-0 #2ecc71',
    length: 180,
    ...center,
  },
  'bar-no-match': { type: 'bar', ...speed, sensor: 'empty', zones },
  'text-default': { type: 'text' },
  'text-styled': {
    type: 'text',
    sensor: 'car',
    template:
      '{driver}: {speed:.1f} km/h\n{gps.lat:.5f}  {gps.lon:.5f}\n{time:yyyy-MM-dd HH:mm:ss.SSS}  #{frame:05d}',
    font: { size: 28, weight: 700, line_spacing: 1.4 },
    panel: { enabled: true, padding: 20, radius: 12, bg_color: '#101418', border_thickness: 0 },
    ...center,
  },
  'text-no-match': {
    type: 'text',
    sensor: 'empty',
    template: '{speed:.1f} km/h at {time:HH:mm}',
    panel: { enabled: true },
  },
  'controls-default': { type: 'controls', sensor: 'car', ...car },
  'controls-sticks': {
    type: 'controls',
    style: 'sticks',
    sensor: 'car',
    sticks: { left_x: 'rudder', left_y: 'throttle', right_x: 'aileron', right_y: 'elevator' },
    color: '#4fc3f7',
    ...center,
  },
  'image-default': { type: 'image', file: 'logo.png' },
  'image-panel-faint': {
    type: 'image',
    file: 'logo.png',
    width: 300,
    height: 120,
    opacity: 0.6,
    radius: 16,
    panel: { enabled: true, padding: 20, radius: 24, bg_color: '#101418', border_thickness: 0 },
    ...center,
  },
  'controls-no-match': { type: 'controls', sensor: 'empty', ...car, ...center },
}

for (const [name, renderer] of Object.entries(pictures)) {
  test(`the picture ${name} is the same as the committed one`, async ({ library }) => {
    const picture = await drawScene(library, { renderers: [renderer], records })
    expect(picture).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
}

test('the picture gauges-all is the same as the committed one', async ({ library }) => {
  const at = (x: number | string, y: number | string, anchor: string) => ({
    position: { x, y, anchor },
  })
  const picture = await drawScene(library, {
    renderers: [
      { type: 'gauge', ...speed, zones, ...at(30, 'height - 30', 'bottom_left') },
      {
        type: 'gauge',
        style: 'arc',
        sensor: 'car',
        field: 'rpm',
        label: 'rpm',
        max: 8000,
        zones: '6500-8000 #e74c3c',
        ...at('width - 30', 'height - 30', 'bottom_right'),
      },
      {
        type: 'controls',
        sensor: 'car',
        ...car,
        ...at('width / 2', 'height - 30', 'bottom_center'),
      },
      {
        type: 'bar',
        sensor: 'car',
        field: 'temperature',
        label: 'Coolant',
        unit: '°C',
        min: 40,
        max: 120,
        zones: '40-70 #4fc3f7, 70-105 #2ecc71, 105-120 #e74c3c',
        ...at('width - 30', 30, 'top_right'),
      },
      {
        type: 'text',
        sensor: 'car',
        template: '{driver}  {time:dd.MM.yyyy HH:mm:ss}\n{gps.lat:.5f}  {gps.lon:.5f}',
        ...at(30, 30, 'top_left'),
      },
    ],
    records,
    widthPx: 1280,
    heightPx: 720,
  })
  expect(picture).toMatchSnapshot('gauges-all.png', PICTURE_TOLERANCE)
})

test('a text takes a sensor in the page, and can do without one', async ({
  page,
  makeRecording,
}) => {
  const log = JSON.stringify({ timestamp_ms: START_MS, speed: 50 })
  const { path } = await makeRecording({ files: { 'speed.jsonl': log } })
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByLabel('Add overlay').selectOption('Text')
  const options = page.getByRole('region', { name: 'Text options' })
  await expect(options.getByLabel('Sensor')).toHaveValue('speed')
  await expect(options.getByLabel('Text', { exact: true })).toHaveValue('speed: {speed:.1f}')
  await options.getByLabel('Sensor').selectOption('none')
  await expect(options).toContainText('there is no sensor to take the field "speed" from.')
  await options.getByLabel('Text', { exact: true }).fill('{frame')
  await expect(options).toContainText('at character 1: the brace is never closed.')
  await options.getByLabel('Text', { exact: true }).fill('{frame}')
  await expect(options).not.toContainText('brace')
})

test('a control whose field is left out is no problem in the page', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ files: { 'car.csv': 'timestamp_ms,gear\n0,3\n' } })
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByLabel('Add overlay').selectOption('Controls')
  const options = page.getByRole('region', { name: 'Controls options' })
  const fields = options.getByPlaceholder('none')
  await expect(fields.first()).toHaveValue('')
  await expect(fields.nth(4)).toHaveValue('gear')
  await expect(options).not.toContainText('choose a field')
})
