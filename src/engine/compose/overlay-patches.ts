import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import { createSurface } from '../../core/draw/create-surface.ts'
import type { Rect } from '../../core/draw/surface.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { CpuCanvas } from './cpu-canvas.ts'
import { PixelReader } from './pixel-reader.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** Blocks of JPEG are 8 pixels wide and high. Nothing speaks against the same grid for PNG. */
export const GRID_PX = 8

/** An overlay without its frame: only the areas where something is drawn. */
export interface Overlay {
  /** Patches do not overlap. Their edges are on the grid, or at the frame's right or bottom edge. */
  patches: OverlayPatch[]
  notes: DrawNotes
}

/** Draws overlays on a transparent background, and reads back only what was drawn on. */
export class OverlayPatches {
  private readonly gridPx: number
  private readonly shared: SharedData
  private readonly ground = new CpuCanvas(true)
  private readonly reader = new PixelReader()

  /**
   * @param gridPx edges of patches are multiples of this, counted from the frame's top left corner
   * @param shared what the frames of the plan share
   */
  constructor(gridPx: number, shared: SharedData) {
    this.gridPx = gridPx
    this.shared = shared
  }

  /**
   * @returns pixels that are valid until the next call, which must not begin before
   * @throws OverlaneError `renderer-failed`
   */
  async draw(job: FrameJob, size: FrameSize): Promise<Overlay> {
    const { context, cache } = this.ground
    this.ground.resize(size)
    const surface = createSurface(context, size, job, cache)
    let areas: readonly Rect[] = []
    try {
      const notes = drawOverlay(surface, job, this.shared)
      areas = disjoint(surface.drawnRects, size, this.gridPx)
      const pixels = await this.reader.read(context, areas)
      const patches = areas.map((area, index) => ({
        ...area,
        rgba: pixels[index] ?? new Uint8ClampedArray(0),
      }))
      return { patches, notes }
    } finally {
      // Clears the canvas for the next frame, also after a renderer threw. Only what was drawn on
      // is cleared, because clearing the whole canvas takes as long as drawing.
      if (areas.length === 0) areas = disjoint(surface.drawnRects, size, this.gridPx)
      for (const { x, y, width, height } of areas) context.clearRect(x, y, width, height)
    }
  }
}

/** Joins rectangles into ones that do not overlap, lie inside an area, and have edges on a grid. */
export function disjoint(rects: readonly Rect[], area: FrameSize, gridPx: number): Rect[] {
  const found: Rect[] = []
  for (const rect of rects) {
    let joined = toGrid(rect, area, gridPx)
    if (joined.width <= 0 || joined.height <= 0) continue
    // The joined rectangle may overlap others, which are then joined, too.
    for (let index = 0; index < found.length;) {
      const other = found[index]
      if (other && overlap(joined, other)) {
        joined = union(joined, other)
        found.splice(index, 1)
        index = 0
      } else index++
    }
    found.push(joined)
  }
  return found
}

function toGrid({ x, y, width, height }: Rect, area: FrameSize, gridPx: number): Rect {
  const before = (value: number): number => Math.max(0, Math.floor(value / gridPx) * gridPx)
  const after = (value: number): number => Math.ceil(value / gridPx) * gridPx
  const [left, top] = [before(x), before(y)]
  const right = Math.min(area.widthPx, after(x + width))
  const bottom = Math.min(area.heightPx, after(y + height))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function union(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const right = Math.max(a.x + a.width, b.x + b.width)
  const bottom = Math.max(a.y + a.height, b.y + b.height)
  return { x, y, width: right - x, height: bottom - y }
}
