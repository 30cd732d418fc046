import { parseCoordinate } from '../../config/coordinate.ts'
import type { Coordinate } from '../../config/coordinate.ts'
import { grow } from '../geometry.ts'
import type { Rect, Surface } from '../surface.ts'
import { anchorShares } from './anchor.ts'

/** Where a box is, as the options of a text box say it. */
interface BoxPosition {
  x: Coordinate
  y: Coordinate
  /** One of the nine anchors, such as `top_left`. */
  anchor: string
}

/** What is behind the content of a box, as the options of a text box say it. Lengths are in px. */
interface BoxPanel {
  enabled: boolean
  padding: number
  bgColor: string
  bgAlpha: number
  borderColor: string
  borderThickness: number
  radius: number
}

/**
 * Draws the panel of an anchored box, if it has one. The anchored box includes the padding when the
 * panel is on. It begins and ends at whole pixels of the frame, so that letters are equally sharp for
 * every anchor.
 * @param content its size
 * @returns where the content goes: as wide and high as asked for, or a little more
 */
export function drawBox(
  surface: Surface,
  content: { widthPx: number; heightPx: number },
  { position, panel }: { position: BoxPosition; panel: BoxPanel },
): Rect {
  const paddingPx = panel.enabled ? panel.padding : 0
  const ceil = (lengthPx: number): number => Math.ceil(lengthPx * surface.scale) / surface.scale
  const width = ceil(content.widthPx + 2 * paddingPx)
  const height = ceil(content.heightPx + 2 * paddingPx)
  const { across, down } = anchorShares(position.anchor)
  const x = surface.snap(parseCoordinate(position.x, 'position.x')(surface) - across * width)
  const y = surface.snap(parseCoordinate(position.y, 'position.y')(surface) - down * height)
  surface.placeBox({ x, y, width, height })
  if (panel.enabled) drawPanel(surface, { x, y, width, height }, panel)
  return grow({ x, y, width, height }, -paddingPx)
}

function drawPanel(surface: Surface, box: Rect, panel: BoxPanel): void {
  const { radius, borderThickness } = panel
  // The border lies inside the box.
  const border = grow(box, -borderThickness / 2)
  if (radius > 0) {
    surface.fillShape(
      { kind: 'rounded', rect: box, radiusPx: radius },
      panel.bgColor,
      panel.bgAlpha,
    )
    const inner = Math.max(0, radius - borderThickness / 2)
    const edge = { kind: 'rounded', rect: border, radiusPx: inner } as const
    if (borderThickness > 0) surface.strokeShape(edge, panel.borderColor, borderThickness)
    return
  }
  surface.fillRect(box, panel.bgColor, panel.bgAlpha)
  if (borderThickness > 0) surface.strokeRect(border, panel.borderColor, borderThickness)
}
