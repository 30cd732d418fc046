import { OverlaneError } from '../errors.ts'
import type { FrameJob, Layer } from '../plan/frame-job.ts'
import { addNotes, noNotes } from './draw-notes.ts'
import type { DrawNotes } from './draw-notes.ts'
import { rendererOf } from './renderers/index.ts'
import type { SharedData } from './shared-data.ts'
import type { Rect, Surface } from './surface.ts'

/**
 * Draws one job's layers, in order, onto a surface that holds its frame. The preview, the workers
 * and the tests all call this.
 * @param shared of the job's plan
 * @param noteBox told the box of each layer that has one, in pixels of the layout
 * @throws OverlaneError `renderer-failed`, naming the renderer, if one of them throws
 */
export function drawOverlay(
  surface: Surface,
  job: FrameJob,
  shared: SharedData,
  noteBox?: (rendererIndex: number, box: Rect) => void,
): DrawNotes {
  const notes = noNotes()
  notes.unknownConditionCount = job.unknownConditionCount
  for (const layer of job.layers) {
    const boxCount = surface.boxes.length
    try {
      addNotes(
        notes,
        surface.withOpacity(layer.opacity, () => drawLayer(surface, job, layer, shared)),
      )
    } catch (thrown) {
      const { message } = OverlaneError.from(thrown, 'renderer-failed')
      throw new OverlaneError(
        'renderer-failed',
        `The renderer "${layer.type}" failed on frame ${job.frameIndex}: ${message}`,
        { frameIndex: job.frameIndex },
        { cause: thrown },
      )
    }
    for (const box of surface.boxes.slice(boxCount)) noteBox?.(layer.rendererIndex, box)
  }
  return notes
}

function drawLayer(
  surface: Surface,
  job: FrameJob,
  layer: Layer,
  { series, images }: SharedData,
): Partial<DrawNotes> {
  const renderer = rendererOf(layer.type)
  const input = {
    frameIndex: job.frameIndex,
    timestampMs: job.timestampMs,
    recordingRangeMs: job.recordingRangeMs,
    timeZone: job.timeZone,
    calibration: job.calibration,
    options: layer.options,
    sample: layer.sample,
    series: layer.series.flatMap((index) => series[index] ?? []),
    events: layer.events,
    images: (renderer.images?.(layer.options) ?? []).flatMap(({ path }) => images.get(path) ?? []),
  }
  return surface.withRotation(rotationOf(layer), () => renderer.draw(surface, input))
}

/** Clockwise, in degrees. */
function rotationOf({ options }: Pick<Layer, 'options'>): number {
  return 'rotation' in options ? options.rotation : 0
}
