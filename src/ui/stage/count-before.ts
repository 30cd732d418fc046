/** How many of the ascending times are before a time, by binary search. */
export function countBefore(timesMs: Float64Array, timeMs: number): number {
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((timesMs[middle] ?? Infinity) < timeMs) low = middle + 1
    else high = middle
  }
  return low
}
