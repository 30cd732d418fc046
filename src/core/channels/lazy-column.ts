/** A number for each record of a log, each computed when it is first asked for. */
export class LazyColumn {
  private readonly compute: (index: number) => number
  private readonly values: Float64Array
  private readonly isKnown: Uint8Array

  /** @param compute NaN: the record has no value */
  constructor(length: number, compute: (index: number) => number) {
    this.compute = compute
    this.values = new Float64Array(length)
    this.isKnown = new Uint8Array(length)
  }

  get length(): number {
    return this.values.length
  }

  /** NaN for a record without a value, and beside the log. */
  at(index: number): number {
    if (index < 0 || index >= this.length) return NaN
    if (this.isKnown[index] === 0) {
      this.values[index] = this.compute(index)
      this.isKnown[index] = 1
    }
    return this.values[index] as number
  }
}
