import type { FieldSummary } from '../../../core/recording/recording.ts'

const DEEPEST_FIELD = 3
/** A limit, because objects with ids as keys would add a field for each id. */
const MOST_FIELDS = 500

/** Notes which fields the records of a log have. */
export class FieldSummaries {
  /** False where a field is left out, as there are too many. */
  hasAll = true
  private readonly fields = new Map<string, FieldSummary>()

  /** In order of first appearance. */
  list(): FieldSummary[] {
    return [...this.fields.values()]
  }

  add(record: Readonly<Record<string, unknown>>, path = ''): void {
    for (const key in record) {
      const value = record[key]
      const name = path === '' ? key : `${path}.${key}`
      const type = typeOf(value)
      const field = this.fields.get(name)
      if (!field) {
        if (this.fields.size >= MOST_FIELDS) {
          this.hasAll = false
          continue
        }
        this.fields.set(name, { name, type, count: type === 'null' ? 0 : 1 })
      } else if (type !== 'null') {
        field.count++
        if (field.type === 'null') field.type = type
        else if (field.type !== type) field.type = 'mixed'
      }
      if (type === 'object' && name.split('.').length < DEEPEST_FIELD) {
        this.add(value as Record<string, unknown>, name)
      }
    }
  }
}

function typeOf(value: unknown): FieldSummary['type'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'number' || type === 'boolean' || type === 'object' ? type : 'text'
}
