import type { FrameJob, Layer } from '../plan/frame-job.ts'
import { addNotes, noNotes } from './draw-notes.ts'
import type { DrawNotes } from './draw-notes.ts'
import { renderers } from './renderers/index.ts'
import type { Renderer } from './renderers/renderer.ts'
import { OverlaneError } from '../errors.ts'
import type { Surface } from './surface.ts'

/**
 * Draws one job's layers, in order, onto a surface that holds its frame. The preview, the workers
 * and the tests all call this.
 * @throws OverlaneError `renderer-failed`, naming the renderer, where one of them throws
 */
export function drawOverlay(surface: Surface, job: FrameJob): DrawNotes {
  const notes = noNotes()
  for (const layer of job.layers) {
    try {
      addNotes(notes, drawLayer(surface, job, layer))
    } catch (thrown) {
      const { message } = OverlaneError.from(thrown, 'renderer-failed')
      throw new OverlaneError(
        'renderer-failed',
        `The renderer "${layer.type}" failed on frame ${job.frameIndex}: ${message}`,
        { frameIndex: job.frameIndex },
        { cause: thrown },
      )
    }
  }
  return notes
}

function drawLayer(surface: Surface, job: FrameJob, layer: Layer): Partial<DrawNotes> {
  // A layer's options were made from the specs of the renderer it names.
  const renderer = renderers[layer.type] as unknown as Renderer
  return renderer.draw(surface, {
    frameIndex: job.frameIndex,
    timestampMs: job.timestampMs,
    timeZone: job.timeZone,
    calibration: job.calibration,
    options: layer.options,
    sample: layer.sample,
  })
}
