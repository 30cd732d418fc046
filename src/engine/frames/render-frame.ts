import type { FrameEntry } from '../../core/recording/recording.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { checkPlan } from '../check/check-plan.ts'
import { frameTarget } from '../compose/frame-composer.ts'
import { BufferPool } from './buffer-pool.ts'
import { frameBitmap } from './frame-bitmap.ts'
import { FrameLoader } from './frame-loader.ts'
import { sourceOf } from './frame-source.ts'
import { StepClock, TimeShares } from './step-clock.ts'

/**
 * Decodes a frame of a recording. The caller closes the bitmap.
 * @throws OverlaneError `frame-missing` or `frame-unreadable`
 */
export async function loadFrame(
  recording: RecordingFolder,
  { fileName, frameIndex }: Pick<FrameEntry, 'fileName' | 'frameIndex'>,
): Promise<ImageBitmap> {
  const { framesDirectory, video } = recording
  if (fileName === null || !(framesDirectory ?? video)) {
    throw new OverlaneError('frame-missing', 'This frame is not in the folder.')
  }
  const place = { frameIndex, sourceName: fileName }
  const source = await sourceOf(recording, 'frames', place)
  const clock = new StepClock(new TimeShares(), () => undefined)
  const { picture } = await new FrameLoader(framesDirectory).load(place, source, clock)
  video?.rest()
  if (picture instanceof ImageBitmap) return picture
  if (!picture) throw new OverlaneError('internal', 'The frame has no picture.', { frameIndex })
  return frameBitmap(picture)
}

/**
 * Renders one frame as a run would, and returns the image.
 * @param position of the frame in the plan
 * @throws OverlaneError if the plan or this frame cannot be rendered
 */
export async function renderFrame(
  recording: RecordingFolder,
  config: OverlayConfig,
  position: number,
): Promise<{ name: string; blob: Blob }> {
  const plan = planFrames(recording, config)
  checkPlan(recording, plan)
  const job = plan.jobAt(position)
  // The page is smaller without what it needs only to render.
  const [{ FramePipeline }, { frameComposers }] = await Promise.all([
    import('./frame-pipeline.ts'),
    import('../compose/frame-composers.ts'),
  ])
  const buffers = new BufferPool()
  const pipeline = new FramePipeline({
    frames: recording.framesDirectory,
    output: null,
    target: frameTarget(plan, config.output),
    buffers,
    composers: frameComposers(buffers.take),
    framesInFlight: 1,
    loadsInFlight: 1,
    writesInFlight: 1,
    onStage: () => undefined,
  })
  const source = await sourceOf(recording, config.output.content, job)
  const { outcome } = await pipeline.process({ position, job, matchMs: 0, source })
  if (outcome.kind === 'rendered' && outcome.blob) {
    return { name: job.outputName, blob: outcome.blob }
  }
  throw 'problem' in outcome
    ? OverlaneError.fromProblems([outcome.problem])
    : new OverlaneError('internal', `Frame ${job.frameIndex} was not rendered.`)
}
