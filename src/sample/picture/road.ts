import { LANE_WIDTH_M } from '../traffic.ts'
import { createLayer, rampAt } from './layer.ts'
import type { Ramp } from './layer.ts'
import { css, fillPolygon, HAZE, horizonY, throughAir, withStops } from './view.ts'
import type { Context, Point, Rgb, View } from './view.ts'
import type { SampleScene } from '../scene.ts'

const ROAD_LEFT_M = -1.5 * LANE_WIDTH_M - 1
const ROAD_RIGHT_M = 1.5 * LANE_WIDTH_M + 2.6
const NEAREST_ROAD_M = 1.5
const FARTHEST_M = 600
const PAINT: Rgb = [247, 236, 218]
const EDGE_LINE: Ramp = [
  [0, HAZE],
  [0.12, throughAir(PAINT, 60)],
  [1, PAINT],
]
const DASH_M = 6
const DASH_PERIOD_M = 18

/** The distances at which long lines are sampled: dense near the camera, sparse far away. */
const SAMPLES_M = Array.from(
  { length: 30 },
  (_, index) => NEAREST_ROAD_M * (FARTHEST_M / NEAREST_ROAD_M) ** (index / 29),
)

/**
 * Paints the asphalt below the horizon, with the reflection of the low sun far ahead and the car's
 * own dipped beam. Both stay at the same place in the picture.
 */
export function createAsphalt(scene: SampleScene): ImageBitmap {
  const { widthPx, heightPx } = scene
  const unitPx = heightPx / 540
  const top = Math.floor(horizonY(scene))
  const depthPx = heightPx - top
  const layer = createLayer(widthPx, depthPx, (y) => rampAt(ASPHALT, y / depthPx), [
    {
      middle: [widthPx / 2 + 60 * unitPx, 0],
      radii: [340 * unitPx, 90 * unitPx],
      color: [255, 180, 120],
      strength: 0.45,
      falloff: 1.8,
    },
    {
      middle: [widthPx / 2, 130 * unitPx],
      radii: [310 * unitPx, 95 * unitPx],
      color: [255, 226, 190],
      strength: 0.13,
      falloff: 1.5,
    },
  ])
  return layer.canvas.transferToImageBitmap()
}

/** Draws the mown verges, the road and its markings. */
export function drawRoad(context: Context, view: View, asphalt: ImageBitmap): void {
  drawVerges(context, view)
  const shoulders: Band[] = [
    [ROAD_LEFT_M - 0.7, ROAD_LEFT_M + 0.1],
    [ROAD_RIGHT_M - 0.1, ROAD_RIGHT_M + 0.7],
  ]
  fillBands(context, view, shoulders, asGradient(context, view, SHOULDER))
  context.save()
  traceBands(context, view, [[ROAD_LEFT_M, ROAD_RIGHT_M]])
  context.clip()
  context.drawImage(asphalt, 0, Math.floor(view.horizonY))
  context.restore()
  drawWheelTracks(context, view)
  drawMarkings(context, view)
}

const SHOULDER: Ramp = [
  [0, [206, 150, 132]],
  [0.1, [128, 104, 100]],
  [0.4, [78, 72, 74]],
  [1, [50, 50, 56]],
]
const ASPHALT: Ramp = [
  [0, [222, 160, 138]],
  [0.07, [142, 112, 118]],
  [0.22, [84, 76, 92]],
  [0.5, [56, 55, 71]],
  [1, [38, 40, 54]],
]

function drawVerges(context: Context, view: View): void {
  // Mown strips, so that the movement of the ground is visible too.
  const STRIP_M = 9
  const phase = view.travelledM % (2 * STRIP_M)
  for (let start = 2 * STRIP_M * 6 - phase; start > -2 * STRIP_M; start -= 2 * STRIP_M) {
    const from = Math.max(start, 0.5)
    const to = start + STRIP_M
    if (to <= from) continue
    const alpha = 0.2 * Math.exp(-Math.max(0, start) / 55)
    for (const side of [-1, 1]) {
      const near = side < 0 ? ROAD_LEFT_M - 0.7 : ROAD_RIGHT_M + 0.7
      const outer = near + side * 60
      fillPolygon(
        context,
        [
          view.point(near, 0, from),
          view.point(near, 0, to),
          view.point(outer, 0, to),
          view.point(outer, 0, from),
        ],
        css([104, 108, 70], alpha),
      )
    }
  }
}

/** A strip along the whole road, between two offsets. */
type Band = readonly [leftM: number, rightM: number]

function fillBands(
  context: Context,
  view: View,
  bands: readonly Band[],
  fill: string | CanvasGradient,
): void {
  traceBands(context, view, bands)
  context.fillStyle = fill
  context.fill()
}

function traceBands(context: Context, view: View, bands: readonly Band[]): void {
  context.beginPath()
  for (const [leftM, rightM] of bands) {
    context.moveTo(...view.point(leftM, 0, NEAREST_ROAD_M))
    for (const aheadM of SAMPLES_M) context.lineTo(...view.point(rightM, 0, aheadM))
    for (const aheadM of SAMPLES_M.toReversed()) context.lineTo(...view.point(leftM, 0, aheadM))
  }
}

function asGradient(context: Context, view: View, ramp: Ramp): CanvasGradient {
  const down = context.createLinearGradient(0, view.horizonY, 0, view.heightPx)
  return withStops(
    down,
    ramp.map(([share, color]) => [share, css(color)] as const),
  )
}

function drawWheelTracks(context: Context, view: View): void {
  const middles = [-1, 0, 1].flatMap((lane) =>
    [-0.82, 0.82].map((side) => lane * LANE_WIDTH_M + side),
  )
  const tracks = middles.map((middleM): Band => [middleM - 0.32, middleM + 0.32])
  fillBands(context, view, tracks, 'rgb(18 18 30 / 0.1)')
}

function drawMarkings(context: Context, view: View): void {
  const edge = 1.5 * LANE_WIDTH_M
  const lines = [-edge, edge].map((middleM): Band => [middleM - 0.1, middleM + 0.1])
  fillBands(context, view, lines, asGradient(context, view, EDGE_LINE))
  const phase = view.travelledM % DASH_PERIOD_M
  for (let start = 14 * DASH_PERIOD_M - phase; start > -DASH_PERIOD_M; start -= DASH_PERIOD_M) {
    const from = Math.max(start, 1)
    const to = start + DASH_M
    if (to <= from) continue
    const fill = css(throughAir(PAINT, from), 0.92)
    for (const middle of [-LANE_WIDTH_M / 2, LANE_WIDTH_M / 2]) {
      fillPolygon(context, dash(view, middle, from, to), fill)
    }
  }
}

function dash(view: View, middleM: number, fromM: number, toM: number): Point[] {
  const halfM = 0.09
  const halfwayM = (fromM + toM) / 2
  return [
    view.point(middleM - halfM, 0, fromM),
    view.point(middleM - halfM, 0, halfwayM),
    view.point(middleM - halfM, 0, toM),
    view.point(middleM + halfM, 0, toM),
    view.point(middleM + halfM, 0, halfwayM),
    view.point(middleM + halfM, 0, fromM),
  ]
}
