import { CanvasComposer } from './canvas-composer.ts'
import { FrameCodecs } from './frame-codecs.ts'
import type { FrameComposer } from './frame-composer.ts'
import { SpliceComposer } from './splice-composer.ts'

/** All composers, in the order in which they are tried. The last one accepts every frame. */
export function frameComposers(): FrameComposer[] {
  const codecs = new FrameCodecs()
  const canvas = new CanvasComposer(codecs)
  return [new SpliceComposer(codecs, canvas), canvas]
}
