import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { isRecord } from '../plain-object.ts'
import { didYouMean } from '../text/did-you-mean.ts'
import { shorten } from '../text/shorten.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import { isColor } from './color.ts'
import { parseCoordinate } from './coordinate.ts'
import type {
  GroupOption,
  NumberLimits,
  OptionSpec,
  OptionSpecs,
  OptionValues,
} from './option-specs.ts'

/** The defaults of a tree of options. */
export function defaultOptions<Specs extends OptionSpecs>(specs: Specs): OptionValues<Specs> {
  return parseOptions(specs, {}, '', [])
}

/**
 * Reads options from the values of a project file. Every wrong value becomes a problem that names its
 * key, and the default is used instead.
 * @param path dotted key of the whole, '' at the top
 * @param otherKeys keys that the caller reads itself
 */
export function parseOptions<Specs extends OptionSpecs>(
  specs: Specs,
  source: unknown,
  path: string,
  problems: Problem[],
  otherKeys: readonly string[] = [],
): OptionValues<Specs> {
  const given = readMapping(source, path, problems)
  reportUnknownKeys(given, [...otherKeys, ...Object.keys(specs).map(toSnakeCase)], path, problems)
  const values: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const key = toSnakeCase(name)
    values[name] = parseOption(spec, given[key], joinKey(path, key), problems)
  }
  return values as OptionValues<Specs>
}

/** A mapping, or an empty one and a problem. Nothing at all is an empty mapping. */
export function readMapping(
  source: unknown,
  path: string,
  problems: Problem[],
): Record<string, unknown> {
  if (source === undefined || source === null) return {}
  if (isRecord(source)) return source
  addProblem(problems, path, source, 'a mapping of keys to values')
  return {}
}

/** Adds a problem for each key that is not known, with the closest one that is. */
export function reportUnknownKeys(
  given: Record<string, unknown>,
  known: readonly string[],
  path: string,
  problems: Problem[],
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const key = joinKey(path, name)
    const remedy = didYouMean(name, known, `Known here: ${known.join(', ')}.`)
    const told = { subject: key, fault: 'this key is not known.', remedy }
    problems.push(problem('error', 'config-unknown-key', told, { key }))
  }
}

export function joinKey(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** Adds a problem that says "key: x is not what is expected". */
export function addProblem(
  problems: Problem[],
  key: string,
  value: unknown,
  expected: string,
): void {
  const subject = key === '' ? 'The project file' : key
  const fault = `${describeValue(value)} is not ${expected}.`
  problems.push(problem('error', 'config-invalid', { subject, fault }, { key }))
}

/** A value as it was received: `"red"`, `NaN`, `nothing`. Of a long one, its beginning. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  return shorten(typeof value === 'number' ? String(value) : JSON.stringify(value))
}

function parseOption(spec: OptionSpec, value: unknown, key: string, problems: Problem[]): unknown {
  if (spec.kind === 'group') return parseOptions(spec.options, value, key, problems)
  if (value === undefined) return spec.default
  if (spec.kind === 'nullable-color' && value === 'none') return null
  const expected = mismatch(spec, value, key)
  if (expected === null) return value
  if (expected instanceof OverlaneError) problems.push(expected.toProblem())
  else addProblem(problems, key, value, expected)
  return spec.default
}

/** What was expected where a value does not fit, else null. */
function mismatch(
  spec: Exclude<OptionSpec, GroupOption>,
  value: unknown,
  key: string,
): string | OverlaneError | null {
  switch (spec.kind) {
    case 'nullable-number':
      return value === null ? null : numberMismatch(spec, value)
    case 'number':
      return numberMismatch(spec, value)
    case 'text':
    case 'field':
      return typeof value === 'string' ? null : 'text'
    case 'nullable-text':
      return value === null || typeof value === 'string' ? null : 'text'
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value)
        ? null
        : `one of ${spec.choices.join(', ')}`
    case 'number-or-choice': {
      if (typeof value === 'string' && spec.choices.includes(value)) return null
      const expected = numberMismatch(spec, value)
      if (expected === null) return null
      const [only, ...others] = spec.choices
      return others.length === 0
        ? `${expected} or ${only}`
        : `${expected} or one of ${spec.choices.join(', ')}`
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'nullable-color':
      return value === null ? null : colorMismatch(value)
    case 'color':
      return colorMismatch(value)
    case 'time':
      return value === null || typeof value === 'string' || Number.isFinite(value)
        ? null
        : 'a time: a number of ms, ISO 8601 text, or nothing'
    case 'values':
      return isRecord(value) && Object.values(value).every(isPlain)
        ? null
        : 'a mapping of keys to numbers, texts, true or false'
    case 'coordinate':
      if (typeof value !== 'number' && typeof value !== 'string') {
        return 'a number of pixels or an expression such as "width - 10"'
      }
      try {
        parseCoordinate(value, key)
        return null
      } catch (thrown) {
        return OverlaneError.from(thrown, 'config-invalid', { key })
      }
  }
}

function isPlain(value: unknown): boolean {
  return ['number', 'string', 'boolean'].includes(typeof value)
}

function numberMismatch(spec: NumberLimits, value: unknown): string | null {
  const { min = -Infinity, max = Infinity, integer = false } = spec
  if (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!integer || Number.isInteger(value))
  ) {
    return null
  }
  const kind = integer ? 'a whole number' : 'a number'
  if (min !== -Infinity && max !== Infinity) return `${kind} from ${min} to ${max}`
  if (min !== -Infinity) return `${kind} of ${min} or more`
  return kind
}

function colorMismatch(value: unknown): string | null {
  return typeof value === 'string' && isColor(value)
    ? null
    : 'a CSS colour, such as "white", "#ff8800" or "rgb(255, 136, 0)"'
}

/** What a project file says for these values: snake_case, only what differs from the default. */
export function serializeOptions<Specs extends OptionSpecs>(
  specs: Specs,
  values: OptionValues<NoInfer<Specs>>,
): Record<string, unknown> {
  const source: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value: unknown = values[name]
    const key = toSnakeCase(name)
    if (spec.kind === 'group') {
      const inner = serializeOptions(spec.options, value as OptionValues<OptionSpecs>)
      if (Object.keys(inner).length > 0) source[key] = inner
    } else if (spec.kind === 'values' ? !isEmpty(value) : value !== spec.default) {
      source[key] = value
    }
  }
  return source
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0
}
