import { createLayer, rampAt } from './layer.ts'
import type { Ramp } from './layer.ts'
import { LARGEST_HEADING_RAD } from '../motion.ts'
import { css, horizonY, mix, withStops } from './view.ts'
import type { Context, Rgb } from './view.ts'
import { STREAMS } from '../scene.ts'
import type { SampleScene } from '../scene.ts'
import { randomBetween, randomUnit } from '../seeded-random.ts'

/** The direction of the sun, to the right of the mean direction of the road. */
const SUN_BEARING_RAD = 0.262

const SKY: Ramp = [
  [0, [20, 29, 66]],
  [0.3, [45, 49, 104]],
  [0.55, [104, 75, 130]],
  [0.74, [181, 102, 127]],
  [0.88, [236, 147, 108]],
  [1, [255, 203, 140]],
]

const GRASS: Ramp = [
  [0, [216, 146, 118]],
  [0.05, [146, 108, 88]],
  [0.14, [92, 88, 72]],
  [0.4, [52, 66, 56]],
  [1, [28, 44, 42]],
]

/** Everything that is too far away to come nearer. It only moves sideways as the road bends. */
export interface Panorama {
  picture: ImageBitmap
  /** The x of the panorama's left edge in a frame. */
  leftPx(headingRad: number): number
}

interface Canvas {
  context: Context
  scene: SampleScene
  horizon: number
  unitPx: number
  widthPx: number
  /** The x of a direction. */
  bearingX: (bearingRad: number) => number
}

/** Sky, sun, clouds, the hills on the horizon, and the ground below. */
export function createPanorama(scene: SampleScene): Panorama {
  const { heightPx, calibration } = scene
  const marginPx = Math.ceil(LARGEST_HEADING_RAD * calibration.fxPx) + 1
  const widthPx = scene.widthPx + 2 * marginPx
  const horizon = horizonY(scene)
  const unitPx = heightPx / 540
  const bearingX = (bearingRad: number): number => widthPx / 2 + calibration.fxPx * bearingRad
  const sun = [bearingX(SUN_BEARING_RAD), horizon - 62 * unitPx] as const
  const radiusPx = 240 * unitPx
  const context = createLayer(
    widthPx,
    heightPx,
    (y) =>
      y < horizon ? rampAt(SKY, y / horizon) : rampAt(GRASS, (y - horizon) / (heightPx - horizon)),
    [
      {
        middle: sun,
        radii: [radiusPx, radiusPx],
        color: [226, 116, 88],
        strength: 0.5,
        falloff: 2,
      },
      {
        middle: sun,
        radii: [70 * unitPx, 70 * unitPx],
        color: [255, 206, 140],
        strength: 0.75,
        falloff: 1.6,
      },
    ],
  )
  const canvas = { context, scene, horizon, unitPx, widthPx, bearingX }
  context.fillStyle = '#fff3d2'
  context.beginPath()
  context.arc(...sun, 21 * unitPx, 0, 2 * Math.PI)
  context.fill()
  drawClouds(canvas)
  drawHills(canvas)
  return {
    picture: context.canvas.transferToImageBitmap(),
    // Rounded to whole pixels, so that copying is fast and does not change the pixels.
    leftPx: (headingRad) => -Math.round(marginPx + calibration.fxPx * headingRad),
  }
}

/** Draws long thin bands, dark above and lit from below. */
function drawClouds({ context, scene, horizon, unitPx, bearingX }: Canvas): void {
  const CLOUD_COUNT = 13
  for (let index = 0; index < CLOUD_COUNT; index++) {
    const random = (low: number, high: number, key: number): number =>
      randomBetween(low, high, scene.seed, STREAMS.cloud, 8 * index + key)
    const rise = (index + random(0.1, 0.9, 0)) / CLOUD_COUNT
    const x = bearingX(random(-0.75, 0.85, 1))
    const y = horizon * (0.83 - 0.66 * rise)
    const halfWidth = unitPx * random(90, 210, 2) * (0.7 + 0.6 * rise)
    const thickness = unitPx * random(3, 8, 3) * (0.6 + 1.2 * rise)
    const lit = mix([255, 190, 130], [190, 110, 140], rise)
    const shaded = mix([196, 112, 120], [52, 48, 100], rise)
    drawBand(context, x, y, halfWidth, thickness, shaded)
    drawBand(context, x + thickness * 2, y + thickness * 0.5, halfWidth * 0.8, thickness / 2, lit)
  }
}

function drawBand(
  context: Context,
  x: number,
  y: number,
  halfWidth: number,
  thickness: number,
  color: Rgb,
): void {
  const across = context.createLinearGradient(x - halfWidth, 0, x + halfWidth, 0)
  context.fillStyle = withStops(across, [
    [0, css(color, 0)],
    [0.35, css(color, 0.5)],
    [0.6, css(color, 0.4)],
    [1, css(color, 0)],
  ])
  const top = y - thickness
  context.beginPath()
  context.moveTo(x - halfWidth, y)
  context.quadraticCurveTo(x - halfWidth * 0.3, top - thickness / 2, x + halfWidth * 0.1, top)
  context.quadraticCurveTo(x + halfWidth * 0.5, y - thickness * 0.7, x + halfWidth, y)
  context.quadraticCurveTo(x + halfWidth * 0.2, y + thickness * 0.8, x - halfWidth, y)
  context.fill()
}

interface Ridge {
  heightPx: number
  /** Waves per radian. */
  frequency: number
  top: Rgb
  foot: Rgb
}

const RIDGES: readonly Ridge[] = [
  { heightPx: 54, frequency: 1.6, top: [150, 98, 130], foot: [232, 158, 128] },
  { heightPx: 34, frequency: 2.55, top: [108, 74, 112], foot: [206, 132, 118] },
  { heightPx: 19, frequency: 4.15, top: [70, 56, 88], foot: [158, 104, 104] },
]

function drawHills({ context, scene, horizon, unitPx, widthPx }: Canvas): void {
  const stepPx = 3 * unitPx
  RIDGES.forEach(({ heightPx, frequency, top, foot }, ridge) => {
    const phase = (key: number): number =>
      2 * Math.PI * randomUnit(scene.seed, STREAMS.hill, 4 * ridge + key)
    const [first, second, third] = [phase(0), phase(1), phase(2)]
    const ridgeY = (x: number): number => {
      const wave = (2 * Math.PI * frequency * (x - widthPx / 2)) / scene.calibration.fxPx
      const height =
        0.5 +
        0.28 * Math.sin(wave + first) +
        0.15 * Math.sin(2.3 * wave + second) +
        0.05 * Math.sin(7.1 * wave + third) +
        0.02 * Math.sin(17.9 * wave + first)
      return horizon - unitPx * heightPx * Math.max(0.08, height)
    }
    const shade = context.createLinearGradient(0, horizon - heightPx * unitPx, 0, horizon)
    context.fillStyle = withStops(shade, [
      [0, css(top)],
      [1, css(foot)],
    ])
    context.beginPath()
    context.moveTo(0, horizon + 1)
    for (let x = 0; x <= widthPx + stepPx; x += stepPx) context.lineTo(x, ridgeY(x))
    context.lineTo(widthPx, horizon + 1)
    context.fill()
  })
}
