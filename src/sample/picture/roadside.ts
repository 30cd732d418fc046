import { css, fillPolygon, mix, throughAir, withStops } from './view.ts'
import type { Context, Point, Rgb, View } from './view.ts'
import { STREAMS } from '../scene.ts'
import { randomUnit } from '../seeded-random.ts'

const RAIL_LEFT_M = -7.6
const RAIL_RIGHT_M = 9
const RAIL_POST_M = 4
const TREE_SPACING_M = 7
const FARTHEST_TREE_M = 290

/** Draws everything beside the road, from far to near, and from the outside to the road. */
export function drawRoadside(context: Context, view: View): void {
  drawTrees(context, view)
  drawRail(context, view, RAIL_LEFT_M)
  drawRail(context, view, RAIL_RIGHT_M)
}

/** Silhouettes of height 1, standing on the origin, and the part of each that the sun reaches. */
interface TreeShape {
  outline: Path2D
  lit: Path2D
}

const CONIFER: TreeShape = {
  outline: new Path2D(
    'M-.02 0V-.12H-.2L-.1 -.34H-.16L-.075 -.56H-.115L-.045 -.78H-.07L0 -1L.07 -.78H.045L.115 -.56H.075L.16 -.34H.1L.2 -.12H.02V0Z',
  ),
  lit: new Path2D('M0 -1L.07 -.78H.03L.115 -.56H.05L.16 -.34H.07L.2 -.12H.1L.02 -.34L.03 -.6Z'),
}

const BROADLEAF: TreeShape = {
  outline: new Path2D(
    'M-.025 0L-.02 -.25C-.2 -.2 -.34 -.34 -.29 -.5C-.36 -.62 -.27 -.78 -.16 -.8C-.1 -.97 .08 -1.03 .14 -.9C.28 -.9 .36 -.72 .29 -.6C.38 -.44 .26 -.24 .1 -.28C.06 -.23 .03 -.23 .02 -.25L.03 0Z',
  ),
  lit: new Path2D(
    'M.02 -.96C.09 -1 .13 -.96 .14 -.9C.28 -.9 .36 -.72 .29 -.6C.38 -.44 .26 -.24 .12 -.28C.24 -.36 .27 -.48 .2 -.56C.24 -.7 .16 -.78 .07 -.76C.1 -.86 .08 -.92 .02 -.96Z',
  ),
}

const BUSH: TreeShape = {
  outline: new Path2D(
    'M-1 0C-1.1 -.4 -.8 -.7 -.5 -.65C-.4 -1 .1 -1.1 .3 -.8C.6 -.9 .9 -.6 .85 -.4C1.05 -.35 1.05 -.1 1 0Z',
  ),
  lit: new Path2D(
    'M.1 -.95C.2 -.95 .26 -.88 .3 -.8C.6 -.9 .9 -.6 .85 -.4C.6 -.4 .5 -.6 .3 -.6C.2 -.6 .2 -.85 .1 -.95Z',
  ),
}

const FOLIAGE: readonly Rgb[] = [
  [18, 34, 44],
  [24, 42, 46],
  [32, 46, 44],
  [28, 34, 50],
]
const SUNLIGHT: Rgb = [222, 146, 104]

interface Tree {
  aheadM: number
  lateralM: number
  heightM: number
  shape: TreeShape
  color: Rgb
}

function drawTrees(context: Context, view: View): void {
  const trees = treesInView(view)
  for (const tree of trees) drawTreeShadow(context, view, tree)
  for (const tree of trees) {
    const scale = view.pixelsPerMetre(tree.aheadM) * tree.heightM
    const [x, y] = view.point(tree.lateralM, 0, tree.aheadM)
    if (x < -scale || x > view.widthPx + scale) continue
    const color = throughAir(tree.color, tree.aheadM)
    context.setTransform(scale, 0, 0, scale, x, y)
    context.fillStyle = css(color)
    context.fill(tree.shape.outline)
    if (scale > 12) {
      context.fillStyle = css(mix(color, throughAir(SUNLIGHT, tree.aheadM), 0.24))
      context.fill(tree.shape.lit)
    }
  }
  context.resetTransform()
}

