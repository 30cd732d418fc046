import { toSnakeCase } from '../text/snake-case.ts'
import type { GroupOption, OptionSpec, OptionSpecs } from './option-specs.ts'
import { joinKey } from './parse-options.ts'

interface ListedOption {
  /** Dotted path, as written in `overlane.yaml`. */
  key: string
  spec: Exclude<OptionSpec, GroupOption>
  value: unknown
}

/** Every option of a tree with its value, those inside groups too. */
export function listOptions(
  specs: OptionSpecs,
  values: Readonly<Record<string, unknown>>,
  path: string,
): ListedOption[] {
  return Object.entries(specs).flatMap(([name, spec]) => {
    const key = joinKey(path, toSnakeCase(name))
    return spec.kind === 'group'
      ? listOptions(spec.options, values[name] as Record<string, unknown>, key)
      : [{ key, spec, value: values[name] }]
  })
}
