import type { SharedData } from '../../core/draw/shared-data.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/**
 * Lets the modules of renderers draw a frame, in a sandbox, so that the job can be drawn. A job
 * without such renderers is returned as it is.
 * @throws OverlaneError `renderer-failed`, naming the module, if one of them is stopped
 */
export async function withDrawings(
  job: FrameJob,
  frame: FrameSize,
  shared: SharedData,
): Promise<FrameJob> {
  if (job.layers.every(({ type }) => type !== 'own')) return job
  // The page is smaller without what only few recordings need.
  const { drawLayers } = await import('./draw-layers.ts')
  return { ...job, layers: await drawLayers(job, frame, shared) }
}
