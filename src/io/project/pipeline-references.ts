import { isRecord, readPath } from '../../core/plain-object.ts'

/** Nobody refers deeper, and a circle ends here. */
const DEEPEST = 20

/**
 * A value with what it refers to: `"@defaults.x"` is a default, and `_extends: "@defaults.x"` in a
 * mapping adds the keys of one, below its own.
 * @param tell called for each reference that leads nowhere
 */
export function resolveReferences(
  value: unknown,
  defaults: unknown,
  path: string,
  tell: (key: string, fault: string) => void,
  depth = 0,
): unknown {
  const inner = (each: unknown, key: string): unknown =>
    resolveReferences(each, defaults, key, tell, depth + 1)
  if (depth > DEEPEST) {
    tell(path, 'its references lead too deep, or in a circle.')
    return undefined
  }
  if (Array.isArray(value)) return value.map((each, index) => inner(each, `${path}[${index}]`))
  if (typeof value === 'string' && value.startsWith('@defaults.')) {
    const found = isRecord(defaults)
      ? readPath(defaults, value.slice('@defaults.'.length))
      : undefined
    if (found === undefined) tell(path, `${value} is not there.`)
    return inner(found, path)
  }
  if (!isRecord(value)) return value
  const { _extends, ...own } = value
  const base = inner(_extends, `${path}._extends`)
  const resolved = Object.fromEntries(
    Object.entries(own).map(([name, each]) => [name, inner(each, `${path}.${name}`)]),
  )
  return isRecord(base) ? mergeDeep(base, resolved) : resolved
}

function mergeDeep(
  base: Record<string, unknown>,
  own: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...base }
  for (const [name, value] of Object.entries(own)) {
    const below = merged[name]
    merged[name] = isRecord(below) && isRecord(value) ? mergeDeep(below, value) : value
  }
  return merged
}
