/** A straight line through measured points. */
export interface Trend {
  /** The rise of y for each unit of x. */
  slope: number
  /** The standard error of the slope. */
  error: number
}

/**
 * Fits a line by least squares.
 * @param points at least three, with different x
 */
export function fitTrend(points: readonly (readonly [x: number, y: number])[]): Trend {
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const meanX = meanOf(points.map(([x]) => x))
  const meanY = meanOf(points.map(([, y]) => y))
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  return { slope, error: Math.sqrt(rest / (points.length - 2) / spreadX) }
}
