import {
  changeTheme,
  OverlaneError,
  parseConfig,
  renderers,
  serializeConfig,
  toSnakeCase,
} from '../../index.ts'
import type { OverlayConfig, Problem } from '../../index.ts'

/** Where a value stands in an OverlayConfig: `['renderers', 0, 'panel', 'bgColor']`. */
export type OptionPath = readonly (string | number)[]

/** The same place as `overlane.yaml` and problems name it: `renderers[0].panel.bg_color`. */
export function keyOf(path: OptionPath): string {
  let key = ''
  path.forEach((part, depth) => {
    if (typeof part === 'number') key += `[${part}]`
    // The user chose the names of sensors and channels, so they stay as they are.
    else if ((path[0] === 'sensors' || path[0] === 'channels') && depth === 1) key += `.${part}`
    // In the file, options stand beside the renderer's type.
    else if (path[0] === 'renderers' && part === 'options' && depth === 2) return
    else key += `${key === '' ? '' : '.'}${toSnakeCase(part)}`
  })
  return key
}

/** A copy of a tree with one value replaced; what is not on the path is shared. */
export function replaceAt<T>(tree: T, path: OptionPath, value: unknown): T {
  const [part, ...rest] = path
  if (part === undefined) return value as T
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...tree }) as Record<
    string | number,
    unknown
  >
  copy[part] = replaceAt(copy[part], rest, value)
  return copy as T
}

/** A configuration whose theme was changed, with all elements that inherit from it. */
export function followTheme(before: OverlayConfig, after: OverlayConfig): OverlayConfig {
  if (before.theme === after.theme) return after
  const list = after.renderers.map((each) => {
    const { specs } = renderers[each.type]
    return { ...each, options: changeTheme(specs, each.options, before.theme, after.theme) }
  })
  return { ...after, renderers: list as OverlayConfig['renderers'] }
}

/** Everything that is wrong with a configuration by itself. */
export function checkConfig(config: OverlayConfig): readonly Problem[] {
  try {
    parseConfig(serializeConfig(config))
    return []
  } catch (thrown) {
    return OverlaneError.from(thrown, 'internal').problems
  }
}

/** Whether two configurations say the same. */
export function isSameConfig(one: OverlayConfig, other: OverlayConfig): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
