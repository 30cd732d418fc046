import { describe, expect, test } from 'vitest'
import { emptyConfig, parseConfig, serializeConfig } from '../config/parse-config.ts'
import { planFrames } from '../plan/plan-frames.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { fakeRecording, fakeTrack, PLAIN_CALIBRATION } from '../testing/fake-recording.ts'
import { applyLayout, proposeRoles, rolesOf } from './apply-layout.ts'
import type { RoleChoices } from './apply-layout.ts'
import { builtInLayout, LAYOUT_NAMES } from './built-in/index.ts'
import { chooseLayout } from './choose-layout.ts'
import { parseLayout, serializeLayout } from './layout.ts'
import { makeLayout } from './make-layout.ts'

/** A log whose records all say the same. */
function log(name: string, record: Record<string, unknown>): SensorTrack {
  const fields = Object.entries(record).map(([field, value]) => ({
    name: field,
    type: Array.isArray(value)
      ? ('array' as const)
      : typeof value === 'number'
        ? ('number' as const)
        : ('text' as const),
    count: 1,
  }))
  return { ...fakeTrack(name, [{ timestamp_ms: 0, ...record }]), fields }
}

const gnss = log('gnss', { lat: 47, lon: 8, speed_mps: 30, altitude_m: 400, heading_deg: 90 })
const car = log('car', { speed: 250, rpm: 5000, steering_deg: 3, right_g: 0.1, forward_g: 0.2 })
const attitude = log('attitude', { roll_deg: 1, pitch_rad: 2 })
const radar = log('radar', { targets: [] })

function found(...sensors: SensorTrack[]) {
  return { ...fakeRecording(), sensors, calibration: PLAIN_CALIBRATION }
}

function layoutOf(...renderers: Record<string, unknown>[]) {
  return parseLayout({ layout: 'Mine', reference_height: 1080, renderers })
}

/** The overlay as a file says it, with the proposed roles or others. */
function apply(layout: ReturnType<typeof layoutOf>, sensors: SensorTrack[], choices?: RoleChoices) {
  const roles = choices ?? proposeRoles(layout, sensors)
  const { config, notes } = applyLayout(layout, roles, found(...sensors), emptyConfig())
  return { elements: serializeConfig(config).renderers, notes, config }
}

