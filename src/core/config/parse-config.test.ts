import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRendererConfig, defaultSensorConfig } from './overlay-config.ts'
import { emptyConfig, parseConfig, serializeConfig } from './parse-config.ts'
import { layerSpecs } from './layer-specs.ts'
import { layoutSpecs } from './layout-specs.ts'
import { channelSpecs } from '../channels/channel-specs.ts'
import { outputSpecs } from './output-specs.ts'
import { rangeSpecs } from './range-specs.ts'
import { recordingSpecs } from './recording-specs.ts'
import { sensorSpecs } from './sensor-specs.ts'
import { themeSpecs } from './theme-specs.ts'
import type { OverlayConfig } from './overlay-config.ts'
import { OverlaneError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { OptionSpec, OptionSpecs } from './option-specs.ts'
import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'

/** All that is found wrong with a project file. */
function problemsOf(source: unknown): readonly Problem[] {
  try {
    parseConfig(source)
  } catch (thrown) {
    if (thrown instanceof OverlaneError) return thrown.problems
    throw thrown
  }
  return []
}

const keysOf = (source: unknown): (string | undefined)[] =>
  problemsOf(source).map(({ where }) => where.key)

const TEXT_BOX = {
  position: { x: 10, y: 10, anchor: 'top_left' },
  font: { family: 'B612', size: 24, weight: 400, lineSpacing: 1.5 },
  textColor: 'white',
  outlineColor: null,
  outlineThickness: 3,
  panel: {
    enabled: false,
    padding: 10,
    bgColor: '#282828',
    bgAlpha: 0.7,
    borderColor: '#646464',
    borderThickness: 1,
    radius: 0,
  },
}

const ALWAYS = {
  name: null,
  showWhen: null,
  units: 'as_layout',
  show: { from: null, until: null, fadeIn: 0, fadeOut: 0 },
  hidden: false,
  locked: false,
}

describe('defaults', () => {
  test('of an empty project file', () => {
    const expected: OverlayConfig = {
      timeZone: null,
      referenceHeight: null,
      theme: {
        font: { family: null, weight: null },
        textColor: null,
        accentColor: null,
        outlineColor: null,
        outlineThickness: null,
        panel: {
          bgColor: null,
          bgAlpha: null,
          borderColor: null,
          borderThickness: null,
          radius: null,
          padding: null,
        },
      },
      safeMargin: 24,
      recording: {
        frames: null,
        pattern: null,
        timestamps: null,
        frameRate: 30,
        calibration: null,
      },
      sensors: {},
      units: 'as_given',
      channels: {},
      renderers: [],
      range: { startTime: null, endTime: null },
      output: {
        content: 'frames_with_overlay',
        timestamps: false,
        trace: false,
        video: {
          codec: 'auto',
          quality: 0.85,
          bitrateMbps: null,
          frameRate: null,
          keyFrameIntervalS: 2,
          sound: true,
          fastStart: false,
        },
        format: 'same',
        quality: 'source',
        pattern: null,
        mode: 'parallel',
        numWorkers: 'all_cores',
        chunkSize: 1,
        memoryLimitMb: null,
      },
    }
    for (const source of [undefined, null, {}]) expect(parseConfig(source)).toEqual(expected)
    expect(emptyConfig()).toEqual(expected)
  })

  test('of a sensor: forward, offset 0, scale 1, no limit, timestamp_ms', () => {
    const expected = {
      file: null,
      strategy: 'forward',
      timeOffsetMs: 0,
      timeScale: 1,
      toleranceMs: null,
      timeColumn: null,
      timeUnit: 'ms',
      syncPoints: [],
    }
    expect(defaultSensorConfig()).toEqual(expected)
    expect(parseConfig({ sensors: { speed: null } }).sensors).toEqual({ speed: expected })
  })

  test('of frame_info: compact', () => {
    expect(parseConfig({ renderers: [{ type: 'frame_info' }] }).renderers).toEqual([
      {
        type: 'frame_info',
        sensor: null,
        ...ALWAYS,
        options: { format: 'compact', ...TEXT_BOX, rotation: 0 },
      },
    ])
  })

  test('of speed: km/h, with the times', () => {
    expect(parseConfig({ renderers: [{ type: 'speed', sensor: 'gps' }] }).renderers).toEqual([
      {
        type: 'speed',
        sensor: 'gps',
        ...ALWAYS,
        options: {
          field: 'speed',
          fieldUnit: 'km/h',
          unit: 'km/h',
          showTimestamp: true,
          ...TEXT_BOX,
          rotation: 0,
        },
      },
    ])
  })

  test('of targets: projection camera, bounds distance, all of them, with the times', () => {
    expect(parseConfig({ renderers: [{ type: 'targets', sensor: 'radar' }] }).renderers).toEqual([
      {
        type: 'targets',
        sensor: 'radar',
        ...ALWAYS,
        options: {
          projection: 'camera',
          bounds: 'distance',
          boxes: 'flat',
          boxColor: 'lime',
          boxThickness: 2,
          labels: { place: 'above', text: 'id', bgColor: '#101418', bgAlpha: 0.7 },
          list: 'full',
          nearest: null,
          maxDistance: null,
          types: null,
          colorBy: 'one_color',
          showTimestamp: true,
          ...TEXT_BOX,
        },
      },
    ])
  })

  test.each(RENDERER_TYPES)('a new %s is what an empty entry would be', (type) => {
    expect([defaultRendererConfig(type, 'a')]).toEqual(
      parseConfig({ renderers: [{ type, sensor: 'a' }] }).renderers,
    )
  })
})

test('a whole project file', () => {
  const config = parseConfig({
    time_zone: 'Asia/Shanghai',
    recording: { frames: 'images', pattern: '{:d}.jpg', frame_rate: 25 },
    sensors: {
      speed: { strategy: 'nearest', time_offset_ms: -120.5, time_scale: 1.0002, tolerance_ms: 500 },
      gps: { file: 'nmea.csv', time_column: 'time', time_unit: 'iso8601' },
    },
    renderers: [
      { type: 'frame_info', format: 'datetime', text_color: '#ff8800' },
      {
        type: 'speed',
        sensor: 'speed',
        position: { x: 'width - 10', anchor: 'top_right' },
        panel: { enabled: true, bg_alpha: 0.5 },
      },
      { type: 'speed', sensor: 'gps', field: 'motion.v', field_unit: 'm/s', unit: 'mph' },
    ],
    range: { start_time: '2025-10-27T08:30:10', end_time: 1761525020000 },
    output: { format: 'jpeg', num_workers: 4, mode: 'sequential', chunk_size: 8 },
  })
  expect(config).toMatchObject({
    timeZone: 'Asia/Shanghai',
    recording: { frames: 'images', pattern: '{:d}.jpg', frameRate: 25, timestamps: null },
    sensors: {
      speed: { strategy: 'nearest', timeOffsetMs: -120.5, timeScale: 1.0002, toleranceMs: 500 },
      gps: { file: 'nmea.csv', timeColumn: 'time', timeUnit: 'iso8601', strategy: 'forward' },
    },
    renderers: [
      { type: 'frame_info', options: { format: 'datetime', textColor: '#ff8800' } },
      {
        type: 'speed',
        sensor: 'speed',
        options: {
          position: { x: 'width - 10', y: 10, anchor: 'top_right' },
          panel: { enabled: true, bgAlpha: 0.5, padding: 10 },
        },
      },
      { sensor: 'gps', options: { field: 'motion.v', fieldUnit: 'm/s', unit: 'mph' } },
    ],
    range: { startTime: '2025-10-27T08:30:10', endTime: 1761525020000 },
    output: { format: 'jpeg', numWorkers: 4, mode: 'sequential', chunkSize: 8, quality: 'source' },
  })
})

describe('an unknown key is an error that names it and the closest known one', () => {
  test.each<[unknown, string, string]>([
    [{ timezone: 'UTC' }, 'timezone', 'time_zone'],
    [{ render: [] }, 'render', 'renderers'],
    [{ referenceHeight: 1080 }, 'referenceHeight', 'reference_height'],
    [{ recording: { frame: 'x' } }, 'recording.frame', 'frames'],
    [{ sensors: { gps: { offset_ms: 1 } } }, 'sensors.gps.offset_ms', 'time_offset_ms'],
    [{ sensors: { gps: { tolerance: 1 } } }, 'sensors.gps.tolerance', 'tolerance_ms'],
    [{ range: { start: 1 } }, 'range.start', 'start_time'],
    [{ output: { num_worker: 1 } }, 'output.num_worker', 'num_workers'],
    [{ renderers: [{ type: 'speed', feild: 'v' }] }, 'renderers[0].feild', 'field'],
    [{ renderers: [{ type: 'speed', sensors: 'v' }] }, 'renderers[0].sensors', 'sensor'],
    [{ renderers: [{ type: 'speed', shown_when: 'v' }] }, 'renderers[0].shown_when', 'show_when'],
    [
      { renderers: [{ type: 'frame_info' }, { type: 'speed', panel: { bg_colour: 'red' } }] },
      'renderers[1].panel.bg_colour',
      'bg_color',
    ],
  ])('%j', (source, key, closest) => {
    const [only, ...others] = problemsOf(source)
    expect(others).toEqual([])
    expect(only).toMatchObject({ severity: 'error', code: 'config-unknown-key', where: { key } })
    expect(only?.message).toContain(key)
    expect(only?.message).toContain(closest)
  })
})

describe('everything in a project file is checked', () => {
  test.each<[unknown, string]>([
    ['text', ''],
    [[1], ''],
    [{ time_zone: 'Berlin' }, 'time_zone'],
    [{ time_zone: 8 }, 'time_zone'],
    [{ reference_height: 0 }, 'reference_height'],
    [{ reference_height: 'tall' }, 'reference_height'],
    [{ recording: { frame_rate: 0 } }, 'recording.frame_rate'],
    [{ safe_margin: -1 }, 'safe_margin'],
    [{ sensors: [] }, 'sensors'],
    [{ sensors: { a: 1 } }, 'sensors.a'],
    [{ sensors: { a: { strategy: 'closest' } } }, 'sensors.a.strategy'],
    [{ sensors: { a: { tolerance_ms: -1 } } }, 'sensors.a.tolerance_ms'],
    [{ sensors: { a: { time_scale: 0 } } }, 'sensors.a.time_scale'],
    [{ sensors: { a: { time_scale: -1 } } }, 'sensors.a.time_scale'],
    [{ sensors: { a: { time_unit: 'min' } } }, 'sensors.a.time_unit'],
    [{ renderers: {} }, 'renderers'],
    [{ renderers: [{ type: 'spede' }] }, 'renderers[0].type'],
    [{ renderers: [{}] }, 'renderers[0].type'],
    [{ renderers: [{ type: 'speed', sensor: 3 }] }, 'renderers[0].sensor'],
    [{ renderers: [{ type: 'speed', show_when: 3 }] }, 'renderers[0].show_when'],
    [{ renderers: [{ type: 'speed', show_when: 'speed >' }] }, 'renderers[0].show_when'],
    [{ renderers: [{ type: 'speed', name: 3 }] }, 'renderers[0].name'],
    [{ renderers: [{ type: 'speed', hidden: 'yes' }] }, 'renderers[0].hidden'],
    [{ renderers: [{ type: 'speed', locked: 1 }] }, 'renderers[0].locked'],
    [{ renderers: [{ type: 'frame_info', text_color: 'whit' }] }, 'renderers[0].text_color'],
    [
      { renderers: [{ type: 'frame_info', position: { x: 'width -' } }] },
      'renderers[0].position.x',
    ],
    [
      { renderers: [{ type: 'frame_info', position: { anchor: 'middle' } }] },
      'renderers[0].position.anchor',
    ],
    [{ renderers: [{ type: 'frame_info', font: { size: 0 } }] }, 'renderers[0].font.size'],
    [{ renderers: [{ type: 'targets', box_thickness: '2' }] }, 'renderers[0].box_thickness'],
    [{ range: { end_time: false } }, 'range.end_time'],
    [{ output: { format: 'gif' } }, 'output.format'],
    [{ output: { quality: 95 } }, 'output.quality'],
    [{ output: { mode: 'fast' } }, 'output.mode'],
    [{ output: { num_workers: 0 } }, 'output.num_workers'],
    [{ output: { chunk_size: 1.5 } }, 'output.chunk_size'],
  ])('%j', (source, key) => {
    const [only, ...others] = problemsOf(source)
    expect(others).toEqual([])
    expect(only).toMatchObject({ severity: 'error', code: 'config-invalid', where: { key } })
    expect(only?.message).toContain(key === '' ? 'The project file' : key)
  })

  test('an unknown renderer is named, with those that are known and the closest', () => {
    const [unknown] = problemsOf({ renderers: [{ type: 'spede' }] })
    expect(unknown?.message).toBe(
      `renderers[0].type: "spede" is not one of ${RENDERER_TYPES.join(', ')}. Did you mean "speed"?`,
    )
  })

  test('a condition that is not understood is named, with the place', () => {
    const [wrong] = problemsOf({ renderers: [{ type: 'frame_info', show_when: 'speed > > 5' }] })
    expect(wrong?.message).toContain(
      'renderers[0].show_when: "speed > > 5" is not a condition: ">" is out of place (character 9).',
    )
  })

  test('all problems are found at once', () => {
    const keys = keysOf({
      time_zone: 'Mars',
      foo: 1,
      sensors: { gps: { strategy: 'x', bar: 2 } },
      renderers: [{ type: 'nope' }, { type: 'speed', text_color: 'whit', unit: 'c' }],
      output: { quality: 2 },
    })
    expect(keys.sort()).toEqual([
      'foo',
      'output.quality',
      'renderers[0].type',
      'renderers[1].text_color',
      'renderers[1].unit',
      'sensors.gps.bar',
      'sensors.gps.strategy',
      'time_zone',
    ])
  })

  test('the error says what its first problem says, and holds them all', () => {
    const source = { foo: 1, output: { quality: 2 } }
    expect(() => parseConfig(source)).toThrow(problemsOf(source)[0]?.message)
    expect(problemsOf(source)).toHaveLength(2)
  })
})

describe('what is written is read as the same configuration', () => {
  test('a configuration of defaults writes nothing', () => {
    expect(serializeConfig(emptyConfig())).toEqual({})
  })

  test('defaults are left out, renderers keep their order, listed sensors stay listed', () => {
    const source = {
      sensors: { gps: {}, speed: { strategy: 'linear' } },
      renderers: [{ type: 'speed', sensor: 'gps', unit: 'kn' }, { type: 'frame_info' }],
    }
    expect(serializeConfig(parseConfig(source))).toEqual(source)
  })

  test('any configuration', () => {
    fc.assert(
      fc.property(anyConfig(), (config) => {
        const written: unknown = JSON.parse(JSON.stringify(serializeConfig(config)))
        expect(parseConfig(written)).toEqual(config)
      }),
      { seed: 20251027, numRuns: 500 },
    )
  })
})

function anyConfig(): fc.Arbitrary<OverlayConfig> {
  const name = fc.stringMatching(/^[a-z][a-z0-9_ .-]{0,12}$/)
  const renderer = fc.constantFrom(...RENDERER_TYPES).chain((type) =>
    fc.record({
      type: fc.constant(type),
      sensor: fc.option(name),
      name: fc.option(name),
      showWhen: fc.option(fc.constantFrom('speed > 5', 'not (a.b == 1 or c)', '1')),
      hidden: fc.boolean(),
      locked: fc.boolean(),
      show: anyOptions(layerSpecs.show.options),
      units: anyOption(layerSpecs.units),
      options: anyOptions(renderers[type].specs),
    }),
  )
  const anyChannel = fc
    .record({ shared: anyOptions(channelSpecs), isField: fc.boolean() })
    .map(({ shared, isField }) => ({
      ...shared,
      sensor: 'gps',
      ...(isField ? { field: 'speed', expression: null } : { field: null, expression: 'd(v) / 2' }),
    }))
  return fc.record({
    timeZone: fc.option(fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata')),
    referenceHeight: fc.option(fc.integer({ min: 1, max: 100_000 })),
    units: anyOption(layoutSpecs.units),
    theme: anyOptions(themeSpecs),
    safeMargin: fc.integer({ min: 0, max: 10_000 }),
    recording: anyOptions(recordingSpecs),
    sensors: fc.dictionary(name, anySensor(), { maxKeys: 4, noNullPrototype: true }),
    channels: fc.dictionary(name, anyChannel, { maxKeys: 3, noNullPrototype: true }),
    renderers: fc.array(renderer, { maxLength: 4 }),
    range: anyOptions(rangeSpecs),
    output: anyOptions(outputSpecs),
  }) as unknown as fc.Arbitrary<OverlayConfig>
}

function anySensor(): fc.Arbitrary<Record<string, unknown>> {
  const syncPoints = fc
    .array(fc.record({ errorMs: fc.integer({ min: -9, max: 9 }), isLeftOut: fc.boolean() }))
    .map((points) =>
      points.map(({ errorMs, isLeftOut }, index) => ({
        videoMs: index * 1000,
        logMs: index * 1000 + errorMs,
        isLeftOut: isLeftOut && index > 1,
      })),
    )
  return fc
    .record({ options: anyOptions(sensorSpecs), syncPoints })
    .map(({ options, syncPoints: points }) =>
      points.length === 0
        ? { ...options, syncPoints: points }
        : { ...options, timeOffsetMs: 0, timeScale: 1, syncPoints: points },
    )
}

function anyOptions(specs: OptionSpecs): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, anyOption(spec)])),
  )
}

