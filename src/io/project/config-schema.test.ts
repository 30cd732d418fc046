import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configSchema, layoutSchema } from '../../core/config/config-schema.ts'
import { layerSpecs } from '../../core/config/layer-specs.ts'
import { listOptions } from '../../core/config/list-options.ts'
import { defaultRendererConfig, defaultSensorConfig } from '../../core/config/overlay-config.ts'
import {
  CONFIG_SECTIONS,
  emptyConfig,
  parseConfig,
  serializeConfig,
} from '../../core/config/parse-config.ts'
import { layoutSpecs } from '../../core/config/layout-specs.ts'
import type { OptionSpecs } from '../../core/config/option-specs.ts'
import { outputSpecs } from '../../core/config/output-specs.ts'
import { defaultOptions } from '../../core/config/parse-options.ts'
import { rangeSpecs } from '../../core/config/range-specs.ts'
import { recordingSpecs } from '../../core/config/recording-specs.ts'
import { sensorSpecs } from '../../core/config/sensor-specs.ts'
import { themeSpecs } from '../../core/config/theme-specs.ts'
import { checkSchema } from '../../core/config/testing/check-schema.ts'
import { RENDERER_TYPES, renderers } from '../../core/draw/renderers/index.ts'
import { builtInLayout, LAYOUT_NAMES } from '../../core/layout/built-in/index.ts'
import { parseLayout, serializeLayout } from '../../core/layout/layout.ts'
import { readYaml } from './yaml-document.ts'

const schema = configSchema()

function readPlain(text: string): unknown {
  const { document } = readYaml(text, 'a text')
  return document?.toJS()
}

/** Whether Overlane takes it. */
function isTaken(parse: (source: unknown) => unknown, source: unknown): boolean {
  try {
    parse(source)
    return true
  } catch {
    return false
  }
}

/** A file with one value at a key, such as `output.video.codec`. */
type WithValue = (value: unknown) => unknown

/** Every key of a tree of options, with a way to write a value there. */
function placesOf(
  specs: OptionSpecs,
  within: (options: Record<string, unknown>) => unknown,
): { key: string; kind: string; write: WithValue }[] {
  return listOptions(specs, defaultOptions(specs), '').map(({ key, spec }) => ({
    key,
    kind: spec.kind,
    write: (value) =>
      within(
        key.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<
          string,
          unknown
        >,
      ),
  }))
}

/** What `overlane.yaml` and layouts have. */
const drawn = [
  ...placesOf(themeSpecs, (theme) => ({ theme })),
  ...placesOf(layerSpecs, (layer) => ({ renderers: [{ type: 'frame_info', ...layer }] })),
  ...RENDERER_TYPES.flatMap((type) =>
    placesOf(renderers[type].specs, (options) => ({ renderers: [{ type, ...options }] })),
  ),
]

const places = [
  ...drawn,
  ...placesOf(layoutSpecs, (options) => options),
  ...placesOf(recordingSpecs, (recording) => ({ recording })),
  ...placesOf(sensorSpecs, (speed) => ({ sensors: { speed } })),
  ...placesOf(rangeSpecs, (range) => ({ range })),
  ...placesOf(outputSpecs, (output) => ({ output })),
]

const { referenceHeight, units } = layoutSpecs
const layoutPlaces = [
  ...drawn,
  ...placesOf({ referenceHeight, units }, (options) => options),
  { key: 'description', kind: 'text', write: (description: unknown) => ({ description }) },
].map(({ write, ...place }) => ({
  ...place,
  write: (value: unknown) => ({ layout: 'Mine', ...(write(value) as object) }),
}))

/** Values of every type, and numbers beyond every limit. */
const VALUES = [null, true, 'none', 'auto', '', -1e9, -1, 0, 0.5, 1, 24, 1e9, [], [1], {}, { a: 1 }]

/** What Overlane reads in texts of these kinds is more than a schema can say. */
const TEXT_KINDS = ['color', 'nullable-color', 'coordinate']

/** Checks that a schema and Overlane take the same values, but for what texts mean. */
function expectSame(
  places: readonly { key: string; kind: string; write: WithValue }[],
  parse: (source: unknown) => unknown,
  checked: typeof schema,
): void {
  const unlike = places.flatMap(({ key, kind, write }) =>
    VALUES.flatMap((value) => {
      const file = write(value)
      const accepts = isTaken(parse, file)
      const isText = typeof value === 'string' && (TEXT_KINDS.includes(kind) || key === 'show_when')
      if (isText && !accepts) return []
      const isAccepted = checkSchema(file, checked).length === 0
      return isAccepted === accepts ? [] : [{ key, value, isAccepted, accepts }]
    }),
  )
  expect(unlike).toEqual([])
}

describe('the schema of overlane.yaml', () => {
  test('has every section', () => {
    expect(Object.keys(schema.properties as object)).toEqual(CONFIG_SECTIONS)
  })

  test('accepts the example of the README', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    expect(example).toContain('renderers:')
    expect(checkSchema(readPlain(example), schema)).toEqual([])
  })

  test('accepts every renderer as it is saved, with all that can be set', () => {
    const config = {
      ...emptyConfig(),
      timeZone: 'UTC',
      sensors: { speed: { ...defaultSensorConfig(), toleranceMs: 5 } },
      renderers: RENDERER_TYPES.map((type) => defaultRendererConfig(type, 'speed')),
    }
    expect(checkSchema(serializeConfig(config), schema)).toEqual([])
  })

  test('accepts what Overlane accepts at every key, and refuses the rest, but for what texts mean', () => {
    expect(places.length).toBeGreaterThan(300)
    expectSame(places, parseConfig, schema)
  })

  test.each([
    'rendrers: []',
    'renderers: [{ sensor: speed }]',
    'renderers: [{ type: spede }]',
    'renderers: [{ type: speed, show_timestmap: false }]',
    'renderers: [{ type: speed, font: { sise: 4 } }]',
    'renderers: { type: speed }',
    'sensors: { speed: { strategy: next } }',
    'output: { num_workers: many }',
    'time_zone: 5',
    '[]',
  ])('refuses %s', (text) => {
    expect(checkSchema(readPlain(text), schema)).not.toEqual([])
  })
})

describe('the schema of layout files', () => {
  const layouts = layoutSchema()

  test('accepts the built-in layouts as they are saved', () => {
    for (const name of LAYOUT_NAMES) {
      expect(checkSchema(serializeLayout(builtInLayout(name)), layouts), name).toEqual([])
    }
  })

  test('accepts what Overlane accepts at every key, and refuses the rest', () => {
    expect(layoutPlaces.length).toBeGreaterThan(300)
    expectSame(layoutPlaces, parseLayout, layouts)
  })

  test.each([
    'renderers: []',
    '{ layout: "  " }',
    '{ layout: Mine, range: {} }',
    '{ layout: Mine, safe_margin: 9 }',
    '{ layout: Mine, renderers: [{ type: speed, sensor: gnss }] }',
    '{ layout: Mine, channels: { fast: { sensor: gnss, field: speed } } }',
  ])('refuses %s, as Overlane does', (text) => {
    expect(checkSchema(readPlain(text), layouts)).not.toEqual([])
    expect(isTaken(parseLayout, readPlain(text))).toBe(false)
  })
})
