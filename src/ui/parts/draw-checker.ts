const CELL_SHARE = 1 / 45

/** Draws the ground under a picture with transparency. The colours are those of the page. */
export function drawChecker(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas
  const style = getComputedStyle(context.canvas)
  const cell = Math.max(4, Math.round(height * CELL_SHARE))
  context.fillStyle = style.getPropertyValue('--checker')
  context.fillRect(0, 0, width, height)
  context.fillStyle = style.getPropertyValue('--checker-other')
  context.beginPath()
  for (let y = 0; y * cell < height; y++) {
    for (let x = y % 2; x * cell < width; x += 2) context.rect(x * cell, y * cell, cell, cell)
  }
  context.fill()
}
