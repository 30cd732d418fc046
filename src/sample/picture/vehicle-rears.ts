import { mix, withStops } from './view.ts'
import type { Context, Rgb } from './view.ts'

/** How one rear face is painted. */
export interface RearPaint {
  /** A colour as seen through the air at the vehicle's distance. */
  color: (rgb: Rgb) => string
  body: Rgb
  isBraking: boolean
}

const DARK: Rgb = [20, 20, 30]
const RIM: Rgb = [255, 196, 150]
const GLASS_TOP: Rgb = [126, 122, 164]
const GLASS_BOTTOM: Rgb = [38, 40, 66]

/** 1.84 m by 1.46 m. */
export function drawCarRear(context: Context, paint: RearPaint): void {
  const { color, body } = paint
  wheels(context, paint, 0.68, 0.24, 0.42)
  const shade = down(context, -1.46, -0.2, [
    color(mix(body, RIM, 0.18)),
    color(body),
    color(mix(body, DARK, 0.6)),
  ])
  fill(
    context,
    shade,
    'M-.8 -.93L-.57 -1.38Q-.53 -1.46 -.4 -1.46H.4Q.53 -1.46 .57 -1.38L.8 -.93Q.92 -.86 .92 -.66L.9 -.34Q.88 -.2 .74 -.2H-.74Q-.88 -.2 -.9 -.34L-.92 -.66Q-.92 -.86 -.8 -.93Z',
  )
  fill(
    context,
    glass(context, paint, -1.38, -0.96),
    'M-.7 -.98L-.52 -1.33Q-.49 -1.38 -.42 -1.38H.42Q.49 -1.38 .52 -1.33L.7 -.98Z',
  )
  fill(
    context,
    color(mix(body, DARK, 0.82)),
    'M-.9 -.36L-.88 -.3Q-.86 -.2 -.74 -.2H.74Q.86 -.2 .88 -.3L.9 -.36Q0 -.42 -.9 -.36Z',
  )
  fill(context, color(mix(body, DARK, 0.35)), 'M-.5 -.66H.5L.46 -.46H-.46Z')
  fill(context, color([232, 228, 218]), 'M-.25 -.62H.25V-.5H-.25Z')
  fill(context, color(mix(body, RIM, 0.35)), 'M-.8 -.93Q0 -.99 .8 -.93L.82 -.9Q0 -.95 -.82 -.9Z')
  rimLight(context, paint, 'M-.57 -1.37Q-.53 -1.445 -.4 -1.445H.4Q.53 -1.445 .57 -1.37')
  const lamp = 'M-.9 -.82Q-.88 -.88 -.8 -.88L-.46 -.84V-.74L-.86 -.7Q-.91 -.7 -.91 -.74Z'
  tailLights(context, paint, lamp, 0.7, -0.78)
  if (paint.isBraking) fill(context, '#ff5a48', 'M-.2 -1.4H.2V-1.36H-.2Z')
}

/** 1.94 m by 1.96 m. */
export function drawVanRear(context: Context, paint: RearPaint): void {
  const { color, body } = paint
  wheels(context, paint, 0.7, 0.25, 0.46)
  const shade = down(context, -1.96, -0.24, [
    color(mix(body, RIM, 0.16)),
    color(body),
    color(mix(body, DARK, 0.55)),
  ])
  fill(
    context,
    shade,
    'M-.97 -.95L-.84 -1.82Q-.81 -1.96 -.66 -1.96H.66Q.81 -1.96 .84 -1.82L.97 -.95L.95 -.36Q.93 -.24 .8 -.24H-.8Q-.93 -.24 -.95 -.36Z',
  )
  fill(
    context,
    glass(context, paint, -1.8, -1.12),
    'M-.78 -1.12L-.71 -1.74Q-.7 -1.8 -.63 -1.8H.63Q.7 -1.8 .71 -1.74L.78 -1.12Z',
  )
  fill(
    context,
    color(mix(body, DARK, 0.8)),
    'M-.95 -.44L-.94 -.36Q-.92 -.24 -.8 -.24H.8Q.92 -.24 .94 -.36L.95 -.44Z',
  )
  fill(context, color(mix(body, DARK, 0.4)), 'M-.78 -1.0H.78V-.975H-.78Z')
  fill(context, color([232, 228, 218]), 'M-.25 -.8H.25V-.68H-.25Z')
  rimLight(context, paint, 'M-.84 -1.8Q-.81 -1.945 -.66 -1.945H.66Q.81 -1.945 .84 -1.8')
  tailLights(context, paint, 'M-.95 -.98L-.9 -1.34H-.82L-.83 -.78H-.95Z', 0.88, -1.05)
}

