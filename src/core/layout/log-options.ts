import type { RendererConfig } from '../config/overlay-config.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { convertUnit, isConvertible } from '../units/units.ts'
import type { Unit } from '../units/units.ts'
import { sampleNumbers } from '../draw/parts/sample-numbers.ts'
import { roundUp } from '../draw/parts/scale/scale.ts'
import { parseZones } from '../draw/parts/scale/zones.ts'

type Options = Record<string, unknown>

/** Options that say how a log counts. A layout does not have them, as they differ with the log. */
export const LOG_OPTIONS: readonly string[] = [
  'fieldUnit',
  'invertLateral',
  'invertLongitudinal',
  'turns',
  'offset',
  'positiveRoll',
  'positivePitch',
  'pedalMax',
  'steering.unit',
  'steering.positive',
  'sticks.max',
]

/** A renderer with other values for some options, by their dotted names; unknown ones are left. */
export function withOptions(config: RendererConfig, values: Options): RendererConfig {
  const options: Options = { ...config.options }
  for (const [path, value] of Object.entries(values)) {
    const [name = '', inner] = path.split('.')
    if (!Object.hasOwn(options, name)) continue
    options[name] = inner === undefined ? value : { ...(options[name] as object), [inner]: value }
  }
  return { ...config, options } as unknown as RendererConfig
}

/** A log, by itself and with the channels of the overlay as fields. */
export interface FittedLog {
  track: SensorTrack
  complete: SensorTrack
}

/**
 * A renderer of a layout for one log: its units, its directions, and a scale on which all values lie.
 * @param log null if the recording has it not
 * @param unit of the first field; null if it is not known
 */
export function fitToLog(
  config: RendererConfig,
  log: FittedLog | null,
  unit: Unit | null,
): RendererConfig {
  if (!log) return config
  const counted = withOptions(config, howItCounts(config, log.track, unit))
  return onScale(unit === null ? counted : withLogUnit(counted, unit), log.complete, unit)
}

/** A curve is in the unit of the log, and says so. Of several curves, each may have another unit. */
function withLogUnit(config: RendererConfig, unit: Unit): RendererConfig {
  if (config.type !== 'chart') return config
  const { second, third, fourth } = config.options
  const isOnly = [second, third, fourth].every(({ field }) => field === '')
  return isOnly ? withOptions(config, { unit }) : config
}

/** As the renderer itself finds it in the log, if it finds the same fields. */
function howItCounts(config: RendererConfig, track: SensorTrack, unit: Unit | null): Options {
  const renderer = rendererOf(config.type)
  const { specs } = renderer
  const found = renderer.fit?.(track)?.options ?? {}
  const read = (options: object, path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>((value, name) => (value as Options | undefined)?.[name], options)
  const values = Object.fromEntries(
    LOG_OPTIONS.map((path) => [path, read(found, path)]).filter(([, value]) => value !== undefined),
  ) as Options
  const { fieldUnit } = specs
  if (fieldUnit?.kind === 'choice' && unit !== null && fieldUnit.choices.includes(unit)) {
    values.fieldUnit = unit
  }
  // A number is drawn in the unit of the layout only if the log's can be converted.
  const { unit: drawn } = config.options as Options
  if (typeof drawn === 'string' && specs.unit?.kind === 'text' && values.fieldUnit !== undefined) {
    if (unit === null) delete values.fieldUnit
    else if (!isConvertible(unit, drawn)) values.unit = unit
  }
  return values
}

interface Scale {
  field: string
  unit: string
  min: number
  max: number
  zones: string
}

function isScale(options: object): options is Scale {
  return ['min', 'max', 'zones'].every((name) => Object.hasOwn(options, name))
}

/** Scales are in the unit of the log. A scale of another unit is converted, to round limits. */
function onScale(config: RendererConfig, track: SensorTrack, unit: Unit | null): RendererConfig {
  const { options } = config
  if (!isScale(options)) return config
  const scale: Options = {}
  let { min, max } = options
  if (unit !== null && unit !== options.unit && isConvertible(unit, options.unit)) {
    const convert = (value: number): number => convertUnit(value, options.unit as Unit, unit)
    ;[min, max] = [min < 0 ? -roundUp(-convert(min)) : convert(min), roundUp(convert(max))]
    scale.unit = unit
    scale.zones = parseZones(options.zones)
      .map(({ from, to, color }) => `${round(convert(from))}-${round(convert(to))} ${color}`)
      .join(', ')
    if ('zero' in options && typeof options.zero === 'number') scale.zero = convert(options.zero)
  }
  const values = sampleNumbers(track, options.field)
  const highest = values.reduce((most, value) => Math.max(most, value), max)
  const lowest = values.reduce((least, value) => Math.min(least, value), min)
  if (highest > max && highest > 0) max = roundUp(highest)
  if (lowest < min && lowest < 0) min = -roundUp(-lowest)
  return withOptions(config, { ...scale, min, max })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
