import { channelSpecs } from '../channels/channel-specs.ts'
import type { ChannelConfig } from '../channels/channel-specs.ts'
import { parseChannels } from '../channels/parse-channels.ts'
import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { DEEPEST_NESTING, isDeeperThan } from '../plain-object.ts'
import { didYouMean } from '../text/did-you-mean.ts'
import { isTimeZone } from '../time/clock.ts'
import { LAYER_KEYS, layerSpecs, parseCondition } from './layer-specs.ts'
import type { LayerOptions } from './layer-specs.ts'
import { layoutSpecs } from './layout-specs.ts'
import { outputSpecs } from './output-specs.ts'
import type { OverlayConfig, RendererConfig } from './overlay-config.ts'
import {
  addProblem,
  describeValue,
  joinKey,
  parseOptions,
  readMapping,
  reportUnknownKeys,
  serializeOptions,
} from './parse-options.ts'
import { rangeSpecs } from './range-specs.ts'
import { recordingSpecs } from './recording-specs.ts'
import { parseSensor, serializeSensor } from './sensor-config.ts'
import { themedSpecs, themeSpecs } from './theme-specs.ts'
import type { Theme } from './theme-specs.ts'

/** The sections of a configuration. */
export const CONFIG_SECTIONS = [
  'time_zone',
  'reference_height',
  'units',
  'safe_margin',
  'theme',
  'recording',
  'sensors',
  'channels',
  'renderers',
  'range',
  'output',
]

/** A configuration with nothing drawn and every default. */
export function emptyConfig(): OverlayConfig {
  return parseConfig({})
}

/**
 * Checks and completes what a project file says (its keys are snake_case).
 * @throws OverlaneError `config-invalid` or `config-unknown-key`, with every problem that was found
 */
export function parseConfig(source: unknown): OverlayConfig {
  if (isDeeperThan(source, DEEPEST_NESTING)) {
    const fault = `is nested more than ${DEEPEST_NESTING} levels deep.`
    throw new OverlaneError('config-invalid', { subject: 'The project file', fault })
  }
  const problems: Problem[] = []
  const given = readMapping(source, '', problems)
  reportUnknownKeys(given, CONFIG_SECTIONS, '', problems)
  const theme = parseOptions(themeSpecs, given.theme, 'theme', problems)
  const config: OverlayConfig = {
    timeZone: parseTimeZone(given.time_zone, problems),
    ...parseOptions(
      layoutSpecs,
      {
        reference_height: given.reference_height,
        units: given.units,
        safe_margin: given.safe_margin,
      },
      '',
      problems,
    ),
    theme,
    recording: parseOptions(recordingSpecs, given.recording, 'recording', problems),
    sensors: parseSensors(given.sensors, problems),
    channels: parseChannels(given.channels, problems),
    renderers: parseRenderers(given.renderers, theme, problems),
    range: parseOptions(rangeSpecs, given.range, 'range', problems),
    output: parseOptions(outputSpecs, given.output, 'output', problems),
  }
  if (problems.length > 0) throw OverlaneError.fromProblems(problems)
  return config
}

function parseTimeZone(value: unknown, problems: Problem[]): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && isTimeZone(value)) return value
  addProblem(problems, 'time_zone', value, 'an IANA time zone, such as Europe/Berlin')
  return null
}

/** A sensor may be called `__proto__`, as a log may: an assignment would not take it for a name. */
function parseSensors(source: unknown, problems: Problem[]): OverlayConfig['sensors'] {
  return Object.fromEntries(
    Object.entries(readMapping(source, 'sensors', problems)).map(([name, sensor]) => [
      name,
      parseSensor(sensor, `sensors.${name}`, problems),
    ]),
  )
}

function parseRenderers(source: unknown, theme: Theme, problems: Problem[]): RendererConfig[] {
  if (source === undefined || source === null) return []
  if (!Array.isArray(source)) {
    addProblem(problems, 'renderers', source, 'a list')
    return []
  }
  return source.flatMap((entry: unknown, index) => {
    const path = `renderers[${index}]`
    const given = readMapping(entry, path, problems)
    const type = RENDERER_TYPES.find((known) => known === given.type)
    if (!type) {
      const key = joinKey(path, 'type')
      const fault = `${describeValue(given.type)} is not one of ${RENDERER_TYPES.join(', ')}.`
      const remedy = didYouMean(String(given.type), RENDERER_TYPES, null)
      problems.push(problem('error', 'config-invalid', { subject: key, fault, remedy }, { key }))
      return []
    }
    const sensor = given.sensor ?? null
    if (sensor !== null && typeof sensor !== 'string') {
      addProblem(problems, joinKey(path, 'sensor'), sensor, 'the name of a sensor')
    }
    const specs = themedSpecs(renderers[type].specs, theme)
    return [
      {
        type,
        sensor: typeof sensor === 'string' ? sensor : null,
        ...parseLayer(given, path, problems),
        options: parseOptions(specs, given, path, problems, ['type', 'sensor', ...LAYER_KEYS]),
      } as RendererConfig,
    ]
  })
}

function parseLayer(
  given: Record<string, unknown>,
  path: string,
  problems: Problem[],
): LayerOptions {
  const own = Object.fromEntries(LAYER_KEYS.map((key) => [key, given[key]]))
  const layer = parseOptions(layerSpecs, own, path, problems)
  const key = joinKey(path, 'show_when')
  try {
    if (layer.showWhen !== null) parseCondition(layer.showWhen, key)
  } catch (thrown) {
    problems.push(OverlaneError.from(thrown, 'config-invalid', { key }).toProblem())
  }
  return layer
}

/** What `overlane.yaml` says for a configuration: snake_case, defaults left out. */
export function serializeConfig(config: OverlayConfig): Record<string, unknown> {
  const sections: [string, Record<string, unknown> | unknown[]][] = [
    ['theme', serializeOptions(themeSpecs, config.theme)],
    ['recording', serializeOptions(recordingSpecs, config.recording)],
    ['sensors', serializeNamed(config.sensors, serializeSensor)],
    ['channels', serializeNamed(config.channels, serializeChannel)],
    [
      'renderers',
      config.renderers.map(({ type, sensor, options, ...layer }) => ({
        type,
        ...(sensor === null ? {} : { sensor }),
        ...serializeOptions(layerSpecs, layer),
        ...serializeOptions(themedSpecs(renderers[type].specs, config.theme), options),
      })),
    ],
    ['range', serializeOptions(rangeSpecs, config.range)],
    ['output', serializeOptions(outputSpecs, config.output)],
  ]
  return {
    ...(config.timeZone === null ? {} : { time_zone: config.timeZone }),
    ...serializeOptions(layoutSpecs, config),
    ...Object.fromEntries(sections.filter(([, section]) => Object.keys(section).length > 0)),
  }
}

function serializeChannel(channel: ChannelConfig): Record<string, unknown> {
  return serializeOptions(channelSpecs, channel)
}

function serializeNamed<Values>(
  named: Readonly<Record<string, Values>>,
  serialize: (values: Values) => Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(named).map(([name, each]) => [name, serialize(each)]))
}
