/** More changes could not be told apart on any screen, and would take memory. */
const MOST_CHANGES = 20_000

/** The records at which a text or a yes-or-no of a log becomes another one: the events of the log. */
export class ChangeMarks {
  readonly recordCount: number
  /** Indexes of records, ascending. */
  readonly indexes: number[] = []
  #doneCount = 0
  #last: unknown

  constructor(recordCount: number) {
    this.recordCount = recordCount
  }

  get doneCount(): number {
    return this.#doneCount
  }
  get isComplete(): boolean {
    return this.#doneCount === this.recordCount
  }

  /** Takes the value of the next record. A record without a value changes nothing. */
  take(value: unknown): void {
    const index = this.#doneCount++
    if (value === undefined || value === null || typeof value === 'object') return
    if (value === this.#last) return
    this.#last = value
    if (this.indexes.length < MOST_CHANGES) this.indexes.push(index)
  }
}
