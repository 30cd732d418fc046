import type { Rect, RendererConfig } from '../../index.ts'
import { movePosition } from './box-position.ts'
import type { LayoutSize } from './box-position.ts'
import { boxOfSize } from './resize-box.ts'
import type { Handle } from './resize-box.ts'
import { scaleOptions, sidesOf, stretchOptions, wholeShare } from './scale-options.ts'
import { keptUnderTurn, rotationOf } from './turn-renderer.ts'

/** Whether the sides that a handle moves can change alone. */
export function isStretchable(renderer: RendererConfig, { x, y }: Handle): boolean {
  const { width, height } = sidesOf(renderer)
  return (x === 0 || width !== null) && (y === 0 || height !== null)
}

export function withPosition(
  renderer: RendererConfig,
  position: RendererConfig['options']['position'],
): RendererConfig {
  return { ...renderer, options: { ...renderer.options, position } } as RendererConfig
}

/** The renderer where its box is moved to. */
export function moved(
  renderer: RendererConfig,
  from: Rect,
  to: Rect,
  frame: LayoutSize,
): RendererConfig {
  return withPosition(renderer, movePosition(renderer.options.position, from, to, frame))
}

/**
 * The renderer with the size of a box.
 * @param box as wide and high as the renderer shall be, where a handle moved it
 * @param isScaled all of it becomes larger or smaller, not only its sides
 */
export function resized(
  renderer: RendererConfig,
  before: Rect,
  box: Rect,
  handle: Handle,
  isScaled: boolean,
  frame: LayoutSize,
): RendererConfig {
  const angleDeg = rotationOf(renderer) ?? 0
  if (!isScaled) {
    const by = { width: box.width - before.width, height: box.height - before.height }
    const after = keptUnderTurn(before, box, angleDeg)
    return moved(stretchOptions(renderer, by), before, after, frame)
  }
  const share = wholeShare(renderer, box.width / before.width)
  const { width, height } = before
  const scaled = boxOfSize(before, handle, { width: width * share, height: height * share })
  const after = keptUnderTurn(before, scaled, angleDeg)
  return moved(scaleOptions(renderer, share), before, after, frame)
}
