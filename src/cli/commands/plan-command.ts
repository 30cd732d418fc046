import { basename } from 'node:path'
import { formatQuantity } from '../../index.ts'
import type { ChunkPlan } from '../../index.ts'
import { hasPlan, planFolder, readPlan, writePlan } from '../chunks/plan-file.ts'
import type { StoredPlan } from '../chunks/plan-file.ts'
import { missingChunks } from '../chunks/receipt.ts'
import { wrongInput } from '../command-error.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { realPath } from '../paths/real-path.ts'
import { readRecordingPath } from '../paths/recording-path.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { readRenderRequest } from './render-request.ts'
import type { RenderRequestOptions } from './render-request.ts'
import { runRecordings } from './run-recordings.ts'

export interface PlanCommandOptions extends RenderRequestOptions {
  chunkFrames: number
}

interface PlanResult {
  /** Absolute paths. */
  recording: string
  output: string
  plan: StoredPlan
  /** How many chunks were rendered before, where the plan was there already. */
  completeCount: number
}

/** `overlane plan`: cuts the rendering of recordings into chunks, and stores the plans with the outputs. */
export async function planCommand(
  paths: readonly string[],
  options: PlanCommandOptions,
): Promise<ExitCode> {
  const request = await readRenderRequest(paths, options, {}, {})
  const { outputs } = request
  const guard = new InputGuard(paths.map(readRecordingPath))
  const { chunkFrames: framesPerChunk } = options
  return runRecordings<PlanResult>(paths, options, {
    folders: outputs.map((path) => ({ path: realPath(path), isWritable: true })),
    work: async (session, recording, index) => {
      const output = new OutputFolder(outputs[index] ?? '')
      const earlier = hasPlan(output.path) ? readPlan(output.path) : null
      session.checkFiles = (files) => guard.check(index, output.path, files)
      try {
        const planned = await session.run(
          (runner, { output, options, framesPerChunk, ...source }) =>
            runner.plan(source, output, options, framesPerChunk),
          {
            ...(await session.grabRecording(recording)),
            output: await session.grab({ path: realPath(output.path), isWritable: true }),
            // The frames of a plan that is being rendered are in the folder already.
            options: {
              ...request.page,
              existing: {
                overwrite: options.overwrite === true || earlier !== null,
                resume: 'never',
              },
            } as const,
            framesPerChunk,
          },
        )
        const plan = { ...planned, recording: recording.path, framesPerChunk }
        if (earlier) checkSame(output.path, earlier, plan)
        else writePlan(output.path, plan)
        const { chunks } = plan
        return {
          recording: recording.path,
          output: output.path,
          plan,
          completeCount: chunks.length - missingChunks(output.path, plan).length,
        }
      } catch (thrown) {
        throw request.tellError(thrown)
      } finally {
        output.removeIfEmpty()
      }
    },
    exitCodeOf: () => EXIT.done,
    toText: planToText,
    toJson: planToJson,
  })
}

/** @throws CommandError if a folder has a plan of something else */
function checkSame(output: string, earlier: ChunkPlan, plan: ChunkPlan): void {
  const textOf = ({ fingerprint, chunks, video }: ChunkPlan): string =>
    JSON.stringify([Object.entries(fingerprint).sort(), chunks, video])
  if (textOf(earlier) === textOf(plan)) return
  throw wrongInput(
    `${output} has a plan of another recording, or with other settings. Choose another folder. If nobody needs what was rendered for that plan, delete ${planFolder(output)}.`,
  )
}

function planToText({ recording, output, plan, completeCount }: PlanResult): string {
  const { chunks, frameCount } = plan
  const parts = [
    formatQuantity(frameCount, 'frame'),
    formatQuantity(chunks.length, 'chunk'),
    ...(completeCount > 0 ? [`${completeCount} of them rendered already`] : []),
    `planned in ${harmlessName(output)}`,
  ]
  return `${harmlessName(basename(recording))}: ${parts.join(', ')}`
}

function planToJson({ recording, output, plan, completeCount }: PlanResult): object {
  const { chunks, frameCount, video } = plan
  return {
    recording,
    output,
    frames: frameCount,
    chunks: chunks.length,
    chunks_complete: completeCount,
    video,
  }
}
