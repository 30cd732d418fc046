import type { FieldSummary, PlainValue } from '../../../core/recording/recording.ts'
import { shorten } from '../../../core/text/shorten.ts'

const DEEPEST_FIELD = 3
/** A limit, because objects with ids as keys would add a field for each id. */
const MOST_FIELDS = 500

/** A field while the log is read. */
interface NotedField {
  summary: FieldSummary
  /** Null where all values so far are lists, objects or nothing. */
  last: PlainValue | null
}

/** Notes which fields the records of a log have. */
export class FieldSummaries {
  /** False where a field is left out, as there are too many. */
  hasAll = true
  private readonly fields = new Map<string, NotedField>()

  /** In order of first appearance. */
  list(): FieldSummary[] {
    return Array.from(this.fields.values(), ({ summary }) => summary)
  }

  /** By field: the last value that is no list and no object. Long texts are shortened. */
  lastValues(): Map<string, PlainValue> {
    const values = new Map<string, PlainValue>()
    for (const [name, { last }] of this.fields) {
      if (last !== null) values.set(name, typeof last === 'string' ? shorten(last) : last)
    }
    return values
  }

  add(record: Readonly<Record<string, unknown>>, path = ''): void {
    for (const key in record) {
      const value = record[key]
      const name = path === '' ? key : `${path}.${key}`
      const type = typeOf(value)
      let field = this.fields.get(name)
      if (!field) {
        if (this.fields.size >= MOST_FIELDS) {
          this.hasAll = false
          continue
        }
        field = { summary: { name, type, count: 0 }, last: null }
        this.fields.set(name, field)
      }
      noteValue(field, value, type)
      if (type === 'object' && name.split('.').length < DEEPEST_FIELD) {
        this.add(value as Record<string, unknown>, name)
      }
    }
  }
}

function noteValue(field: NotedField, value: unknown, type: FieldSummary['type']): void {
  if (type === 'null') return
  const { summary } = field
  summary.count++
  if (summary.type === 'null') summary.type = type
  else if (summary.type !== type) summary.type = 'mixed'
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    field.last = value
  }
}

function typeOf(value: unknown): FieldSummary['type'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'number' || type === 'boolean' || type === 'object' ? type : 'text'
}