function anyOption(spec: OptionSpec): fc.Arbitrary<unknown> {
  // JSON has no −0.
  const number = (min = -1e9, max = 1e9): fc.Arbitrary<number> =>
    fc.double({ min, max, noNaN: true }).map((value) => value + 0)
  switch (spec.kind) {
    case 'group':
      return anyOptions(spec.options)
    case 'number':
      return spec.integer ? fc.integer(limits(spec)) : number(spec.min, spec.max)
    case 'nullable-number':
      return fc.option(spec.integer ? fc.integer(limits(spec)) : number(spec.min, spec.max))
    case 'text':
    case 'field':
      return fc.string()
    case 'nullable-text':
      return fc.option(fc.string())
    case 'choice':
      return fc.constantFrom(...spec.choices)
    case 'number-or-choice':
      return fc.oneof(
        spec.integer ? fc.integer(limits(spec)) : number(spec.min, spec.max),
        fc.constantFrom(...spec.choices),
      )
    case 'boolean':
      return fc.boolean()
    case 'color':
      return fc.constantFrom('white', '#123', '#12345678', 'rgb(1, 2, 3)', 'hsl(1 2% 3%)')
    case 'nullable-color':
      return fc.option(fc.constantFrom('black', '#123456'))
    case 'coordinate':
      return fc.oneof(number(), fc.constantFrom('width - 10', '(height + 2) / 3', '-5'))
    case 'time':
      return fc.option(fc.oneof(number(), fc.constantFrom('2025-10-27T08:30:10', 'soon')))
  }
}

function limits({ min, max }: { min?: number; max?: number }): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

test('a sensor may be called __proto__', () => {
  const source = JSON.parse('{"sensors":{"__proto__":{"time_offset_ms":5}}}') as unknown
  const { sensors } = parseConfig(source)
  expect(Object.entries(sensors)).toMatchObject([['__proto__', { timeOffsetMs: 5 }]])
  expect(Object.keys(serializeConfig(parseConfig(source)).sensors as object)).toEqual(['__proto__'])
})

test('a configuration that is nested very deep, or in a circle, is an error that says so', () => {
  const circle: Record<string, unknown> = {}
  circle.output = circle
  let deep: unknown = []
  for (let level = 0; level < 100_000; level++) deep = [deep]
  for (const source of [circle, { renderers: deep }, { output: { quality: deep } }]) {
    expect(problemsOf(source).map(({ message }) => message)).toEqual([
      'The project file is nested more than 100 levels deep.',
    ])
  }
})
