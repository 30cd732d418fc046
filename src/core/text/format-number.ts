/** A number with at most so many decimals, thousands apart: `1,024.5`. */
export function formatNumber(value: number, decimals = 1): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals })
}

/** A number with exactly so many decimals, so that it does not jitter: `84.0`. */
export function formatFixed(value: number, decimals = 1): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}
