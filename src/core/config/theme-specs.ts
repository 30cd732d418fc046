import { ACCENT_COLOR } from '../draw/parts/colors.ts'
import type { OptionSpec, OptionSpecs, OptionValues } from './option-specs.ts'
import { defaultOptions } from './parse-options.ts'

const OWN = { default: null, nullMeans: 'as each element has it' } as const

/** The look that all elements of an overlay share. What an element says itself comes first. */
export const themeSpecs = {
  font: {
    kind: 'group',
    label: 'Font',
    options: {
      family: { kind: 'nullable-text', ...OWN, label: 'Family' },
      weight: {
        kind: 'nullable-number',
        ...OWN,
        min: 100,
        max: 900,
        integer: true,
        label: 'Weight',
      },
    },
  },
  textColor: { kind: 'nullable-color', ...OWN, label: 'Text colour' },
  accentColor: {
    kind: 'nullable-color',
    ...OWN,
    label: 'Accent colour',
    help: 'Of needles, curves, bars and markers.',
  },
  outlineColor: { kind: 'nullable-color', ...OWN, label: 'Outline colour' },
  outlineThickness: {
    kind: 'nullable-number',
    ...OWN,
    min: 0,
    max: 100,
    unit: 'px',
    label: 'Outline thickness',
  },
  panel: {
    kind: 'group',
    label: 'Panels and dials',
    options: {
      bgColor: { kind: 'nullable-color', ...OWN, label: 'Fill colour' },
      bgAlpha: { kind: 'nullable-number', ...OWN, min: 0, max: 1, label: 'Fill opacity' },
      borderColor: { kind: 'nullable-color', ...OWN, label: 'Border colour' },
      borderThickness: {
        kind: 'nullable-number',
        ...OWN,
        min: 0,
        max: 100,
        unit: 'px',
        label: 'Border thickness',
      },
      radius: {
        kind: 'nullable-number',
        ...OWN,
        min: 0,
        max: 1000,
        unit: 'px',
        label: 'Corner radius',
      },
      padding: {
        kind: 'nullable-number',
        ...OWN,
        min: 0,
        max: 1000,
        unit: 'px',
        label: 'Padding',
      },
    },
  },
} as const satisfies OptionSpecs

export type Theme = OptionValues<typeof themeSpecs>

/** Each element has its own look. */
export const NO_THEME: Theme = defaultOptions(themeSpecs)

/** What the options of an element inherit, by their dotted name. Null: their own default. */
function inheritedBy({ font, panel, ...colors }: Theme): Record<string, unknown> {
  return {
    'font.family': font.family,
    'font.weight': font.weight,
    textColor: colors.textColor,
    outlineColor: colors.outlineColor,
    outlineThickness: colors.outlineThickness,
    ...Object.fromEntries(Object.entries(panel).map(([name, value]) => [`panel.${name}`, value])),
    dialColor: panel.bgColor,
    dialAlpha: panel.bgAlpha,
    'labels.bgColor': panel.bgColor,
  }
}

/** The specs of a renderer with the defaults that it inherits from a theme. */
export function themedSpecs(specs: OptionSpecs, theme: Theme): OptionSpecs {
  const inherited = inheritedBy(theme)
  const inherit = (spec: OptionSpec, path: string): OptionSpec => {
    if (spec.kind === 'group') {
      return { ...spec, options: inheritAll(spec.options, `${path}.`) }
    }
    const isAccent = spec.kind === 'color' && spec.default === ACCENT_COLOR
    const value = (isAccent ? theme.accentColor : inherited[path]) ?? null
    return value === null ? spec : ({ ...spec, default: value } as OptionSpec)
  }
  const inheritAll = (tree: OptionSpecs, prefix: string): OptionSpecs =>
    Object.fromEntries(
      Object.entries(tree).map(([name, spec]) => [name, inherit(spec, prefix + name)]),
    )
  return inheritAll(specs, '')
}

/** Options as another theme has them: what an element did not say itself changes with the theme. */
export function changeTheme<Values extends object>(
  specs: OptionSpecs,
  values: Values,
  from: Theme,
  to: Theme,
): Values {
  const own = Object.fromEntries(Object.entries(values))
  return inherit(themedSpecs(specs, from), themedSpecs(specs, to), own) as Values
}

function inherit(
  from: OptionSpecs,
  to: OptionSpecs,
  values: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const [before, after] = [from[name], to[name]]
      if (before?.kind === 'group' && after?.kind === 'group') {
        return [name, inherit(before.options, after.options, { ...(value as object) })]
      }
      const isInherited = before && after && before.kind !== 'group' && before.default === value
      return [name, isInherited && after.kind !== 'group' ? after.default : value]
    }),
  )
}
