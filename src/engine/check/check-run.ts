import { outputSpecs } from '../../core/config/output-specs.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import { parseOptions, serializeOptions } from '../../core/config/parse-options.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { partOfPlan } from '../../core/plan/plan-part.ts'
import type { PlanPart } from '../../core/plan/plan-part.ts'
import { checkMovie } from '../movie/create-movie.ts'
import type { MovieCodec } from '../movie/create-movie.ts'
import { checkNative } from '../native/create-native-run.ts'
import type { EncoderGround } from '../native/native-encoder.ts'
import { listFiles } from '../../io/folders/stat-files.ts'
import type { ListedFiles } from '../../io/folders/stat-files.ts'
import { findEarlierRun, otherRun } from '../resume/earlier-run.ts'
import type { EarlierRun } from '../resume/earlier-run.ts'
import { checkIdle } from './check-idle.ts'
import { checkModules } from './check-modules.ts'
import { checkNames } from './check-names.ts'
import { checkOutput, checkSources, findConflicts, listOutputs } from './check-output.ts'
import { checkPlan } from './check-plan.ts'
import type { RenderOptions } from '../run/render-options.ts'

/** A run that was checked and can start. */
export interface CheckedRun {
  plan: FramePlan
  /** Part of a video's plan; null if everything that is planned is made. */
  part: PlanPart | null
  /** The settings of the configuration, overridden by the options of the run. */
  settings: OutputConfig
  /** The browser's codec of the video that is written; null if it writes none. */
  codec: MovieCodec | null
  /** What an encoder outside of the browser draws on; null if there is none. */
  ground: EncoderGround | null
  /** Null if there is none, or no notice is taken of it. */
  earlier: EarlierRun | null
  /** What is in the output folder, if there is an earlier run whose frames may be kept. */
  files: ListedFiles | null
}

/**
 * Plans a run, and checks everything that can be known before its first frame.
 * @throws OverlaneError if the run cannot start (with all `problems`); `output-exists` if files
 * would be replaced; `output-differs` if the folder contains a run with other inputs or settings;
 * `busy` while another run writes into it
 */
export async function checkRun(options: RenderOptions): Promise<CheckedRun> {
  const { recording, config, frameCount, part = null } = options
  const settings: OutputConfig = {
    ...config.output,
    mode: options.mode ?? config.output.mode,
    numWorkers: options.workerCount ?? config.output.numWorkers,
    chunkSize: options.chunkSize ?? config.output.chunkSize,
    ...(options.care ? { mode: 'sequential', chunkSize: 1 } : {}),
    // They are about all frames, so the run that joins the parts writes them.
    ...(part ? { timestamps: false, trace: false } : {}),
  }
  const whole = options.plan ?? planFrames(recording, config)
  // The times of a video are planned as a whole.
  const asked = whole.movie ? null : part
  const range = asked ?? (frameCount === undefined ? null : { from: 0, to: frameCount })
  const plan = range ? partOfPlan(whole, range) : whole
  checkSettings(settings)
  checkPlan(recording, plan)
  if (settings.content !== 'frames') await checkModules(recording, plan)
  const ofMovie = whole.movie ? part : null
  return { plan, part: ofMovie, settings, ...(await checkTarget(options, plan, settings)) }
}

function checkSettings(settings: OutputConfig): void {
  const problems: Problem[] = []
  parseOptions(outputSpecs, serializeOptions(outputSpecs, settings), 'output', problems)
  if (problems.length > 0) throw OverlaneError.fromProblems(problems)
}

/** Checks the output. @returns the video codec and the earlier run, see `CheckedRun` */
async function checkTarget(
  options: RenderOptions,
  plan: FramePlan,
  settings: OutputConfig,
): Promise<Pick<CheckedRun, 'codec' | 'ground' | 'earlier' | 'files'>> {
  const { recording, config, output, overwrite = false } = options
  if (output instanceof WritableStream) {
    if (!plan.movie) return { codec: null, ground: null, earlier: null, files: null }
    const message = 'A video cannot be written into a ZIP. Choose an output folder.'
    throw new OverlaneError('output-invalid', message)
  }
  await checkOutput(recording, output)
  await checkIdle(output)
  checkNames(plan)
  const { encoder } = options
  const ground = encoder ? await checkNative(recording, plan, settings, encoder) : null
  const codec =
    plan.movie && !encoder ? await checkMovie(recording, plan, plan.movie, settings) : null
  const { resume = overwrite || encoder ? 'never' : 'matching' } = options
  const earlier = resume === 'never' ? null : await findEarlierRun(recording, config, plan, output)
  if (earlier && resume === 'matching' && earlier.differences.length > 0) {
    throw otherRun(earlier, output)
  }
  const mayKeep = earlier !== null && resume !== 'restart' && !plan.movie
  const known = mayKeep ? await options.knownFiles?.('output') : null
  const files = mayKeep ? await listFiles(output, { known: known ?? null }) : null
  if (overwrite) {
    // Anything else may be replaced, so the folder need not be listed.
    await checkSources(recording, output, listOutputs(plan))
    return { codec, ground, earlier, files }
  }
  const { existing } = await findConflicts(recording, plan, output, earlier, files)
  if (existing.length > 0) {
    throw new OverlaneError(
      'output-exists',
      existing.length === 1
        ? `${existing[0] ?? ''} is already in "${output.name}". Replace it, or choose another folder.`
        : `${existing.length} files of this run are already in "${output.name}" (the first is ${existing[0] ?? ''}). Replace them, or choose another folder.`,
    )
  }
  return { codec, ground, earlier, files }
}
