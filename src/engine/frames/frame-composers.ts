import { CanvasComposer } from './canvas-composer.ts'
import type { FrameComposer } from './frame-composer.ts'

/** The roads of a frame, in the order they are tried; the last one takes every frame. */
export function frameComposers(): FrameComposer[] {
  return [new CanvasComposer()]
}
