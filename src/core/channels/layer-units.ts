import type { RendererConfig } from '../config/overlay-config.ts'
import { isRecord, readPath } from '../plain-object.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import type { UnitUse } from '../draw/renderers/renderer.ts'
import { parseZones } from '../draw/parts/scale/zones.ts'
import { unitInSystem } from '../units/unit-system.ts'
import type { UnitSystem } from '../units/unit-system.ts'
import { convertUnit, isConvertible, isUnit } from '../units/units.ts'
import type { Unit } from '../units/units.ts'
import { defaultOptions } from '../config/parse-options.ts'
import { channelSpecs } from './channel-specs.ts'
import type { ChannelConfig, Channels } from './channel-specs.ts'
import { conversionOf } from './conversion.ts'

type Options = Record<string, unknown>

/** A renderer in the units that its overlay asks for, and the channels that it needs for them. */
export interface LayerInUnits {
  layer: RendererConfig
  channels: Record<string, ChannelConfig>
}

/**
 * Changes the options of a renderer so that it shows its numbers in a system of units. Numbers that it
 * cannot convert by itself are taken from channels that convert them. A number whose unit is not known
 * stays as it is.
 * @param layer has its sensor
 * @param layoutUnits of the whole overlay; null: as the options say
 * @param hasField whether the renderer's log has a field, or there is a channel of this name
 */
export function inUnits(
  layer: RendererConfig,
  layoutUnits: UnitSystem | null,
  channels: Channels,
  hasField: (name: string) => boolean,
): LayerInUnits {
  const { sensor, units } = layer
  const system = units === 'as_layout' ? layoutUnits : units === 'as_given' ? null : units
  const renderer = rendererOf(layer.type)
  const uses = renderer.units?.(layer.options) ?? []
  // Options that contradict each other are reported as they are.
  const isSound = (renderer.check?.(layer.options) ?? []).every(({ option }) =>
    uses.some(({ unit }) => unit === option),
  )
  if (sensor === null || uses.length === 0 || !isSound) return { layer, channels: {} }
  const options = copyOf(layer.options)
  const added: Record<string, ChannelConfig> = {}
  for (const use of uses) {
    const fields = use.fields.map(({ field }) => String(readPath(options, field)))
    const measured = unitOfChannels(fields, channels)
    const said = textAt(options, use.unit)
    const logged = use.fieldUnit === undefined ? '' : textAt(options, use.fieldUnit)
    const known = measured ?? (isUnit(logged) ? logged : null)
    const given = isUnit(said) ? said : said === '' ? known : null
    if (given === null || !fields.every((field) => field === '' || hasField(field))) continue
    if (measured !== null && !isConvertible(measured, given)) continue
    const drawn = system === null ? given : unitInSystem(given, system)
    write(options, use.unit, drawn)
    if (use.fieldUnit !== undefined) {
      write(options, use.fieldUnit, known ?? given)
    } else convertFields(options, use, { from: measured ?? given, to: drawn }, sensor, added)
    convertNumbers(options, use, given, drawn)
  }
  return { layer: { ...layer, options } as unknown as RendererConfig, channels: added }
}

/** The unit of the first field that is a channel with a unit. */
function unitOfChannels(fields: readonly string[], channels: Channels): Unit | null {
  for (const field of fields) {
    const unit = Object.hasOwn(channels, field) ? channels[field]?.unit : 'none'
    if (unit !== undefined && unit !== 'none') return unit
  }
  return null
}

function convertFields(
  options: Options,
  { fields }: UnitUse,
  { from, to }: { from: Unit; to: Unit },
  sensor: string,
  added: Record<string, ChannelConfig>,
): void {
  if (from === to) return
  for (const { field, label } of fields) {
    const name = textAt(options, field)
    const expression = name === '' ? null : conversionOf(name, from, to)
    if (expression === null) continue
    const converted = `${name} in ${to}`
    added[converted] = {
      ...defaultOptions(channelSpecs),
      sensor,
      expression,
      unit: to,
    }
    write(options, field, converted)
    if (label !== undefined && readPath(options, label) === null) write(options, label, name)
  }
}

function convertNumbers(options: Options, use: UnitUse, from: Unit, to: Unit): void {
  if (from === to) return
  const convert = (option: string, round: (value: number) => number): void => {
    const value = readPath(options, option)
    if (typeof value === 'number') write(options, option, round(convertUnit(value, from, to)))
  }
  const tidy = (value: number): number => Number(value.toPrecision(12))
  for (const { min, max } of use.limits ?? []) {
    convert(min, (value) => roundOut(value, Math.floor))
    convert(max, (value) => roundOut(value, Math.ceil))
  }
  for (const option of use.numbers ?? []) convert(option, tidy)
  if (use.zones !== undefined) {
    const zones = parseZones(textAt(options, use.zones)).map(({ from: low, to: high, color }) => {
      const [start, end] = [low, high].map((each) => Number(convertUnit(each, from, to).toFixed(6)))
      return `${start}-${end} ${color}`
    })
    write(options, use.zones, zones.join(', '))
  }
  if (use.step !== undefined) write(options, use.step, null)
}

/** A limit with two digits, so that it can be read on a scale. */
function roundOut(value: number, round: (value: number) => number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  // A limit that is round already is not moved by the last binary digit.
  return Number((round(Number((value / step).toPrecision(10))) * step).toPrecision(12))
}

function copyOf(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, isRecord(value) ? copyOf(value) : value]),
  )
}

function textAt(options: Options, path: string): string {
  const value = readPath(options, path)
  return typeof value === 'string' ? value : ''
}

/** @param path of an option that is there */
function write(options: Options, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const inside = keys.reduce((group, key) => group[key] as Options, options)
  inside[last] = value
}
