import { isColor } from '../config/color.ts'
import type { OptionSpec, OptionSpecs } from '../config/option-specs.ts'
import { describeValue } from '../config/parse-options.ts'
import { isRecord } from '../plain-object.ts'

/** A curve that a module draws. */
export interface ModuleSeries {
  /** The name of its option that is the field. */
  field: string
  /** Before and after a frame; the name of an option; null: the whole recording. */
  seconds: number | string | null
}

/** A renderer of one's own: what its module says about itself, and its text. */
export interface OwnModule {
  /** Inside the recording. */
  path: string
  source: string
  label: string
  /** Of its own options. Their names are the same in files and in code. */
  specs: OptionSpecs
  series: readonly ModuleSeries[]
}

/** A module that an overlay names. `unasked`: nobody has allowed it to run yet. */
export type FoundModule =
  | { kind: 'described'; module: OwnModule }
  | { kind: 'unasked'; source: string }
  | { kind: 'fault'; fault: string }

/** Something about a module is wrong. The message is a sentence about the module. */
export class ModuleFault extends Error {}

/** What a module exports, as it comes out of the sandbox. */
export interface ModuleExports {
  label: unknown
  options: unknown
  series: unknown
  hasDraw: boolean
}

const MOST_OPTIONS = 100
const MOST_SERIES = 16
const MOST_LETTERS = 300
const NAME = /^[a-z][a-z0-9_]{0,39}$/

/**
 * Checks what a module says about itself.
 * @throws ModuleFault
 */
export function parseModule(
  path: string,
  source: string,
  { label, options, series, hasDraw }: ModuleExports,
): OwnModule {
  if (!hasDraw) throw new ModuleFault('it exports no function "draw".')
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.js$/, '')
  const specs = parseSpecs(options)
  return {
    path,
    source,
    label: label === undefined ? name : text('label', label),
    specs,
    series: parseSeries(series, specs),
  }
}

function parseSpecs(source: unknown): OptionSpecs {
  if (source === undefined) return {}
  if (!isRecord(source)) throw wrong('options', source, 'an object of options')
  const entries = Object.entries(source)
  if (entries.length > MOST_OPTIONS) throw new ModuleFault(`it has over ${MOST_OPTIONS} options.`)
  return Object.fromEntries(
    entries.map(([name, spec]) => {
      if (!NAME.test(name) || name in {}) {
        throw wrong('options', name, 'a name of small letters, digits and _')
      }
      return [name, parseSpec(`options.${name}`, spec)]
    }),
  )
}

function parseSpec(key: string, source: unknown): OptionSpec {
  if (!isRecord(source)) throw wrong(key, source, 'an object with a kind, a label and a default')
  const { kind, label, help } = source
  const described = {
    label: text(`${key}.label`, label),
    ...(help === undefined ? {} : { help: text(`${key}.help`, help) }),
  }
  switch (kind) {
    case 'number': {
      const { unit, integer } = source
      const [min, max] = [limit(`${key}.min`, source.min), limit(`${key}.max`, source.max)]
      const limits = {
        ...(unit === undefined ? {} : { unit: text(`${key}.unit`, unit) }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...(integer === true ? { integer: true } : {}),
      }
      const value = limit(`${key}.default`, source.default)
      if (value === undefined) throw wrong(`${key}.default`, value, 'a number')
      if (value < (min ?? value) || value > (max ?? value)) {
        throw wrong(`${key}.default`, value, 'between its limits')
      }
      return { kind, ...described, ...limits, default: value }
    }
    case 'text':
      return { kind, ...described, default: text(`${key}.default`, source.default) }
    case 'field': {
      const isOptional = source.isOptional === true ? { isOptional: true as const } : {}
      const value = source.default === undefined ? '' : text(`${key}.default`, source.default)
      const holds = source.holds === 'anything' ? 'anything' : 'numbers'
      return { kind, ...described, holds, default: value, ...isOptional }
    }
    case 'boolean':
      if (typeof source.default === 'boolean') {
        return { kind, ...described, default: source.default }
      }
      throw wrong(`${key}.default`, source.default, 'true or false')
    case 'color':
      if (typeof source.default === 'string' && isColor(source.default)) {
        return { kind, ...described, default: source.default }
      }
      throw wrong(`${key}.default`, source.default, 'a CSS colour')
    case 'choice': {
      if (!Array.isArray(source.choices)) throw wrong(`${key}.choices`, source.choices, 'a list')
      const choices = source.choices.map((each: unknown) => text(`${key}.choices`, each))
      const value = choices.find((each) => each === source.default)
      if (value === undefined) throw wrong(`${key}.default`, source.default, 'one of its choices')
      return { kind, ...described, choices, default: value }
    }
    default:
      throw wrong(`${key}.kind`, kind, 'number, text, field, choice, boolean or color')
  }
}

function parseSeries(source: unknown, specs: OptionSpecs): ModuleSeries[] {
  if (source === undefined) return []
  if (!Array.isArray(source)) throw wrong('series', source, 'a list')
  if (source.length > MOST_SERIES) throw new ModuleFault(`it asks for over ${MOST_SERIES} series.`)
  return source.map((each: unknown, index) => {
    const key = `series[${index}]`
    if (!isRecord(each)) throw wrong(key, each, '{ field, seconds }')
    const { field, seconds = null } = each
    if (kindOf(specs, field) !== 'field') {
      throw wrong(`${key}.field`, field, 'the name of an option of the kind "field"')
    }
    const isTime = seconds === null || (typeof seconds === 'number' && seconds > 0)
    if (!isTime && kindOf(specs, seconds) !== 'number') {
      throw wrong(
        `${key}.seconds`,
        seconds,
        'a number above 0, or the name of an option of numbers',
      )
    }
    return { field: field as string, seconds: seconds as ModuleSeries['seconds'] }
  })
}

function kindOf(specs: OptionSpecs, name: unknown): OptionSpec['kind'] | undefined {
  return typeof name === 'string' && Object.hasOwn(specs, name) ? specs[name]?.kind : undefined
}

function text(key: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MOST_LETTERS) return value
  throw wrong(key, value, `text of ${MOST_LETTERS} letters at most`)
}

function limit(key: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw wrong(key, value, 'a number')
}

function wrong(key: string, value: unknown, expected: string): ModuleFault {
  return new ModuleFault(`${key}: ${describeValue(value)} is not ${expected}.`)
}
