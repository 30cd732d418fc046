/** One of several quantities that were recorded together. */
export interface Quantity {
  /** NaN is a gap. */
  values: ArrayLike<number>
  /** How far the thinned values may be from the recorded ones. */
  tolerance: number
}

/**
 * Thins quantities that belong together: all of them keep the same records. On the straight lines
 * between the kept records, each quantity is within its tolerance of every record that was left out,
 * at that record's own time. From each kept record, the longest line is taken that the cone of
 * allowed slopes lets through. A record with a gap is not joined to one without.
 * @param timesMs ascending
 * @returns the indexes of the kept records
 */
export function thinTogether(
  timesMs: ArrayLike<number>,
  quantities: readonly Quantity[],
): number[] {
  if (timesMs.length === 0) return []
  const kept = [0]
  const cones = quantities.map((quantity) => new Cone(quantity))
  let from = 0
  const keep = (index: number): void => {
    kept.push(index)
    from = index
    for (const cone of cones) cone.open(index)
  }
  const lengthMs = (to: number): number => (timesMs[to] as number) - (timesMs[from] as number)
  for (const cone of cones) cone.open(0)
  for (let index = 1; index < timesMs.length; index++) {
    const admits = (cone: Cone): boolean => cone.admits(index, lengthMs(index))
    if (!cones.every(admits) && index - 1 > from) keep(index - 1)
    if (cones.every(admits)) for (const cone of cones) cone.narrow(index, lengthMs(index))
    else keep(index)
  }
  if (from < timesMs.length - 1) kept.push(timesMs.length - 1)
  return kept
}

/** The slopes of the lines from a record that pass all later records within the tolerance. */
class Cone {
  private readonly quantity: Quantity
  private start = NaN
  private lowest = -Infinity
  private highest = Infinity

  constructor(quantity: Quantity) {
    this.quantity = quantity
  }

  open(index: number): void {
    this.start = this.quantity.values[index] as number
    this.lowest = -Infinity
    this.highest = Infinity
  }

  /** Whether a line may end at this record. */
  admits(index: number, lengthMs: number): boolean {
    const value = this.quantity.values[index] as number
    if (lengthMs <= 0 || Number.isNaN(value) !== Number.isNaN(this.start)) return false
    const slope = (value - this.start) / lengthMs
    return !(slope < this.lowest || slope > this.highest)
  }

  narrow(index: number, lengthMs: number): void {
    const { values, tolerance } = this.quantity
    const rise = (values[index] as number) - this.start
    // A gap narrows nothing: every comparison with NaN is false.
    const [low, high] = [(rise - tolerance) / lengthMs, (rise + tolerance) / lengthMs]
    if (low > this.lowest) this.lowest = low
    if (high < this.highest) this.highest = high
  }
}
