import { css, throughAir, withStops } from './view.ts'
import type { Context, Rgb, View } from './view.ts'

const LAMP_SPACING_M = 44
const LAMP_M = { lateral: 10.2, height: 9, arm: 2.8 }
const GANTRY_SPACING_M = 300
const FIRST_GANTRY_M = 128
const GANTRY_M = { left: -8.4, right: 9.9, beam: 5.7, thickness: 0.5 }
const FARTHEST_M = 290

const STEEL: Rgb = [58, 58, 76]

/** Draws lamp posts and the signs over the road, from far to near. */
export function drawLampsAndGantries(context: Context, view: View): void {
  const lamps = distances(view, LAMP_SPACING_M, 20).map((aheadM) => ({ aheadM, draw: drawLamp }))
  const gantries = distances(view, GANTRY_SPACING_M, FIRST_GANTRY_M).map((aheadM) => ({
    aheadM,
    draw: drawGantry,
  }))
  const all = [...lamps, ...gantries].sort((a, b) => b.aheadM - a.aheadM)
  for (const { aheadM, draw } of all) draw(context, view, aheadM)
}

/** The distances ahead of objects that repeat along the road. */
function distances(view: View, spacingM: number, firstM: number): number[] {
  const found: number[] = []
  const passed = Math.ceil((view.travelledM - firstM) / spacingM)
  for (let index = passed; ; index++) {
    const aheadM = firstM + index * spacingM - view.travelledM
    if (aheadM > FARTHEST_M) return found
    found.push(aheadM)
  }
}

function drawLamp(context: Context, view: View, aheadM: number): void {
  const [x, foot] = view.point(LAMP_M.lateral, 0, aheadM)
  const [headX, headY] = view.point(LAMP_M.lateral - LAMP_M.arm, LAMP_M.height, aheadM)
  const metre = view.pixelsPerMetre(aheadM)
  if (headX - metre * 3 > view.widthPx || headY < -metre * 5) return
  context.strokeStyle = css(throughAir(STEEL, aheadM))
  context.lineWidth = Math.max(0.7 * view.unitPx, 0.15 * metre)
  context.lineCap = 'round'
  context.beginPath()
  context.moveTo(x, foot)
  context.lineTo(x, headY + 1.1 * metre)
  context.quadraticCurveTo(x, headY, x - 1.1 * metre, headY)
  context.lineTo(headX, headY)
  context.stroke()
  const radius = 2.1 * metre
  const glow = context.createRadialGradient(headX, headY, 0, headX, headY, radius)
  context.fillStyle = withStops(glow, [
    [0, 'rgb(255 220 160 / 0.7)'],
    [0.25, 'rgb(230 160 100 / 0.25)'],
    [1, 'rgb(200 120 80 / 0)'],
  ])
  context.globalCompositeOperation = 'screen'
  // The light of a lamp that is above the picture would look like a stain, so it fades.
  context.globalAlpha = Math.min(1, Math.max(0, headY / (50 * view.unitPx)))
  context.fillRect(headX - radius, headY - radius, 2 * radius, 2 * radius)
  context.globalCompositeOperation = 'source-over'
  context.globalAlpha = 1
  context.fillStyle = '#fff0cf'
  context.beginPath()
  context.ellipse(headX, headY + 0.06 * metre, 0.5 * metre, 0.13 * metre, 0, 0, 2 * Math.PI)
  context.fill()
}

function drawGantry(context: Context, view: View, aheadM: number): void {
  const metre = view.pixelsPerMetre(aheadM)
  const [left, ground] = view.point(GANTRY_M.left, 0, aheadM)
  const [right, beam] = view.point(GANTRY_M.right, GANTRY_M.beam, aheadM)
  const steel = css(throughAir(STEEL, aheadM))
  const rim = css(throughAir([190, 140, 124], aheadM))
  context.fillStyle = steel
  const post = 0.42 * metre
  context.fillRect(left - post, beam, post, ground - beam)
  context.fillRect(right, beam, post, ground - beam)
  context.fillRect(left - post, beam, right - left + 2 * post, GANTRY_M.thickness * metre)
  context.fillStyle = rim
  context.fillRect(left - post, beam, right - left + 2 * post, 0.09 * metre)
  const sign = (middleM: number, draw: (context: Context, color: (rgb: Rgb) => string) => void) => {
    const [x, y] = view.point(middleM, GANTRY_M.beam + 0.3, aheadM)
    context.setTransform(metre, 0, 0, metre, x, y)
    draw(context, (rgb) => css(throughAir(rgb, aheadM)))
    context.resetTransform()
  }
  sign(-3.6, drawBlueSign)
  sign(3.1, drawExitSign)
}

/**
 * Draws a sign in metres; the origin is the middle of its lower edge. Shapes stand for words, so no
 * font is needed.
 */
function signPlate(
  context: Context,
  color: (rgb: Rgb) => string,
  halfWidth: number,
  face: Rgb,
): void {
  const HEIGHT_M = 2.7
  context.fillStyle = color([226, 222, 226])
  context.beginPath()
  context.roundRect(-halfWidth, 0.7 - HEIGHT_M, 2 * halfWidth, HEIGHT_M, 0.2)
  context.fill()
  context.fillStyle = color(face)
  context.beginPath()
  context.roundRect(-halfWidth + 0.09, 0.79 - HEIGHT_M, 2 * halfWidth - 0.18, HEIGHT_M - 0.18, 0.15)
  context.fill()
  context.fillStyle = color([240, 238, 240])
}

function drawBlueSign(context: Context, color: (rgb: Rgb) => string): void {
  signPlate(context, color, 2.7, [28, 62, 112])
  bar(context, -2.2, -1.5, 3.2, 0.4)
  arrow(context, -1.4, 0.42, 0)
  arrow(context, 1.4, 0.42, 0)
}

function drawExitSign(context: Context, color: (rgb: Rgb) => string): void {
  signPlate(context, color, 2.9, [24, 84, 74])
  bar(context, -2.4, -1.5, 3.1, 0.34)
  bar(context, -2.4, -0.85, 2.1, 0.34)
  bar(context, -2.4, -0.2, 1.2, 0.3)
  arrow(context, 1.75, 0.2, Math.PI / 4)
}

function bar(context: Context, x: number, y: number, width: number, height: number): void {
  context.beginPath()
  context.roundRect(x, y, width, height, 0.1)
  context.fill()
}

/** Draws an arrow that points upwards from its foot, rotated clockwise. */
function arrow(context: Context, x: number, y: number, turnRad: number): void {
  context.save()
  context.translate(x, y)
  context.rotate(turnRad)
  context.beginPath()
  for (const [px, py] of [
    [-0.12, 0],
    [-0.12, -0.6],
    [-0.42, -0.5],
    [0, -1.15],
    [0.42, -0.5],
    [0.12, -0.6],
    [0.12, 0],
  ] as const) {
    context.lineTo(px, py)
  }
  context.fill()
  context.restore()
}
