let context: CanvasRenderingContext2D | null = null

/** Any CSS colour as `#rrggbb`, which is all that a colour swatch takes. */
export function toHexColor(color: string): string {
  context ??= document.createElement('canvas').getContext('2d')
  if (!context) return '#000000'
  context.fillStyle = '#000000'
  context.fillStyle = color
  const normal = context.fillStyle
  if (normal.startsWith('#')) return normal
  const channels = /[\d.]+/g
  const [red = 0, green = 0, blue = 0] = (normal.match(channels) ?? []).map(Number)
  const two = (value: number): string => Math.round(value).toString(16).padStart(2, '0')
  return `#${two(red)}${two(green)}${two(blue)}`
}
