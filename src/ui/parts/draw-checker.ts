const CELL_SHARE = 1 / 45

/** Draws the ground under a picture with transparency. The colours are those of the page. */
export function drawChecker(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas
  const style = getComputedStyle(context.canvas)
  const cell = Math.max(4, Math.round(height * CELL_SHARE))
  // Each frame is drawn on it, so it is filled with a pattern of four cells.
  const tile = new OffscreenCanvas(2 * cell, 2 * cell)
  const cells = tile.getContext('2d')
  if (!cells) return
  cells.fillStyle = style.getPropertyValue('--checker')
  cells.fillRect(0, 0, 2 * cell, 2 * cell)
  cells.fillStyle = style.getPropertyValue('--checker-other')
  cells.fillRect(0, 0, cell, cell)
  cells.fillRect(cell, cell, cell, cell)
  context.fillStyle = context.createPattern(tile, 'repeat') ?? 'transparent'
  context.fillRect(0, 0, width, height)
}
