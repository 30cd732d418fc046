import type { OptionSpecs } from '../config/option-specs.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import { parseTemplate, renameTemplateFields } from '../draw/parts/text-template.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { fieldsOf } from '../formula/expression.ts'
import { parseExpression } from '../formula/parse-expression.ts'
import { renameFields } from '../formula/rename-fields.ts'

/** A field that a renderer names, or a role in a layout. */
export interface NamedPlace {
  name: string
  /** Whether the renderer can be drawn without it. */
  isOptional: boolean
}

/** What a renderer names, each once, in the order of its options. */
export function namedPlaces({ type, options, ...layer }: RendererConfig): NamedPlace[] {
  const renderer = rendererOf(type)
  const places = [
    ...(renderer.needsFields ?? []).map((name) => ({ name, isOptional: false })),
    ...placesIn(renderer.specs, { ...options }),
    ...('template' in options ? templateFields(options.template) : []),
    ...(layer.showWhen === null ? [] : conditionFields(layer.showWhen)),
  ]
  const names = [...new Set(places.map(({ name }) => name))]
  return names.map((name) => ({
    name,
    isOptional: places.every((each) => each.name !== name || each.isOptional),
  }))
}

function placesIn(specs: OptionSpecs, values: Record<string, unknown>): NamedPlace[] {
  return Object.entries(specs).flatMap(([option, spec]) => {
    const value = values[option]
    if (spec.kind === 'group') return placesIn(spec.options, { ...(value as object) })
    if (spec.kind !== 'field' || value === '') return []
    return [{ name: String(value), isOptional: spec.isOptional === true }]
  })
}

function templateFields(template: string): NamedPlace[] {
  return parseTemplate(template).flatMap((part) =>
    part.kind === 'field' ? [{ name: part.field, isOptional: false }] : [],
  )
}

function conditionFields(condition: string): NamedPlace[] {
  return fieldsOf(parseExpression(condition)).map((name) => ({ name, isOptional: false }))
}

/** A renderer with other names for its fields. The name '' takes an optional field away. */
export function renameAll(
  config: RendererConfig,
  rename: (name: string) => string,
): RendererConfig {
  const { specs } = rendererOf(config.type)
  const options = renameIn(specs, { ...config.options }, rename)
  if (typeof options.template === 'string') {
    options.template = renameTemplateFields(options.template, rename)
  }
  const showWhen = config.showWhen === null ? null : renameFields(config.showWhen, rename)
  return { ...config, showWhen, options } as unknown as RendererConfig
}

function renameIn(
  specs: OptionSpecs,
  values: Record<string, unknown>,
  rename: (name: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([option, value]) => {
      const spec = specs[option]
      if (spec?.kind === 'group') {
        return [option, renameIn(spec.options, { ...(value as object) }, rename)]
      }
      return [option, spec?.kind === 'field' && value !== '' ? rename(String(value)) : value]
    }),
  )
}
