import type { Outline, Point, Surface } from '../../surface.ts'
import { GRID, ICONS, STROKE } from './icons.ts'
import type { Icon, IconName } from './icons.ts'

/**
 * Draws an icon as letters are drawn: its outline first.
 * @param corner the upper left one
 */
export function drawIcon(
  surface: Surface,
  name: IconName,
  corner: Point,
  sizePx: number,
  { color, outline }: { color: string; outline: Outline | null },
): void {
  const scale = sizePx / GRID
  const place = (points: readonly Point[]): Point[] =>
    points.map(({ x, y }) => ({ x: corner.x + x * scale, y: corner.y + y * scale }))
  const icon: Icon = ICONS[name]
  const lines = icon.lines.map(place)
  const fills = icon.fills.map((points) => ({ kind: 'polygon', points: place(points) }) as const)
  const strokePx = STROKE * scale
  if (outline) {
    for (const fill of fills) surface.strokeShape(fill, outline.color, outline.thicknessPx)
    const aroundPx = strokePx + outline.thicknessPx
    if (lines.length > 0) surface.strokeShape({ kind: 'lines', lines }, outline.color, aroundPx)
  }
  for (const fill of fills) surface.fillShape(fill, color)
  if (lines.length > 0) surface.strokeShape({ kind: 'lines', lines }, color, strokePx)
}