/** 2.5 m by 3.6 m: the doors of a box body, above its chassis. */
export function drawTruckRear(context: Context, paint: RearPaint): void {
  const { color, body } = paint
  wheels(context, paint, 0.62, 0.5, 0.96)
  fill(context, color(DARK), 'M-1.2 -1.02H1.2V-.5H-1.2Z')
  fill(context, color([58, 58, 70]), 'M-1.15 -.62H1.15V-.48H-1.15Z')
  const shade = down(context, -3.6, -1, [
    color(mix(body, DARK, 0.12)),
    color(mix(body, DARK, 0.24)),
    color(mix(body, DARK, 0.46)),
  ])
  fill(context, color(mix(body, DARK, 0.58)), 'M-1.25 -3.6H1.25V-1H-1.25Z')
  fill(context, shade, 'M-1.15 -3.48H-.02V-1.1H-1.15ZM.02 -3.48H1.15V-1.1H.02Z')
  // The logo of the carrier: three stacked layers.
  const layer = (y: number): string => `M0 ${y - 0.3}L.62 ${y}L0 ${y + 0.3}L-.62 ${y}Z`
  fill(context, color(mix([60, 84, 120], DARK, 0.2)), layer(-2.25))
  fill(context, color(mix([92, 118, 150], DARK, 0.15)), layer(-2.47))
  fill(context, color(mix([220, 128, 84], DARK, 0.05)), layer(-2.69))
  const bars = [-0.8, -0.28, 0.28, 0.8].map((x) => `M${x - 0.02} -3.46h.04V-1.12h-.04Z`).join('')
  fill(context, color(mix(body, DARK, 0.42)), bars)
  const tape = (start: number): string =>
    [0, 1, 2].map((index) => `M${start + index * 0.8} -1.1h.4v.08h-.4Z`).join('')
  fill(context, color([206, 64, 58]), tape(-1.2))
  fill(context, color([236, 228, 222]), tape(-0.8))
  fill(context, color([232, 228, 218]), 'M-.25 -.84H.25V-.72H-.25Z')
  rimLight(context, paint, 'M-1.24 -3.575H1.24')
  for (const x of [-1.12, 1.04]) fill(context, '#ff8a5c', `M${x} -3.56h.08v.06h-.08Z`)
  tailLights(context, paint, 'M-1.12 -.88H-.72V-.7H-1.12Z', 0.92, -0.79)
}

function fill(context: Context, style: string | CanvasGradient, path: string): void {
  context.fillStyle = style
  context.fill(new Path2D(path))
}

function down(
  context: Context,
  fromM: number,
  toM: number,
  colors: readonly [string, string, string],
): CanvasGradient {
  return withStops(context.createLinearGradient(0, fromM, 0, toM), [
    [0, colors[0]],
    [0.45, colors[1]],
    [1, colors[2]],
  ])
}

/** A window, which reflects the dark sky behind the camera. */
function glass(
  context: Context,
  { color }: RearPaint,
  topM: number,
  bottomM: number,
): CanvasGradient {
  return withStops(context.createLinearGradient(0, topM, 0, bottomM), [
    [0, color(GLASS_TOP)],
    [1, color(GLASS_BOTTOM)],
  ])
}

function wheels(
  context: Context,
  { color }: RearPaint,
  insideM: number,
  widthM: number,
  heightM: number,
): void {
  context.fillStyle = color([14, 14, 22])
  context.beginPath()
  context.roundRect(-insideM - widthM, -heightM, widthM, heightM, 0.06)
  context.roundRect(insideM, -heightM, widthM, heightM, 0.06)
  context.fill()
}

/** Light on the upper edges only, because the sun is ahead. */
function rimLight(context: Context, { color }: RearPaint, path: string): void {
  context.strokeStyle = color(RIM)
  context.lineWidth = 0.03
  context.stroke(new Path2D(path))
}

/** Draws a lamp and its mirror image, each with its glow. */
function tailLights(
  context: Context,
  { isBraking }: RearPaint,
  lamp: string,
  xM: number,
  yM: number,
): void {
  const radiusM = isBraking ? 0.85 : 0.42
  for (const side of [1, -1]) {
    context.save()
    context.scale(side, 1)
    fill(context, isBraking ? '#ff4034' : '#d8302f', lamp)
    const glow = context.createRadialGradient(-xM, yM, 0, -xM, yM, radiusM)
    context.fillStyle = withStops(glow, [
      [0, isBraking ? 'rgb(255 120 90 / 0.95)' : 'rgb(255 90 70 / 0.6)'],
      [0.25, isBraking ? 'rgb(255 60 48 / 0.45)' : 'rgb(255 60 48 / 0.2)'],
      [1, 'rgb(255 50 40 / 0)'],
    ])
    context.fillRect(-xM - radiusM, yM - radiusM, 2 * radiusM, 2 * radiusM)
    context.restore()
  }
}
