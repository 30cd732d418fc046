import type { OverlayConfig } from '../core/config.ts'
import { OverlaneError } from '../core/errors.ts'
import { planFrames } from '../core/plan.ts'
import { decodeImage } from '../io/image-file.ts'
import type { RecordingFolder } from '../io/recording-folder.ts'
import { FramePipeline } from './frame-task.ts'

/**
 * Decodes a frame of a recording. The caller closes the bitmap.
 * @throws OverlaneError `frame-missing` or `frame-unreadable`
 */
export async function loadFrame(
  { framesDirectory }: RecordingFolder,
  fileName: string | null,
): Promise<ImageBitmap> {
  if (!framesDirectory || fileName === null) {
    throw new OverlaneError('frame-missing', 'This frame is not in the folder.')
  }
  let file: File
  try {
    file = await framesDirectory.openFile(fileName)
  } catch (thrown) {
    const { message } = OverlaneError.from(thrown, 'frame-unreadable')
    throw new OverlaneError('frame-unreadable', `${fileName} cannot be read: ${message}`)
  }
  return decodeImage(new Uint8Array(await file.arrayBuffer()), fileName)
}

/**
 * Renders one frame as a run would, and hands the image back.
 * @param position into the plan's frames
 * @throws OverlaneError why the frame cannot be rendered
 */
export async function renderFrame(
  recording: RecordingFolder,
  config: OverlayConfig,
  position: number,
): Promise<{ name: string; blob: Blob }> {
  const plan = planFrames(recording, config)
  const job = plan.jobAt(position)
  const pipeline = new FramePipeline({
    frames: null,
    output: null,
    format: plan.outputFormat,
    quality: config.output.quality,
    loadsInFlight: 1,
    writesInFlight: 1,
    onStage: () => undefined,
  })
  const file =
    job.sourceName === null
      ? null
      : ((await recording.framesDirectory?.openFile(job.sourceName)) ?? null)
  const outcome = await pipeline.process({ position, job, file })
  if (outcome.kind === 'rendered' && outcome.blob)
    return { name: job.outputName, blob: outcome.blob }
  throw 'problem' in outcome
    ? OverlaneError.fromProblems([outcome.problem])
    : new OverlaneError('internal', `Frame ${job.frameIndex} was not rendered.`)
}
