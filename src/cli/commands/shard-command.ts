import { basename } from 'node:path'
import { formatQuantity, parseConfig } from '../../index.ts'
import { atExit } from '../at-exit.ts'
import { commitChunk } from '../chunks/commit-chunk.ts'
import { readPlan } from '../chunks/plan-file.ts'
import type { StoredPlan } from '../chunks/plan-file.ts'
import { readPlanFrames } from '../chunks/plan-frames.ts'
import { hasReceipt } from '../chunks/receipt.ts'
import { isInShard } from '../chunks/shard.ts'
import type { Shard } from '../chunks/shard.ts'
import { StagingFolder } from '../chunks/staging-folder.ts'
import { CommandError, wrongInput } from '../command-error.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { realPath } from '../paths/real-path.ts'
import { readRecordingPath } from '../paths/recording-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { readRenderTarget } from '../paths/render-target.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { thisProcess } from '../process-owner.ts'
import { flagOf, flagsOf } from '../settings.ts'
import type { RenderCommandOptions } from './render-command.ts'
import { typedSettings } from './render-request.ts'
import { runRecordings } from './run-recordings.ts'

interface ShardResult {
  /** Absolute paths. */
  recording: string
  output: string
  shard: Shard
  /** Chunks of the shard. */
  chunkCount: number
  renderedChunkCount: number
  renderedCount: number
  skippedCount: number
  failedCount: number
}

/**
 * `overlane render --shard`: renders those chunks of the plans in output folders that belong to one
 * shard and are not complete. Frames that were skipped or failed are in the receipts; the shard is a
 * success nevertheless, because to try it again would not help.
 */
export async function shardCommand(
  paths: readonly string[],
  options: RenderCommandOptions,
  shard: Shard,
): Promise<ExitCode> {
  refuseSettings(options)
  const recordings = paths.map(readRecordingPath)
  const { folders } = readRenderTarget(
    recordings.map(({ path }) => path),
    options.out,
    null,
  )
  const planned = folders.map(readPlan)
  const guard = new InputGuard(recordings)
  // Chunks are counted over all recordings, so that short recordings are shared out, too.
  const offsets = planned.map((_, place) =>
    planned.slice(0, place).reduce((sum, { chunks }) => sum + chunks.length, 0),
  )
  const stagings = folders.map((folder) => new StagingFolder(folder))
  /** The chunks of the shard in one plan, those of them that are not complete, and the result so far. */
  const lookAt = (
    recording: RecordingPath,
    place: number,
  ): {
    plan: StoredPlan
    staging: StagingFolder
    output: OutputFolder
    wanted: number[]
    result: ShardResult
  } => {
    const [plan, staging] = [planned[place], stagings[place]]
    if (!plan || !staging) throw new RangeError(`There is no plan of ${recording.path}.`)
    const output = new OutputFolder(folders[place] ?? '')
    const own = [...plan.chunks.keys()].filter((index) =>
      isInShard(shard, index + (offsets[place] ?? 0)),
    )
    const result: ShardResult = {
      recording: recording.path,
      output: output.path,
      shard,
      chunkCount: own.length,
      renderedChunkCount: 0,
      renderedCount: 0,
      skippedCount: 0,
      failedCount: 0,
    }
    const wanted = own.filter((index) => !hasReceipt(output.path, index))
    return { plan, staging, output, wanted, result }
  }
  const removeAll = (): void => {
    for (const staging of stagings) staging.remove()
  }
  const keepAll = atExit(removeAll)
  try {
    return await runRecordings<ShardResult>(paths, options, {
      folders: stagings.map(({ path }) => ({ path: realPath(path), isWritable: true })),
      withoutBrowser: (recording, place) => {
        const { wanted, result } = lookAt(recording, place)
        return Promise.resolve(wanted.length === 0 ? result : null)
      },
      work: async (session, recording, place) => {
        const { plan, staging, output, wanted, result } = lookAt(recording, place)
        const lengthOf = (index: number): number => {
          const { from, to } = plan.chunks[index] ?? { from: 0, to: 0 }
          return to - from
        }
        const frameCount = wanted.reduce((sum, index) => sum + lengthOf(index), 0)
        let doneCount = 0
        const failures: CommandError[] = []
        session.checkFiles = (files) => guard.check(place, output.path, files)
        session.nextChunk = () => {
          for (let index = wanted.shift(); index !== undefined; index = wanted.shift()) {
            const turn = { index, doneCount, care: null }
            doneCount += lengthOf(index)
            if (!hasReceipt(output.path, index)) return turn
          }
          return null
        }
        session.commitChunk = async (index, report) => {
          try {
            const files = await commitChunk(output.path, staging.path, plan, index, report)
            output.share(files)
            staging.empty()
          } catch (thrown) {
            failures.push(CommandError.from(thrown))
            return false
          }
          const leftOutCount = report.skipped.length + report.failed.length
          result.renderedChunkCount++
          result.renderedCount += lengthOf(index) - leftOutCount
          result.skippedCount += report.skipped.length
          result.failedCount += report.failed.length
          return true
        }
        const known = await readPlanFrames(output.path, recording.folder, plan)
        await session.run(
          (runner, { staging, order, ...source }) => runner.renderChunks(source, staging, order),
          {
            ...(await session.grabRecording(recording, known)),
            staging: await session.grab({ path: realPath(staging.path), isWritable: true }),
            order: {
              number: 0,
              config: parseConfig(plan.config),
              planned: plan,
              frameCount,
              process: thisProcess(),
            },
          },
        )
        for (const failure of failures) throw failure
        return result
      },
      exitCodeOf: () => EXIT.done,
      toText: shardToText,
      toJson: shardToJson,
    })
  } finally {
    removeAll()
    keepAll()
  }
}

/** @throws CommandError if an option was typed that the plan has decided */
function refuseSettings(options: RenderCommandOptions): void {
  const { config, layout, encoder, overlayOnly, overwrite, resume, restart, checkAll } = options
  const others = { config, layout, encoder, overlayOnly, overwrite, resume, restart, checkAll }
  const typed = [
    ...Object.values(flagsOf(typedSettings(options))),
    ...Object.entries(others).flatMap(([name, value]) =>
      value === undefined ? [] : [flagOf(name)],
    ),
  ]
  if (typed.length === 0) return
  throw wrongInput(
    `--shard renders what "overlane plan" has planned. Leave out ${typed.join(', ')}, or make a plan with it.`,
  )
}

function shardToText(result: ShardResult): string {
  const { recording, shard, chunkCount, renderedChunkCount, renderedCount } = result
  const { skippedCount, failedCount } = result
  const before = chunkCount - renderedChunkCount
  const parts = [
    renderedChunkCount === 0
      ? 'nothing was left to render'
      : `${formatQuantity(renderedChunkCount, 'chunk')} with ${formatQuantity(renderedCount, 'frame')} rendered`,
    ...(before > 0 ? [`${before} complete before`] : []),
    ...(skippedCount > 0 ? [`${skippedCount} skipped`] : []),
    ...(failedCount > 0 ? [`${failedCount} failed`] : []),
  ]
  const name = harmlessName(basename(recording))
  return `${name}, shard ${shard.number}/${shard.count}: ${parts.join(', ')}`
}

function shardToJson(result: ShardResult): object {
  const { recording, output, shard, chunkCount, renderedChunkCount } = result
  return {
    recording,
    output,
    shard: `${shard.number}/${shard.count}`,
    chunks: chunkCount,
    chunks_rendered: renderedChunkCount,
    rendered: result.renderedCount,
    skipped: result.skippedCount,
    failed: result.failedCount,
  }
}
