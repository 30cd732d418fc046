import { channelSpecs } from '../channels/channel-specs.ts'
import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import { layerSpecs } from './layer-specs.ts'
import { layoutSpecs } from './layout-specs.ts'
import type { GroupOption, NumberLimits, OptionSpec, OptionSpecs } from './option-specs.ts'
import { outputSpecs } from './output-specs.ts'
import { rangeSpecs } from './range-specs.ts'
import { recordingSpecs } from './recording-specs.ts'
import { syncPointsSchema } from './sensor-config.ts'
import { sensorSpecs } from './sensor-specs.ts'
import { themeSpecs } from './theme-specs.ts'

/** A JSON Schema of draft 7, which editors know best. */
export type JsonSchema = Readonly<Record<string, unknown>>

export const SCHEMA_FILE_NAME = 'overlane.schema.json'
export const LAYOUT_SCHEMA_FILE_NAME = 'overlane-layout.schema.json'

const DRAFT = 'http://json-schema.org/draft-07/schema#'

/**
 * What may stand in `overlane.yaml`, for editors that complete and check it. It is made from the
 * option specs. Colours, coordinates, conditions, and options that contradict each other are checked
 * only by Overlane.
 */
export function configSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    title: 'An overlay of Overlane (overlane.yaml)',
    ...mapping({
      time_zone: {
        type: ['string', 'null'],
        description:
          'An IANA time zone, such as Europe/Berlin. For clock times that are drawn, and for times without a zone. Default: your own.',
      },
      ...propertiesOf(layoutSpecs),
      theme: group(themeSpecs, 'The look that all elements share.'),
      recording: group(recordingSpecs, 'What is in the folder, if the file names do not say it.'),
      sensors: {
        type: ['object', 'null'],
        description: 'How logs are read and matched, by the name of the sensor.',
        additionalProperties: {
          description: 'One sensor.',
          ...mapping({ ...propertiesOf(sensorSpecs), sync_points: syncPointsSchema }),
          type: ['object', 'null'],
        },
      },
      channels: {
        type: ['object', 'null'],
        description: 'Named quantities: each is a field of a log, or an expression.',
        additionalProperties: group(channelSpecs, 'One channel.'),
      },
      renderers: RENDERER_LIST,
      range: group(rangeSpecs, 'Which frames are rendered.'),
      output: group(outputSpecs, 'How frames are rendered and written.'),
    }),
    definitions: definitionsWith({
      sensor: { type: ['string', 'null'], description: 'The sensor that is shown.' },
    }),
  }
}

/**
 * What may stand in a layout file, as {@link configSchema}. Roles stand where `overlane.yaml` names
 * fields, and nothing belongs to one recording.
 */
export function layoutSchema(): JsonSchema {
  const { referenceHeight, units } = layoutSpecs
  const { field, expression, unit, smooth } = channelSpecs
  return {
    $schema: DRAFT,
    title: 'A layout of Overlane (*.overlane-layout.yaml)',
    ...mapping({
      layout: { type: 'string', pattern: SOME_TEXT, description: 'The name of the layout.' },
      description: { type: 'string', pattern: SOME_TEXT, description: 'What it is for.' },
      ...propertiesOf({ referenceHeight, units }),
      theme: group(themeSpecs, 'The look that all elements share.'),
      channels: {
        type: ['object', 'null'],
        description: 'Named quantities: each is a role, or an expression over roles.',
        additionalProperties: group({ field, expression, unit, smooth }, 'One channel.'),
      },
      renderers: RENDERER_LIST,
    }),
    required: ['layout'],
    definitions: definitionsWith({}),
  }
}

/** Not only spaces. */
const SOME_TEXT = String.raw`\S`

const RENDERER_LIST: JsonSchema = {
  type: ['array', 'null'],
  description: 'What is drawn. Later ones lie on top.',
  items: {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: RENDERER_TYPES } },
    anyOf: RENDERER_TYPES.map((type) => ({ $ref: `#/definitions/${type}` })),
  },
}

/** The kinds of renderers, each with its options and what all of them have. */
function definitionsWith(common: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const layer = propertiesOf(layerSpecs)
  return Object.fromEntries(
    RENDERER_TYPES.map((type) => {
      const { label, specs } = renderers[type]
      const properties = { type: { const: type }, ...common, ...layer, ...propertiesOf(specs) }
      return [type, { title: label, ...mapping(properties) }]
    }),
  )
}

/** Nothing at all stands for an empty mapping. */
function group(specs: OptionSpecs, description: string): JsonSchema {
  return { description, ...mapping(propertiesOf(specs)), type: ['object', 'null'] }
}

function mapping(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, additionalProperties: false }
}

function propertiesOf(specs: OptionSpecs): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [toSnakeCase(name), optionSchema(spec)]),
  )
}

function optionSchema(spec: OptionSpec): JsonSchema {
  if (spec.kind === 'group') return group(spec.options, spec.label)
  return { description: describe(spec), default: spec.default, ...valueSchema(spec) }
}

function describe(spec: Exclude<OptionSpec, GroupOption>): string {
  const unit = 'unit' in spec ? ` (${spec.unit})` : ''
  const nothing = 'nullMeans' in spec ? ` Default: ${spec.nullMeans}.` : ''
  return `${spec.label}${unit}.${spec.help === undefined ? '' : ` ${spec.help}`}${nothing}`
}

function valueSchema(spec: Exclude<OptionSpec, GroupOption>): JsonSchema {
  switch (spec.kind) {
    case 'number':
      return numberSchema(spec)
    case 'nullable-number':
      return { anyOf: [numberSchema(spec), { type: 'null' }] }
    case 'number-or-choice':
      return { anyOf: [numberSchema(spec), { enum: spec.choices }] }
    case 'choice':
      return { enum: spec.choices }
    case 'boolean':
      return { type: 'boolean' }
    case 'text':
    case 'field':
    case 'color':
      return { type: 'string' }
    case 'nullable-text':
    case 'nullable-color':
      return { type: ['string', 'null'] }
    case 'coordinate':
      return { type: ['number', 'string'] }
    case 'values':
      return {
        type: 'object',
        additionalProperties: { type: ['number', 'string', 'boolean'] },
      }
    case 'time':
      return { type: ['number', 'string', 'null'] }
  }
}

function numberSchema({ integer = false, min, max }: NumberLimits): JsonSchema {
  return {
    type: integer ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }
}
