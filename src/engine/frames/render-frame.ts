import type { FrameEntry } from '../../core/recording/recording.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { encodingQuality } from '../../core/config/output-specs.ts'
import { OverlaneError } from '../../core/errors.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { readFrame } from '../../io/images/frame-file.ts'
import { decodeImage } from '../../io/images/image-file.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { checkPlan } from '../run/check-plan.ts'
import { FramePipeline } from './frame-task.ts'
import { toTask } from './to-task.ts'

/**
 * Decodes a frame of a recording. The caller closes the bitmap.
 * @throws OverlaneError `frame-missing` or `frame-unreadable`
 */
export async function loadFrame(
  { framesDirectory, video }: RecordingFolder,
  { fileName, frameIndex }: Pick<FrameEntry, 'fileName' | 'frameIndex'>,
): Promise<ImageBitmap> {
  if (video && fileName !== null) {
    const { frame } = await video.frameAt(frameIndex)
    return createImageBitmap(frame).finally(() => frame.close())
  }
  if (!framesDirectory || fileName === null) {
    throw new OverlaneError('frame-missing', 'This frame is not in the folder.')
  }
  return decodeImage(await readFrame(fileName, framesDirectory), fileName)
}

/**
 * Renders one frame as a run would, and hands the image back.
 * @param position into the plan's frames
 * @throws OverlaneError why nothing can be rendered, or not this frame
 */
export async function renderFrame(
  recording: RecordingFolder,
  config: OverlayConfig,
  position: number,
): Promise<{ name: string; blob: Blob }> {
  const plan = planFrames(recording, config)
  checkPlan(recording, plan)
  const job = plan.jobAt(position)
  const pipeline = new FramePipeline({
    frames: recording.framesDirectory,
    output: null,
    format: plan.outputFormat,
    quality: encodingQuality(config.output),
    drawsOverlay: config.output.content !== 'frames',
    framesInFlight: 1,
    loadsInFlight: 1,
    writesInFlight: 1,
    onStage: () => undefined,
  })
  const { outcome } = await pipeline.process(
    await toTask(recording, config.output.content, { position, job, matchMs: 0 }),
  )
  if (outcome.kind === 'rendered' && outcome.blob) {
    return { name: job.outputName, blob: outcome.blob }
  }
  throw 'problem' in outcome
    ? OverlaneError.fromProblems([outcome.problem])
    : new OverlaneError('internal', `Frame ${job.frameIndex} was not rendered.`)
}
