import { isColor } from './color.ts'
import { parseCoordinate } from './coordinate.ts'
import type { Coordinate } from './coordinate.ts'
import { OverlaneError, problem } from './errors.ts'
import type { Problem } from './errors.ts'
import { isRecord } from './plain-object.ts'

/**
 * A tree of options, described once: from it come the types, the defaults, the checks of what a
 * project file says, the form in the page, and what is written back.
 * Names are camelCase in code and snake_case in files.
 */
export type OptionSpec =
  | NumberOption
  | NullableNumberOption
  | TextOption
  | NullableTextOption
  | ChoiceOption
  | NumberOrChoiceOption
  | BooleanOption
  | ColorOption
  | NullableColorOption
  | CoordinateOption
  | TimeOption
  | GroupOption

interface Described {
  label: string
  /** One short sentence for the tooltip. */
  help?: string
}
interface NumberLimits {
  unit?: string
  min?: number
  max?: number
  integer?: boolean
}
export interface NumberOption extends Described, NumberLimits {
  kind: 'number'
  default: number
}
export interface NullableNumberOption extends Described, NumberLimits {
  kind: 'nullable-number'
  default: null
  /** What null means, e.g. "no limit". */
  nullMeans: string
}
export interface TextOption extends Described {
  kind: 'text'
  default: string
}
export interface NullableTextOption extends Described {
  kind: 'nullable-text'
  default: null
  nullMeans: string
}
export interface ChoiceOption<Choice extends string = string> extends Described {
  kind: 'choice'
  choices: readonly Choice[]
  default: Choice
}
/** A number, or a word for how it is chosen. */
export interface NumberOrChoiceOption<Choice extends string = string>
  extends Described, NumberLimits {
  kind: 'number-or-choice'
  choices: readonly Choice[]
  default: number | Choice
}
export interface BooleanOption extends Described {
  kind: 'boolean'
  default: boolean
}
export interface ColorOption extends Described {
  kind: 'color'
  default: string
}
export interface NullableColorOption extends Described {
  kind: 'nullable-color'
  default: null
  nullMeans: string
}
export interface CoordinateOption extends Described {
  kind: 'coordinate'
  default: number
}
/** A number of ms, ISO 8601 text, or null. */
export interface TimeOption extends Described {
  kind: 'time'
  default: null
  nullMeans: string
}
export interface GroupOption<Specs extends OptionSpecs = OptionSpecs> extends Described {
  kind: 'group'
  options: Specs
}

export interface OptionSpecs {
  readonly [name: string]: OptionSpec
}

/** The value of one option. */
export type OptionValue<Spec> =
  Spec extends GroupOption<infer Specs>
    ? OptionValues<Specs>
    : Spec extends ChoiceOption<infer Choice>
      ? Choice
      : Spec extends NumberOrChoiceOption<infer Choice>
        ? number | Choice
        : Spec extends NumberOption
          ? number
          : Spec extends NullableNumberOption
            ? number | null
            : Spec extends BooleanOption
              ? boolean
              : Spec extends TextOption | ColorOption
                ? string
                : Spec extends NullableTextOption | NullableColorOption
                  ? string | null
                  : Spec extends CoordinateOption
                    ? Coordinate
                    : Spec extends TimeOption
                      ? number | string | null
                      : never

/** The values of a tree of options. */
export type OptionValues<Specs extends OptionSpecs> = {
  -readonly [Name in keyof Specs]: OptionValue<Specs[Name]>
}

/** `bgColor` → `bg_color` */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The defaults of a tree of options. */
export function defaultOptions<Specs extends OptionSpecs>(specs: Specs): OptionValues<Specs> {
  return parseOptions(specs, {}, '', [])
}

/**
 * Reads options from what a project file says. Every fault is added to `problems`, named by its
 * key, and the default taken in its place.
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
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    const closest = closestName(key, known)
    problems.push(
      problem(
        'error',
        'config-unknown-key',
        `${joinKey(path, key)}: this key is not known. ${
          closest ? `Did you mean "${closest}"?` : `Known here: ${known.join(', ')}.`
        }`,
        { key: joinKey(path, key) },
      ),
    )
  }
}

export function joinKey(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** Adds "key: got x, expected y". */
export function addProblem(
  problems: Problem[],
  key: string,
  value: unknown,
  expected: string,
): void {
  problems.push(
    problem(
      'error',
      'config-invalid',
      `${key === '' ? 'The project file' : key}: ${describeValue(value)} is not ${expected}.`,
      { key },
    ),
  )
}

/** A value as it was received: `"red"`, `NaN`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

function parseOption(spec: OptionSpec, value: unknown, key: string, problems: Problem[]): unknown {
  if (spec.kind === 'group') return parseOptions(spec.options, value, key, problems)
  if (value === undefined || (spec.kind === 'nullable-color' && value === 'none')) {
    return spec.default
  }
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
      return expected === null ? null : `${expected} or one of ${spec.choices.join(', ')}`
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
  values: OptionValues<Specs>,
): Record<string, unknown> {
  const source: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value: unknown = values[name]
    const key = toSnakeCase(name)
    if (spec.kind === 'group') {
      const inner = serializeOptions(spec.options, value as OptionValues<OptionSpecs>)
      if (Object.keys(inner).length > 0) source[key] = inner
    } else if (value !== spec.default) {
      source[key] = value
    }
  }
  return source
}

/** The known name that is fewest edits away, if it is close enough to be meant. */
export function closestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Levenshtein distance, two rows at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(
        Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, substitution),
      )
    }
    previous = current
  }
  return previous[b.length] as number
}
