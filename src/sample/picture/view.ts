import { projectPoint, toCamera } from '../../core/draw/camera.ts'
import type { Vector3 } from '../../core/draw/camera.ts'
import { bendM, headingRad, travelledM } from '../motion.ts'
import { SENSOR_HEIGHT_M } from '../scene.ts'
import type { SampleScene } from '../scene.ts'

export type Context = OffscreenCanvasRenderingContext2D
export type Rgb = readonly [red: number, green: number, blue: number]
export type Point = readonly [x: number, y: number]

/** What the camera sees at one time. Converts metres along the road to pixels. */
export interface View {
  scene: SampleScene
  timeS: number
  travelledM: number
  /** The direction of the camera; positive is to the right. */
  headingRad: number
  widthPx: number
  heightPx: number
  horizonY: number
  /** The unit of lengths in the picture: 1 if the picture is 540 px high. */
  unitPx: number
  /**
   * @param lateralM to the right of the camera's lane, ignoring bends
   * @param heightM height over the road
   * @param aheadM distance ahead of the sensor; limited to what is in front of the camera
   */
  point(lateralM: number, heightM: number, aheadM: number): Point
  /** The number of pixels per metre across the view, at a distance. */
  pixelsPerMetre(aheadM: number): number
}

/** Nothing nearer to the sensor is drawn, because it would be beside the camera. */
export const NEAREST_M = -0.9

export function createView(scene: SampleScene, timeS: number): View {
  const { calibration, widthPx, heightPx } = scene
  const travelled = travelledM(scene, timeS)
  const project = affineProjection(scene)
  const heading = headingRad(scene, travelled)
  return {
    scene,
    timeS,
    travelledM: travelled,
    headingRad: heading,
    widthPx,
    heightPx,
    horizonY: horizonY(scene),
    unitPx: heightPx / 540,
    point(lateralM, heightM, aheadM) {
      const z = Math.max(aheadM, NEAREST_M)
      return project(lateralM + bendM(scene, travelled, z), SENSOR_HEIGHT_M - heightM, z)
    },
    pixelsPerMetre: (aheadM) => calibration.fxPx / (aheadM + calibration.translation[2]),
  }
}

/** The height in the picture at which the flat road ends. */
export function horizonY({ calibration }: SampleScene): number {
  return projectPoint(toCamera([0, 0, 1e6], calibration), calibration).v
}

/**
 * `toCamera` is affine, so its three columns and its origin define it. They are computed only once.
 */
function affineProjection({ calibration }: SampleScene): (...point: Vector3) => Point {
  const origin = toCamera([0, 0, 0], calibration)
  const column = (axis: Vector3): Vector3 => {
    const [x, y, z] = toCamera(axis, calibration)
    return [x - origin[0], y - origin[1], z - origin[2]]
  }
  const [a, b, c] = [column([1, 0, 0]), column([0, 1, 0]), column([0, 0, 1])]
  return (x, y, z) => {
    const { u, v } = projectPoint(
      [
        origin[0] + a[0] * x + b[0] * y + c[0] * z,
        origin[1] + a[1] * x + b[1] * y + c[1] * z,
        origin[2] + a[2] * x + b[2] * y + c[2] * z,
      ],
      calibration,
    )
    return [u, v]
  }
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = Math.min(1, Math.max(0, share))
  const channel = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * part
  return [channel(0), channel(1), channel(2)]
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  const whole = `${Math.round(red)} ${Math.round(green)} ${Math.round(blue)}`
  return alpha === 1 ? `rgb(${whole})` : `rgb(${whole} / ${alpha.toFixed(3)})`
}

/** With distance, every colour fades into this one. */
export const HAZE: Rgb = [222, 152, 134]

/** A colour as seen through the air at a distance. */
export function throughAir(color: Rgb, aheadM: number): Rgb {
  return mix(color, HAZE, 0.92 * (1 - Math.exp(-((Math.max(0, aheadM) / 190) ** 1.25))))
}

export function fillPolygon(
  context: Context,
  points: readonly Point[],
  fill: string | CanvasGradient,
): void {
  context.fillStyle = fill
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.fill()
}

/** Adds stops to a gradient. Each is a share of its length and a colour. */
export function withStops(
  gradient: CanvasGradient,
  stops: readonly (readonly [share: number, color: string])[],
): CanvasGradient {
  for (const [share, color] of stops) gradient.addColorStop(share, color)
  return gradient
}
