import type { OutputConfig } from '../../core/config/output-specs.ts'
import { serializeConfig } from '../../core/config/parse-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { PlanPart } from '../../core/plan/plan-part.ts'
import { viewerTimeZone } from '../../core/time/clock.ts'
import { segmentsOf } from '../movie/movie-segments.ts'
import { listDifferences } from '../resume/earlier-run.ts'
import { compareFingerprints } from '../resume/difference.ts'
import { fingerprintOf } from '../resume/fingerprint.ts'
import type { Fingerprint } from '../resume/fingerprint.ts'
import type { RenderOptions } from '../run/render-options.ts'
import { checkPlan } from './check-plan.ts'
import { checkRun } from './check-run.ts'
import { cutChunks } from './cut-chunks.ts'
import type { ChunkSize } from './cut-chunks.ts'

/** A run that is cut into chunks, which other machines can render. */
export interface ChunkPlan {
  /** Everything that its pixels depend on. A machine where it is different must not render. */
  fingerprint: Fingerprint
  /** The configuration of the run, as `parseConfig` reads it. */
  config: Record<string, unknown>
  frameCount: number
  /** The file name of the video that is made; null if each frame is a file of its own. */
  video: string | null
  /** They follow each other, and have all frames. */
  chunks: PlanPart[]
}

/** What a plan says about its frames. */
export type PlannedChunks = Pick<ChunkPlan, 'fingerprint' | 'chunks'> & {
  /** As given to `planChunks`. */
  chunkSize: ChunkSize
}

/**
 * Cuts a run into chunks. The cuts depend on the plan only, never on how many machines there are.
 * @throws OverlaneError as `renderRecording` does before its first frame
 */
export async function planChunks(options: RenderOptions, chunkSize: ChunkSize): Promise<ChunkPlan> {
  const { plan, settings } = await checkRun(options)
  return planOf(options, plan, settings, chunkSize)
}

async function planOf(
  { recording, config }: Pick<RenderOptions, 'recording' | 'config'>,
  plan: FramePlan,
  settings: OutputConfig,
  chunkSize: ChunkSize,
): Promise<ChunkPlan> {
  const segments = segmentsOf(recording, plan, settings)
  const plannedCount = plan.frames.length
  // Another machine may be in another time zone.
  const timeZone = config.timeZone ?? viewerTimeZone()
  return {
    fingerprint: await fingerprintOf(recording, config, plan),
    config: serializeConfig({ ...config, timeZone, output: settings }),
    frameCount: plannedCount,
    video: plan.movie?.fileName ?? null,
    chunks: cutChunks(segments?.map(({ to }) => to) ?? null, plannedCount, chunkSize),
  }
}

/**
 * Checks that a run would make what was planned, on this machine and now. What else may prevent it is
 * checked with each chunk, for its own frames.
 * @throws OverlaneError `output-differs` with what is different; and the errors of the plan
 */
export async function checkChunks(
  { recording, config, plan }: Pick<RenderOptions, 'recording' | 'config'> & { plan: FramePlan },
  planned: PlannedChunks,
): Promise<void> {
  checkPlan(recording, plan)
  const now = await planOf({ recording, config }, plan, config.output, planned.chunkSize)
  const differences = compareFingerprints(planned.fingerprint, now.fingerprint)
  if (differences.length > 0) {
    throw new OverlaneError(
      'output-differs',
      `This is not what was planned: ${listDifferences({ differences })}. Use the recording, the version and the browser of the plan, or make a new plan in another folder.`,
    )
  }
  const ends = planned.chunks.map(({ to }) => to)
  if (now.chunks.length !== ends.length || now.chunks.some(({ to }, index) => to !== ends[index])) {
    throw new OverlaneError(
      'output-differs',
      `This is not what was planned: the frames or their times have changed (${planned.chunks.at(-1)?.to ?? 0} frames were planned, and there are ${now.frameCount} now). Make a new plan in another folder.`,
    )
  }
}
