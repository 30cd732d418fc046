import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Recording } from '../../core/recording/recording.ts'
import type { DrawRequest } from '../../io/own/draw-request.ts'
import { requestOf } from '../own/draw-request-of.ts'
import { moduleIn, openSandbox } from '../own/draw-layers.ts'

/** Frames that are drawn before a run, from its whole length. */
const PROBE_COUNT = 6

/**
 * Lets the modules of renderers draw some frames before a run, in two orders. So a run does not begin
 * whose pictures would depend on which worker draws which frame, or would end at the first frame.
 * @throws OverlaneError `renderer-failed`, naming the module
 */
export async function checkModules({ source }: Recording, plan: FramePlan): Promise<void> {
  if (plan.modules.size === 0 || !source?.heightPx) return
  const { widthPx, heightPx } = source
  const byLayer = new Map<number, { path: string; frames: DrawRequest[] }>()
  for (const position of probesOf(plan.frames.length)) {
    const job = plan.jobAt(position)
    for (const layer of job.layers) {
      if (layer.type !== 'own') continue
      const module = moduleIn(plan, layer)
      const probe = byLayer.get(layer.rendererIndex) ?? { path: module.path, frames: [] }
      probe.frames.push(requestOf(layer, job, module, { widthPx, heightPx }, plan))
      byLayer.set(layer.rendererIndex, probe)
    }
  }
  const sandbox = await openSandbox()
  for (const { path, frames } of byLayer.values()) {
    const module = plan.modules.get(path)
    if (!module) continue
    try {
      await sandbox.compare(module, frames)
    } catch (thrown) {
      const { message } = OverlaneError.from(thrown, 'renderer-failed')
      const indexes = frames.map(({ input }) => input.frameIndex)
      throw new OverlaneError(
        'renderer-failed',
        `The renderer ${path} was stopped when it drew the frames ${indexes.join(', ')} before the run: ${message}`,
        { file: path },
        { cause: thrown },
      )
    }
  }
}

/** Positions in a plan: the first, the last, and some between them. */
function probesOf(frameCount: number): number[] {
  const steps = Math.min(PROBE_COUNT, frameCount) - 1
  if (steps < 1) return frameCount === 0 ? [] : [0]
  return Array.from({ length: steps + 1 }, (_, step) =>
    Math.round((step * (frameCount - 1)) / steps),
  )
}