/** The sun is low and ahead, so shadows are long and fall towards the camera. */
function drawTreeShadow(context: Context, view: View, tree: Tree): void {
  const { aheadM, lateralM, heightM } = tree
  const widthM = heightM * (tree.shape === BUSH ? 1 : 0.17)
  if (aheadM > 110 || Math.abs(lateralM) > 45) return
  const ground = (share: number, side: number): Point => {
    const lengthM = share * 1.9 * heightM
    return view.point(lateralM - 0.2 * lengthM + side * widthM, 0, aheadM - lengthM)
  }
  const outline = [ground(0, -0.5), ground(0.4, -1), ground(1, 0), ground(0.4, 1), ground(0, 0.5)]
  fillPolygon(context, outline, css([16, 22, 36], 0.3 * Math.exp(-aheadM / 90)))
}

/**
 * Some trees for each part of the road, on both sides; the farthest first. Each tree has its own
 * random number.
 */
function treesInView(view: View): Tree[] {
  const trees: Tree[] = []
  const first = Math.ceil(view.travelledM / TREE_SPACING_M)
  const last = Math.floor((view.travelledM + FARTHEST_TREE_M) / TREE_SPACING_M)
  for (let slot = last; slot >= first; slot--) {
    for (let copy = 0; copy < 5; copy++) {
      const random = (key: number): number =>
        randomUnit(view.scene.seed, STREAMS.tree, (5 * slot + copy) * 8 + key)
      // A slow wave along the road makes clearings.
      const grove = Math.sin(slot * 0.23 + copy * 1.9) + Math.sin(slot * 0.071 + copy)
      if (copy > 0 && grove < -0.7) continue
      const side = copy % 2 === 0 ? -1 : 1
      const isBush = copy === 4
      const isConifer = random(3) < 0.62
      trees.push({
        aheadM: (slot + random(0) * 0.9) * TREE_SPACING_M - view.travelledM,
        lateralM: isBush
          ? (random(1) < 0.5 ? -1 : 1) * (10.5 + 4 * random(5))
          : 0.7 + side * (14.5 + 34 * random(1) ** 1.7),
        heightM: isBush
          ? 0.5 + 0.7 * random(2)
          : isConifer
            ? 7 + 7 * random(2)
            : 5 + 4.5 * random(2),
        shape: isBush ? BUSH : isConifer ? CONIFER : BROADLEAF,
        color: FOLIAGE[Math.floor(random(4) * FOLIAGE.length)] ?? [30, 44, 44],
      })
    }
  }
  return trees.sort((a, b) => b.aheadM - a.aheadM)
}

const RAIL_SAMPLES_M = [300, 200, 130, 90, 64, 46, 34, 25, 18, 13, 9.5, 7, 5, 3.5, 2.2, 1, 0, -0.9]

function drawRail(context: Context, view: View, lateralM: number): void {
  const FARTHEST_POST_M = 84
  const phase = view.travelledM % RAIL_POST_M
  for (let aheadM = FARTHEST_POST_M - phase; aheadM > -0.9; aheadM -= RAIL_POST_M) {
    const [x, top] = view.point(lateralM, 0.6, aheadM)
    const [, foot] = view.point(lateralM, 0, aheadM)
    const width = Math.max(0.6, view.pixelsPerMetre(aheadM) * 0.11)
    context.fillStyle = css(throughAir([52, 50, 62], aheadM))
    context.fillRect(x - width / 2, top, width, foot - top)
  }
  const band = (lowM: number, highM: number, color: Rgb): void => {
    const upper = RAIL_SAMPLES_M.map((aheadM) => view.point(lateralM, highM, aheadM))
    const lower = RAIL_SAMPLES_M.map((aheadM) => view.point(lateralM, lowM, aheadM))
    fillPolygon(context, [...upper, ...lower.toReversed()], alongRail(context, upper, color))
  }
  band(0.44, 0.76, [104, 100, 118])
  band(0.66, 0.76, [196, 158, 148])
  band(0.57, 0.61, [66, 64, 80])
}

/** A gradient: a colour as seen through the air, from the far end to the near end. */
function alongRail(context: Context, points: readonly Point[], color: Rgb): CanvasGradient {
  const [farX, nearX] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0]
  return withStops(
    context.createLinearGradient(farX, 0, nearX, 0),
    points.map(([x], index) => {
      const share = Math.min(1, Math.max(0, (x - farX) / (nearX - farX)))
      return [share, css(throughAir(color, RAIL_SAMPLES_M[index] ?? 0))] as const
    }),
  )
}
