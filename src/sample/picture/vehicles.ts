import { projectPoint, toCamera } from '../../core/draw/camera.ts'
import { placeVehicles, rearFace } from '../traffic.ts'
import type { PlacedVehicle, VehicleType } from '../traffic.ts'
import { drawCarRear, drawTruckRear, drawVanRear } from './vehicle-rears.ts'
import type { RearPaint } from './vehicle-rears.ts'
import { css, fillPolygon, mix, throughAir, withStops } from './view.ts'
import type { Context, Point, Rgb, View } from './view.ts'

const BODY: Record<VehicleType, Rgb> = {
  car: [172, 54, 52],
  van: [62, 108, 128],
  truck: [206, 196, 196],
}

const REARS = { car: drawCarRear, van: drawVanRear, truck: drawTruckRear }

/** Draws the traffic, from far to near. */
export function drawVehicles(context: Context, view: View): void {
  for (const placed of placeVehicles(view.scene, view.timeS)) {
    if (placed.distanceM + placed.vehicle.lengthM < 0.5) continue
    // A vehicle fades out before it appears again at its start.
    context.globalAlpha = Math.min(1, Math.max(0, (116 - placed.distanceM) / 14))
    drawShadow(context, view, placed)
    drawSide(context, view, placed)
    if (placed.distanceM > -0.5) drawRear(context, view, placed)
    context.globalAlpha = 1
  }
}

/** Draws in metres of the rear face. The origin is its middle on the road, and up is −y. */
function drawRear(context: Context, view: View, placed: PlacedVehicle): void {
  const { calibration } = view.scene
  const corners = rearFace(placed).map((corner) =>
    projectPoint(toCamera(corner, calibration), calibration),
  )
  const us = corners.map(({ u }) => u)
  const vs = corners.map(({ v }) => v)
  const [left, right] = [Math.min(...us), Math.max(...us)]
  const [top, bottom] = [Math.min(...vs), Math.max(...vs)]
  const { widthM, heightM, type } = placed.vehicle
  context.save()
  context.translate((left + right) / 2, bottom)
  context.scale((right - left) / widthM, (bottom - top) / heightM)
  const paint: RearPaint = {
    color: (rgb) => css(throughAir(rgb, placed.distanceM)),
    body: BODY[type],
    isBraking: placed.isBraking,
  }
  REARS[type](context, paint)
  context.restore()
}

function drawShadow(context: Context, view: View, placed: PlacedVehicle): void {
  const { lateralM, distanceM, vehicle } = placed
  const from = Math.max(distanceM - 1.4, -0.6)
  const to = distanceM + vehicle.lengthM
  const [left, near] = view.point(lateralM - vehicle.widthM / 2, 0, from)
  const [right] = view.point(lateralM + vehicle.widthM / 2, 0, from)
  const [, far] = view.point(lateralM, 0, to)
  const middle = (left + right) / 2
  context.save()
  context.translate(middle, (near + far) / 2)
  context.scale((right - left) * 0.66, Math.max(1, (near - far) * 0.78))
  context.fillStyle = withStops(context.createRadialGradient(0, 0, 0, 0, 0, 1), [
    [0, 'rgb(10 10 22 / 0.75)'],
    [0.6, 'rgb(10 10 22 / 0.55)'],
    [1, 'rgb(10 10 22 / 0)'],
  ])
  context.fillRect(-1, -1, 2, 2)
  context.restore()
}

/**
 * The outline of a side. Each point has a share of the length from the rear (0 to 1) and a height
 * in metres.
 */
type Profile = readonly Point[]

interface Side {
  body: Profile
  windows: readonly Profile[]
  /** The positions of the wheels along the side; their radius is in metres. */
  wheels: readonly number[]
  wheelRadiusM: number
}

const SIDES: Record<VehicleType, Side> = {
  car: {
    body: [
      [0, 0.25],
      [0, 0.94],
      [0.06, 1],
      [0.22, 1.44],
      [0.5, 1.46],
      [0.7, 1],
      [0.97, 0.82],
      [1, 0.55],
      [1, 0.25],
    ],
    windows: [
      [
        [0.14, 1.0],
        [0.25, 1.36],
        [0.5, 1.38],
        [0.65, 1.0],
      ],
    ],
    wheels: [0.18, 0.81],
    wheelRadiusM: 0.32,
  },
  van: {
    body: [
      [0, 0.25],
      [0, 1.9],
      [0.05, 1.96],
      [0.62, 1.94],
      [0.82, 1.16],
      [0.98, 0.98],
      [1, 0.6],
      [1, 0.25],
    ],
    windows: [
      [
        [0.05, 1.16],
        [0.06, 1.76],
        [0.33, 1.76],
        [0.33, 1.16],
      ],
      [
        [0.37, 1.16],
        [0.37, 1.76],
        [0.61, 1.74],
        [0.75, 1.16],
      ],
    ],
    wheels: [0.18, 0.81],
    wheelRadiusM: 0.34,
  },
  truck: {
    body: [
      [0, 1],
      [0, 3.6],
      [1, 3.6],
      [1, 1],
    ],
    windows: [],
    wheels: [0.08, 0.17, 0.26, 0.9],
    wheelRadiusM: 0.48,
  },
}

/** Draws the side that faces the camera, or none if the vehicle is straight ahead. */
function drawSide(context: Context, view: View, placed: PlacedVehicle): void {
  const { vehicle, centerM, lateralM, distanceM } = placed
  if (Math.abs(centerM) <= vehicle.widthM / 2) return
  const { body, windows, wheels, wheelRadiusM } = SIDES[vehicle.type]
  const sideM = lateralM - (Math.sign(centerM) * vehicle.widthM) / 2
  const at = ([share, heightM]: Point): Point =>
    view.point(sideM, heightM, distanceM + share * vehicle.lengthM)
  const color = (rgb: Rgb): string => css(throughAir(rgb, distanceM))
  const base = BODY[vehicle.type]
  const [rearX] = at([0, 1])
  const [frontX] = at([1, 1])
  if (vehicle.type === 'truck') fillPolygon(context, strip(0.45, 1).map(at), color([24, 24, 34]))
  const along = withStops(context.createLinearGradient(rearX, 0, frontX, 0), [
    [0, color(mix(base, [24, 22, 40], 0.45))],
    [1, color(mix(base, [255, 170, 110], 0.18))],
  ])
  fillPolygon(context, body.map(at), along)
  if (vehicle.type !== 'truck') {
    fillPolygon(context, strip(0.25, 0.42).map(at), color(mix(base, [20, 20, 30], 0.8)))
    fillPolygon(context, strip(0.86, 0.9).map(at), color(mix(base, [255, 190, 150], 0.3)))
  }
  for (const window of windows) fillPolygon(context, window.map(at), color([34, 36, 58]))
  for (const share of wheels) {
    for (const [radiusM, rgb] of [
      [wheelRadiusM, [18, 18, 26]],
      [wheelRadiusM * 0.55, [92, 88, 98]],
    ] as const) {
      const rim = Array.from({ length: 14 }, (_, index) => (index / 7) * Math.PI).map((angle) =>
        at([
          share + (radiusM * Math.cos(angle)) / vehicle.lengthM,
          wheelRadiusM + radiusM * Math.sin(angle),
        ]),
      )
      fillPolygon(context, rim, color(rgb))
    }
  }
}

/** A strip over the whole length of a side, between two heights in metres. */
function strip(lowM: number, highM: number): Profile {
  return [
    [0, lowM],
    [0, highM],
    [1, highM],
    [1, lowM],
  ]
}