describe('a layout', () => {
  test('names roles, and each element shows the fields that play them', () => {
    const layout = layoutOf(
      { type: 'map', latitude: 'latitude', longitude: 'longitude', heading: 'heading' },
      { type: 'text', template: '{{}} {altitude:.0f} m at {time}', show_when: 'altitude > 5' },
    )
    expect(rolesOf(layout)).toEqual(['latitude', 'longitude', 'heading', 'altitude'])
    expect(apply(layout, [car, gnss]).elements).toEqual([
      { type: 'map', sensor: 'gnss', latitude: 'lat', longitude: 'lon', heading: 'heading_deg' },
      {
        type: 'text',
        sensor: 'gnss',
        show_when: 'altitude_m > 5',
        template: '{{}} {altitude_m:.0f} m at {time}',
      },
    ])
  })

  test('takes the fields that are chosen', () => {
    const layout = layoutOf({ type: 'speed', field: 'speed', unit: 'mph' })
    const speed = { sensor: 'gnss', field: 'speed_mps', unit: 'm/s' } as const
    expect(apply(layout, [car, gnss], { speed }).elements).toEqual([
      { type: 'speed', sensor: 'gnss', field: 'speed_mps', field_unit: 'm/s', unit: 'mph' },
    ])
  })

  test('leaves out what has no field, and says so', () => {
    const layout = layoutOf(
      { type: 'gauge', field: 'heart_rate' },
      { type: 'frame_info' },
      { type: 'controls', brake: { field: 'brake' } },
    )
    const { elements, notes } = apply(layout, [gnss])
    expect(elements).toEqual([{ type: 'frame_info' }])
    expect(notes).toEqual(['Gauge: no field is Heart rate.', 'Controls: no field is Brake.'])
  })

  test('shows it as N/A if this is wanted', () => {
    const layout = layoutOf({ type: 'gauge', field: 'heart_rate' })
    const recording = found(gnss)
    const { config } = applyLayout(
      layout,
      { heart_rate: null },
      recording,
      emptyConfig(),
      'show_na',
    )
    const plan = planFrames(recording, parseConfig(serializeConfig(config)))
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(plan.jobAt(0).layers).toMatchObject([{ type: 'gauge', sample: null }])
  })

  test('leaves out fields of other logs where an element can do without them', () => {
    const layout = layoutOf({
      type: 'map',
      latitude: 'latitude',
      longitude: 'longitude',
      color_by: { field: 'speed' },
    })
    const { elements, notes } = apply(layout, [car, gnss])
    expect(elements).toEqual([{ type: 'map', sensor: 'gnss', latitude: 'lat', longitude: 'lon' }])
    expect(notes).toEqual(['Map: drawn without Speed, which is in another log.'])
  })

  test('leaves out an element whose fields are in different logs', () => {
    const layout = layoutOf({ type: 'attitude', roll_field: 'roll', pitch_field: 'pitch' })
    const roll = { sensor: 'attitude', field: 'roll_deg', unit: null }
    const pitch = { sensor: 'car', field: 'rpm', unit: null }
    const { elements, notes } = apply(layout, [attitude, car], { roll, pitch })
    expect(elements).toBeUndefined()
    expect(notes).toEqual(['Attitude: left out, as Roll and Pitch are in different logs.'])
  })

  test('converts its scales to the unit of the log, and makes room for all values', () => {
    const layout = layoutOf({
      type: 'gauge',
      field: 'speed',
      unit: 'km/h',
      max: 180,
      zones: '90-180 red',
    })
    expect(apply(layout, [gnss]).elements).toMatchObject([
      { unit: 'm/s', zones: '25-50 red', max: 50 },
    ])
    expect(apply(layout, [car]).elements).toMatchObject([{ max: 500 }])
  })

  test('keeps how logs are matched, the range and the output', () => {
    const base = parseConfig({
      time_zone: 'UTC',
      sensors: { gnss: { time_offset_ms: 40 } },
      range: { start_time: 5 },
      output: { format: 'webp' },
    })
    const layout = builtInLayout('dash_cam')
    const { config } = applyLayout(layout, proposeRoles(layout, [gnss]), found(gnss), base)
    const { timeZone, sensors, range, output } = config
    expect(base).toMatchObject({ timeZone, sensors, range, output })
  })

  test('is larger in height on a narrow frame, so that elements lie side by side', () => {
    const recording = found(gnss)
    const source = { ...recording.source, widthPx: 1080, heightPx: 1920 } as typeof recording.source
    const layout = builtInLayout('dash_cam')
    const { config } = applyLayout(layout, {}, { ...recording, source }, emptyConfig())
    expect(config.referenceHeight).toBe(Math.ceil((1400 * 1920) / 1080))
  })

  test.each(LAYOUT_NAMES)('that is built in can be drawn on any recording: %s', (name) => {
    const layout = builtInLayout(name)
    for (const sensors of [[], [gnss, car], [attitude, radar, gnss]]) {
      const recording = found(...sensors)
      const { config } = applyLayout(
        layout,
        proposeRoles(layout, sensors),
        recording,
        emptyConfig(),
      )
      const { problems } = planFrames(recording, config)
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })
})

describe('the layout of an overlay', () => {
  const config = parseConfig({
    time_zone: 'UTC',
    theme: { accent_color: '#00ccff' },
    sensors: { gnss: { file: 'logs/gnss.csv', time_offset_ms: 40 } },
    renderers: [
      { type: 'speed', sensor: 'gnss', field: 'speed_mps', field_unit: 'm/s', unit: 'mph' },
      { type: 'value', sensor: 'car', field: 'oil.temp' },
      {
        type: 'map',
        sensor: 'gnss',
        latitude: 'lat',
        longitude: 'lon',
        privacy: { radius: 300, around: 'point', latitude: 47.1, longitude: 8.2 },
      },
    ],
    range: { start_time: 5 },
  })
  const text = JSON.stringify(serializeLayout(makeLayout(config, [gnss], 'Mine')))

  test('has roles in place of fields', () => {
    expect(rolesOf(parseLayout(JSON.parse(text)))).toEqual([
      'speed',
      'temp',
      'latitude',
      'longitude',
    ])
  })

  test('has no sensor, sync, range, file name or private place', () => {
    expect(text).not.toMatch(/gnss|time_offset|range|start_time|csv|UTC|47\.1|8\.2|field_unit/)
    expect(text).toContain('"accent_color":"#00ccff"')
  })

  test('applied to the same recording draws the same', () => {
    const layout = makeLayout(builtConfig(), [gnss], 'Mine')
    expect(apply(layout, [gnss]).config.renderers).toEqual(builtConfig().renderers)
  })
})

function builtConfig() {
  const layout = builtInLayout('flight')
  return applyLayout(layout, proposeRoles(layout, [gnss]), found(gnss), emptyConfig()).config
}

describe('a layout file', () => {
  test.each([
    [{ layout: 'A', sensors: {} }, 'sensors', 'this belongs to one recording'],
    [{ layout: 'A', range: {} }, 'range', 'this belongs to one recording'],
    [{ layout: 'A', rendrers: [] }, 'rendrers', 'Did you mean "renderers"?'],
    [{ renderers: [] }, 'layout', 'nothing is not the name of the layout'],
    [
      { layout: 'A', renderers: [{ type: 'speed', sensor: 'can' }] },
      'renderers[0].sensor',
      'a layout names no sensor',
    ],
    [{ layout: 'A', renderers: [{ type: 'spede' }] }, 'renderers[0].type', 'Did you mean "speed"?'],
  ])('%j is an error at %s', (source, key, message) => {
    expect(() => parseLayout(source)).toThrow(message)
    expect(() => parseLayout(source)).toThrow(key)
  })
})

describe('the layout that is chosen for a recording', () => {
  test.each([
    ['adas_review', [car, radar]],
    ['bike', [log('ride', { heart_rate: 150, speed: 20 })]],
    ['boat', [log('boat', { depth_m: 4, speed_kn: 3 })]],
    ['track_day', [car]],
    ['flight', [gnss, attitude]],
    ['dash_cam', [gnss]],
    ['robot', [log('state', { yaw_deg: 5, battery: 60 })]],
    ['lab', [log('scope', { voltage: 5 })]],
    ['dash_cam', []],
  ])('is %s where the logs suit it', (name, sensors) => {
    expect(chooseLayout(found(...sensors))).toBe(name)
  })
})
