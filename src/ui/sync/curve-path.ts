/** A curve of many values as a path: the least and the greatest value of each column. */
export function curvePath(
  timesMs: ArrayLike<number>,
  values: ArrayLike<number>,
  rangeMs: readonly [number, number],
  { widthPx, heightPx, isFlipped = false }: CurveBox,
): string {
  const columns = new Map<number, [least: number, greatest: number]>()
  let [least, greatest] = [Infinity, -Infinity]
  for (let index = 0; index < timesMs.length; index++) {
    const value = (values[index] as number) * (isFlipped ? -1 : 1)
    const share = ((timesMs[index] as number) - rangeMs[0]) / (rangeMs[1] - rangeMs[0])
    if (!(share >= 0 && share <= 1) || Number.isNaN(value)) continue
    const x = Math.round(share * widthPx)
    const [low, high] = columns.get(x) ?? [value, value]
    columns.set(x, [Math.min(low, value), Math.max(high, value)])
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  const span = greatest - least || 1
  const yOf = (value: number): string => (heightPx * (1 - (value - least) / span)).toFixed(1)
  const places = [...columns].sort(([a], [b]) => a - b)
  return places
    .map(
      ([x, [low, high]], index) => `${index === 0 ? 'M' : 'L'}${x} ${yOf(low)}L${x} ${yOf(high)}`,
    )
    .join('')
}

export interface CurveBox {
  widthPx: number
  heightPx: number
  /** Draws the negative of the values. */
  isFlipped?: boolean
}
