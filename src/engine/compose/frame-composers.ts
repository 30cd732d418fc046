import type { TakeBytes } from '../../codec/join-bytes.ts'
import { CanvasComposer } from './canvas-composer.ts'
import { FrameCodecs } from './frame-codecs.ts'
import type { FrameComposer } from './frame-composer.ts'
import { OverlayComposer } from './overlay-composer.ts'
import { SpliceComposer } from './splice-composer.ts'
import { VideoComposer } from './video-composer.ts'

/**
 * All composers, in the order in which they are tried. The last one accepts every frame.
 * @param take gives the bytes for the images that our codecs make
 */
export function frameComposers(take: TakeBytes): FrameComposer[] {
  const codecs = new FrameCodecs(take)
  const canvas = new CanvasComposer(codecs)
  return [
    new SpliceComposer(codecs, canvas),
    new OverlayComposer(codecs),
    new VideoComposer(codecs, canvas),
    canvas,
  ]
}
