/** Whether a value is a plain object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object that a line of JSON Lines holds; null if it holds none. */
export function parseJsonRecord(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/**
 * How deep what is read from files may be nested. No log and no configuration comes close to it.
 * Browsers cannot copy much deeper data between threads.
 */
export const DEEPEST_NESTING = 100

/** Whether a value holds objects or lists nested more than so many levels deep. */
export function isDeeperThan(value: unknown, levelCount: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levelCount === 0) return true
  return Object.values(value).some((inner) => isDeeperThan(inner, levelCount - 1))
}

/** A value by its key, or by a dotted path into nested objects; undefined where there is none. */
export function readPath(record: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path]
  let value: unknown = record
  for (const key of path.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The finite number by a key or a dotted path, as {@link readPath}; null where there is none. */
export function numberAt(record: Record<string, unknown>, path: string): number | null {
  const found = readPath(record, path)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}

/** The last part of a dotted path, in small letters. */
export function lastKeyOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1).toLowerCase()
}
