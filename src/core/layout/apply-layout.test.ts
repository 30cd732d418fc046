import { describe, expect, test } from 'vitest'
import { emptyConfig, parseConfig, serializeConfig } from '../config/parse-config.ts'
import { planFrames } from '../plan/plan-frames.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { fakeRecording, fakeTrack, PLAIN_CALIBRATION } from '../testing/fake-recording.ts'
import { applyLayout, proposeRoles, rolesOf } from './apply-layout.ts'
import { builtInLayout, LAYOUT_NAMES } from './built-in/index.ts'
import { chooseLayout } from './choose-layout.ts'
import { parseLayout, serializeLayout } from './layout.ts'
import { makeLayout } from './make-layout.ts'
import type { RoleChoices } from './roles.ts'

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

  test('keeps the unit of its scales, whatever that of the log is, and makes room for all values', () => {
    const layout = layoutOf({
      type: 'gauge',
      field: 'speed',
      unit: 'km/h',
      max: 180,
      zones: '90-180 red',
    })
    expect(apply(layout, [gnss]).elements).toMatchObject([
      { field: 'speed_in_kmh', unit: 'km/h', zones: '90-180 red', max: 180 },
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

  test('keeps whether it is metric or imperial, and brings it to another recording', () => {
    const saved = serializeLayout(
      makeLayout({ ...builtConfig(), units: 'imperial' }, [gnss], 'Mine'),
    )
    expect(saved.units).toBe('imperial')
    expect(apply(parseLayout(saved), [car, gnss]).config.units).toBe('imperial')
  })

  test('that says nothing of units leaves what was chosen', () => {
    const layout = layoutOf({ type: 'speed', field: 'speed' })
    const base = { ...emptyConfig(), units: 'imperial' as const }
    const { config } = applyLayout(layout, proposeRoles(layout, [gnss]), found(gnss), base)
    expect(config.units).toBe('imperial')
  })
})

function builtConfig() {
  const layout = builtInLayout('flight')
  return applyLayout(layout, proposeRoles(layout, [gnss]), found(gnss), emptyConfig()).config
}

describe('a channel of a layout', () => {
  const forces = {
    layout: 'Forces',
    channels: {
      side: {
        field: 'lateral_acceleration',
        unit: 'g',
        smooth: { kind: 'mean', window_ms: 200 },
      },
      push: { field: 'longitudinal_acceleration', unit: 'g' },
      total: { expression: 'hypot(side, push)', unit: 'g' },
    },
    renderers: [
      { type: 'g_meter', lateral_field: 'side', longitudinal_field: 'push', field_unit: 'g' },
      { type: 'value', field: 'total', decimals: 2 },
    ],
  }
  const metric = log('imu', { right_mps2: 2, forward_mps2: 1 })

  function applied(source: object, sensors: SensorTrack[], choices?: RoleChoices) {
    const layout = parseLayout({ reference_height: 1080, ...source })
    const { config, notes, elements } = apply(layout, sensors, choices)
    const plan = planFrames(found(...sensors), config)
    return {
      notes,
      elements,
      channels: serializeConfig(config).channels,
      problems: plan.problems.filter(({ severity }) => severity === 'error'),
      sampleOf: (index: number) => plan.jobAt(0).layers[index]?.sample?.record ?? {},
    }
  }

  test('asks for its roles, and for nothing else', () => {
    expect(rolesOf(parseLayout(forces))).toEqual([
      'lateral_acceleration',
      'longitudinal_acceleration',
    ])
  })

  test('is made for a scale that has another unit than the log', () => {
    const scale = { type: 'gauge', field: 'speed', unit: 'km/h', max: 150 }
    const { channels, problems, sampleOf } = applied({ layout: 'A', renderers: [scale] }, [gnss])
    expect(problems).toEqual([])
    expect(channels).toMatchObject({ speed_in_kmh: { sensor: 'gnss', unit: 'km/h' } })
    expect(sampleOf(0).speed_in_kmh).toBeCloseTo(108, 9)
  })

  test('converts a field into its unit', () => {
    const { channels, elements, notes, problems, sampleOf } = applied(forces, [metric])
    expect(notes).toEqual([])
    expect(problems).toEqual([])
    expect(channels).toMatchObject({
      side: { sensor: 'imu', unit: 'g', smooth: { window_ms: 200 } },
      total: { expression: 'hypot(side, push)', unit: 'g' },
    })
    expect(elements).toMatchObject([{ sensor: 'imu', field_unit: 'g' }, { field: 'total' }])
    expect(sampleOf(0).side).toBeCloseTo(2 / 9.80665, 9)
    expect(sampleOf(1).total).toBeCloseTo(Math.hypot(2, 1) / 9.80665, 9)
  })

  test('takes a field that is in its unit as it is', () => {
    const { channels, sampleOf } = applied(forces, [log('car', { right_g: 0.4, forward_g: 0.3 })])
    expect(channels).toMatchObject({ push: { sensor: 'car', field: 'forward_g', unit: 'g' } })
    expect(sampleOf(1).total).toBeCloseTo(0.5, 9)
  })

  test('is left out where the unit of its field is not known, or measures something else', () => {
    const unknown = log('acc', { right: 0.2, forward: 0.1 })
    expect(applied(forces, [unknown])).toMatchObject({
      elements: undefined,
      channels: undefined,
      notes: [
        'G-meter: left out, as the unit of Acceleration to the side is not known.',
        'Value: left out, as the unit of Acceleration to the side is not known.',
      ],
    })
    const role = { sensor: 'gnss', field: 'speed_mps', unit: 'm/s' } as const
    const choices = { lateral_acceleration: role, longitudinal_acceleration: role }
    expect(applied(forces, [gnss], choices).notes[0]).toBe(
      'G-meter: left out, as Acceleration to the side is in m/s, which cannot be shown in g.',
    )
  })

  test('is left out where its roles have no field, or are in different logs', () => {
    expect(applied(forces, [gnss]).notes).toEqual([
      'G-meter: no field is Acceleration to the side.',
      'Value: no field is Acceleration to the side.',
    ])
    const slope = {
      layout: 'Slope',
      channels: { slope: { expression: 'd(altitude) / speed' } },
      renderers: [{ type: 'value', field: 'slope' }],
    }
    const [altitude, speed] = [
      { sensor: 'gnss', field: 'altitude_m', unit: 'm' },
      { sensor: 'car', field: 'speed', unit: 'km/h' },
    ] as const
    expect(applied(slope, [gnss, car], { altitude, speed }).notes).toEqual([
      'Value: left out, as Altitude and Speed are in different logs.',
    ])
  })

  test('has another name where the recording has something of its name', () => {
    const source = {
      layout: 'Way',
      channels: { way: { field: 'speed', smooth: { kind: 'median' } } },
      renderers: [{ type: 'value', field: 'way' }],
    }
    const track = log('boat', { way: 1, speed_kn: 5 })
    const layout = parseLayout(source)
    const kept = parseConfig({ channels: { way_2: { sensor: 'boat', field: 'way' } } })
    const roles = proposeRoles(layout, [track])
    const { config } = applyLayout(layout, roles, found(track), kept)
    expect(Object.keys(config.channels)).toEqual(['way_2', 'way_3'])
    const again = applyLayout(layout, roles, found(track), config).config
    expect(again.channels).toEqual(config.channels)
  })

  test.each([
    [{ way: { sensor: 'gnss', field: 'speed' } }, 'a layout names no sensor'],
    [{ way: { expression: 'distance()' } }, 'distance(latitude, longitude)'],
    [{ way: { field: 'speed', unit: 'furlong' } }, 'unit'],
    [{ a: { expression: 'b' }, b: { expression: 'a' } }, 'it depends on itself'],
  ])('%j is an error', (channels, message) => {
    expect(() => parseLayout({ layout: 'A', channels })).toThrow(message)
  })

  test('is made of a channel of an overlay, with the units that it calculates with', () => {
    const config = parseConfig({
      channels: {
        speed: { sensor: 'gnss', field: 'speed_mps', unit: 'm/s' },
        braking: { sensor: 'gnss', expression: '-d(speed) / 9.81', unit: 'g' },
        climb: { sensor: 'gnss', expression: 'd(altitude_m)' },
        travelled: { sensor: 'gnss', expression: 'distance()', unit: 'm' },
        unused: { sensor: 'car', field: 'rpm' },
      },
      renderers: [
        { type: 'value', sensor: 'gnss', field: 'braking', show_when: 'climb > 0' },
        { type: 'value', sensor: 'car', field: 'travelled' },
        { type: 'value', sensor: 'car', field: 'rpm' },
      ],
    })
    const layout = makeLayout(config, [gnss, car], 'Mine')
    expect(serializeLayout(layout)).toMatchObject({
      channels: {
        speed_channel: { field: 'speed', unit: 'm/s' },
        braking: { expression: '-d(speed_channel) / 9.81', unit: 'g' },
        'altitude in m': { field: 'altitude', unit: 'm' },
        climb: { expression: 'd(`altitude in m`)' },
        travelled: { expression: 'distance(latitude, longitude)', unit: 'm' },
      },
      renderers: [
        { type: 'value', field: 'braking', show_when: 'climb > 0' },
        { type: 'value', field: 'travelled' },
        { type: 'value', field: 'engine_speed' },
      ],
    })
    expect(JSON.stringify(serializeLayout(layout))).not.toMatch(/gnss|car|unused/)
    const feet = log('fit', {
      latitude: 47,
      longitude: 8,
      altitude_ft: 900,
      speed_kmh: 50,
      rpm: 1000,
    })
    const { problems, notes, sampleOf } = applied(serializeLayout(layout), [feet])
    expect([...problems, ...notes]).toEqual([])
    expect(sampleOf(0)).toMatchObject({ travelled: 0, rpm: 1000 })
  })
})

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
