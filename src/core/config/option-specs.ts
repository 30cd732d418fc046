import type { Quantity } from '../units/units.ts'
import type { Coordinate } from './coordinate.ts'

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
  | FieldOption
  | ChoiceOption
  | NumberOrChoiceOption
  | BooleanOption
  | ColorOption
  | NullableColorOption
  | CoordinateOption
  | TimeOption
  | ValuesOption
  | GroupOption

interface Described {
  label: string
  /** One short sentence for the tooltip. */
  help?: string
}
export interface NumberLimits {
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
/** The name of a field of the renderer's log; dots reach into nested objects. */
export interface FieldOption extends Described {
  kind: 'field'
  /** Which fields are offered. Another one may be typed. */
  holds: 'numbers' | 'anything'
  /** What its numbers must measure. A field whose name says otherwise is not offered. */
  quantity?: Quantity
  /** '': one must be chosen, unless it is optional. */
  default: string
  /** '' then means that there is none. */
  isOptional?: true
}
export interface ChoiceOption<Choice extends string = string> extends Described {
  kind: 'choice'
  choices: readonly Choice[]
  /** What the page calls choices whose own names say too little. */
  names?: Readonly<Partial<Record<Choice, string>>>
  default: Choice
}
/** A number, or a word for how it is chosen. */
export interface NumberOrChoiceOption<Choice extends string = string>
  extends Described, NumberLimits {
  kind: 'number-or-choice'
  choices: readonly Choice[]
  /** As in `ChoiceOption`. */
  names?: Readonly<Partial<Record<Choice, string>>>
  default: number | Choice
  /** What the form begins with when a number is wanted. Default: `min`. */
  firstNumber?: number
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
/** Plain values by their names, whose specs are known only later. */
export interface ValuesOption extends Described {
  kind: 'values'
  default: Readonly<Record<string, unknown>>
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
              : Spec extends TextOption | FieldOption | ColorOption
                ? string
                : Spec extends NullableTextOption | NullableColorOption
                  ? string | null
                  : Spec extends CoordinateOption
                    ? Coordinate
                    : Spec extends TimeOption
                      ? number | string | null
                      : Spec extends ValuesOption
                        ? Readonly<Record<string, unknown>>
                        : never

/** The values of a tree of options. */
export type OptionValues<Specs extends OptionSpecs> = {
  -readonly [Name in keyof Specs]: OptionValue<Specs[Name]>
}
