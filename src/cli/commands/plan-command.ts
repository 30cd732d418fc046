import { basename } from 'node:path'
import { formatQuantity } from '../../index.ts'
import { planRecording } from '../chunks/plan-recording.ts'
import type { StoredPlan } from '../chunks/plan-file.ts'
import { missingChunks } from '../chunks/receipt.ts'
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
  chunkFrames?: number
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
  const { chunkFrames: framesPerChunk = null } = options
  return runRecordings<PlanResult>(paths, options, {
    folders: outputs.map((path) => ({ path: realPath(path), isWritable: true })),
    work: async (session, recording, index) => {
      const output = new OutputFolder(outputs[index] ?? '')
      try {
        const plan = await planRecording(
          session,
          recording,
          output,
          {
            options: request.page,
            framesPerChunk,
            recordingCount: paths.length,
            overwrite: options.overwrite === true,
          },
          guard,
          index,
        )
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
