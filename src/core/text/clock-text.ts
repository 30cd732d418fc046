/** Seconds from 0 on as a clock shows them: `0:05`, `12:30`, `1:02:00`. */
export function clockText(seconds: number, decimals = 0): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = (seconds % 60).toFixed(decimals).padStart(decimals > 0 ? 3 + decimals : 2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}
