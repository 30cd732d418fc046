/** Up to so many records, every value is kept. */
export const MOST_SINGLE_RECORDS = 20_000
/** Records in a bucket of the finest level of longer logs: they take 1.4 bytes a record. */
export const FINEST_BUCKET = 16
/** Buckets of a level in a bucket of the next one. */
const FACTOR = 4
/** The coarsest level has at most so many buckets. */
const FEWEST_BUCKETS = 64

/**
 * The lowest and the highest number of each bucket of `size` records; NaN where it has none. Both are
 * one array if a bucket is one record.
 */
export interface CurveLevel {
  size: number
  lows: Float64Array
  highs: Float64Array
}

/**
 * The numbers of one field of a log, aggregated by lowest and highest value over buckets of 16, 64,
 * 256, … records. So a curve with a million records is drawn from a few thousand numbers, and a spike
 * of a single record is seen at every zoom. It is filled record by record, and can be drawn before it
 * is complete.
 */
export class CurvePyramid {
  /** The finest first. */
  readonly levels: readonly CurveLevel[]
  readonly recordCount: number
  #doneCount = 0
  #lowest = NaN
  #highest = NaN

  constructor(recordCount: number) {
    this.recordCount = recordCount
    const levels: CurveLevel[] = []
    const finest = recordCount <= MOST_SINGLE_RECORDS ? 1 : FINEST_BUCKET
    for (let size = finest; ; size *= FACTOR) {
      const bucketCount = Math.ceil(recordCount / size)
      const lows = new Float64Array(bucketCount).fill(NaN)
      const highs = size === 1 ? lows : new Float64Array(bucketCount).fill(NaN)
      levels.push({ size, lows, highs })
      if (bucketCount <= FEWEST_BUCKETS) break
    }
    this.levels = levels
  }

  /** How many records were taken. */
  get doneCount(): number {
    return this.#doneCount
  }
  get isComplete(): boolean {
    return this.#doneCount === this.recordCount
  }
  /** Of all values so far; NaN where there are none. */
  get lowest(): number {
    return this.#lowest
  }
  get highest(): number {
    return this.#highest
  }
  get byteLength(): number {
    const arrays = new Set(this.levels.flatMap(({ lows, highs }) => [lows, highs]))
    return [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** Takes the value of the next record. What is no finite number is no value. */
  take(value: unknown): void {
    const index = this.#doneCount++
    if (typeof value !== 'number' || !Number.isFinite(value)) return
    if (!(value >= this.#lowest)) this.#lowest = value
    if (!(value <= this.#highest)) this.#highest = value
    for (const { size, lows, highs } of this.levels) {
      const bucket = Math.floor(index / size)
      const isLower = !(value >= (lows[bucket] as number))
      const isHigher = !(value <= (highs[bucket] as number))
      // What changes nothing in a bucket changes nothing in the larger bucket around it.
      if (!isLower && !isHigher) return
      if (isLower) lows[bucket] = value
      if (isHigher) highs[bucket] = value
    }
  }

  /** The coarsest level whose buckets are not larger than so many records, else the finest. */
  levelFor(recordCount: number): CurveLevel {
    const fitting = this.levels.findLast(({ size }) => size <= recordCount)
    return fitting ?? (this.levels[0] as CurveLevel)
  }
}
