import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { configSchema } from '../../core/config/config-schema.ts'
import { layerSpecs } from '../../core/config/layer-specs.ts'
import { listOptions } from '../../core/config/list-options.ts'
import { defaultRendererConfig, defaultSensorConfig } from '../../core/config/overlay-config.ts'
import { emptyConfig, parseConfig, serializeConfig } from '../../core/config/parse-config.ts'
import { layoutSpecs } from '../../core/config/layout-specs.ts'
import type { OptionSpecs } from '../../core/config/option-specs.ts'
import { outputSpecs } from '../../core/config/output-specs.ts'
import { defaultOptions } from '../../core/config/parse-options.ts'
import { rangeSpecs } from '../../core/config/range-specs.ts'
import { recordingSpecs } from '../../core/config/recording-specs.ts'
import { sensorSpecs } from '../../core/config/sensor-specs.ts'
import { checkSchema } from '../../core/config/testing/check-schema.ts'
import { RENDERER_TYPES, renderers } from '../../core/draw/renderers/index.ts'
import { readYaml } from './yaml-document.ts'

const schema = configSchema()

function readPlain(text: string): unknown {
  const { document } = readYaml(text, 'a text')
  return document?.toJS()
}

function isConfig(source: unknown): boolean {
  try {
    parseConfig(source)
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

const places = [
  ...placesOf(layoutSpecs, (options) => options),
  ...placesOf(recordingSpecs, (recording) => ({ recording })),
  ...placesOf(sensorSpecs, (speed) => ({ sensors: { speed } })),
  ...placesOf(rangeSpecs, (range) => ({ range })),
  ...placesOf(outputSpecs, (output) => ({ output })),
  ...placesOf(layerSpecs, (layer) => ({ renderers: [{ type: 'frame_info', ...layer }] })),
  ...RENDERER_TYPES.flatMap((type) =>
    placesOf(renderers[type].specs, (options) => ({ renderers: [{ type, ...options }] })),
  ),
]

/** Values of every type, and numbers beyond every limit. */
const VALUES = [null, true, 'none', 'auto', '', -1e9, -1, 0, 0.5, 1, 24, 1e9, [], [1], {}, { a: 1 }]

/** What Overlane reads in texts of these kinds is more than a schema can say. */
const TEXT_KINDS = ['color', 'nullable-color', 'coordinate']

describe('the schema of overlane.yaml', () => {
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
    for (const { key, kind, write } of places) {
      for (const value of VALUES) {
        const file = write(value)
        const accepts = isConfig(file)
        const isText =
          typeof value === 'string' && (TEXT_KINDS.includes(kind) || key === 'show_when')
        if (isText && !accepts) continue
        const isAccepted = checkSchema(file, schema).length === 0
        expect({ key, value, isAccepted }).toEqual({ key, value, isAccepted: accepts })
      }
    }
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
