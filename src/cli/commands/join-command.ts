import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { formatCount, isVideoName, REPORT_FILE_NAME } from '../../index.ts'
import type { JoinOrder } from '../chunks/join-frames.ts'
import { joinInBrowser, joinWithoutBrowser } from '../chunks/join-recording.ts'
import { hasPlan, readPlan } from '../chunks/plan-file.ts'
import type { StoredPlan } from '../chunks/plan-file.ts'
import { missingChunks } from '../chunks/receipt.ts'
import { wrongInput } from '../command-error.ts'
import { EXIT, gravest } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { folderEntries } from '../paths/folder-entries.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { pathKind } from '../paths/path-kind.ts'
import { realPath } from '../paths/real-path.ts'
import { readRecordingPath } from '../paths/recording-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { print, printJson } from '../print/console.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { renderNotes, renderToJson, renderToText } from '../print/render-result.ts'
import type { RenderResult } from '../print/render-result.ts'
import { renderExitCode } from './render-command.ts'
import { withOverwriteAdvice } from './render-request.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

export interface JoinCommandOptions extends CommonOptions {
  recording?: string
  listMissing?: boolean
  overwrite?: boolean
  checkAll?: boolean
}

/** An output folder with a plan. */
interface PlannedOutput {
  /** Absolute. */
  output: string
  plan: StoredPlan
}

interface MissingChunks extends PlannedOutput {
  missing: number[]
}

/**
 * `overlane join`: makes the results of plans whose chunks are all complete, as if one machine had
 * rendered them, and removes these plans. Of the others it says which chunks are missing.
 */
export async function joinCommand(path: string, options: JoinCommandOptions): Promise<ExitCode> {
  const planned = findPlans(resolve(path))
  const states = planned.map((each) => ({
    ...each,
    missing: missingChunks(each.output, each.plan),
  }))
  const open = states.filter(({ missing }) => missing.length > 0)
  const complete = states.filter(({ missing }) => missing.length === 0)
  if (options.listMissing) {
    if (options.json) printJson(states.map(missingToJson))
    else for (const each of states) print(missingToText(each))
    return open.length > 0 ? EXIT.incomplete : EXIT.done
  }
  for (const each of open) if (!options.json) print(missingToText(each))
  if (complete.length === 0) {
    if (options.json) printJson(open.map(missingToJson))
    return EXIT.incomplete
  }
  const code = await joinAll(complete, options)
  return gravest(open.length > 0 ? [code, EXIT.incomplete] : [code])
}

async function joinAll(
  planned: readonly PlannedOutput[],
  options: JoinCommandOptions,
): Promise<ExitCode> {
  if (options.recording !== undefined && planned.length > 1) {
    throw wrongInput(
      `--recording: ${options.recording} is one recording, but there are ${planned.length} plans. Join one output folder at a time.`,
    )
  }
  const paths = planned.map(({ plan }) => options.recording ?? plan.recording)
  const guard = new InputGuard(paths.map(readRecordingPath))
  const orderOf = (recording: RecordingPath, place: number): JoinOrder => {
    const each = planned[place]
    if (!each) throw new RangeError(`There is no plan of ${recording.path}.`)
    const { overwrite = false, checkAll = false } = options
    return { recording, ...each, overwrite, checkAll, checksAgain: true, guard, place }
  }
  const resultOf = (
    { recording, output }: JoinOrder,
    report: RenderResult['report'],
  ): RenderResult => ({ report, recording: recording.path, output })
  return runRecordings<RenderResult>(paths, options, {
    folders: planned.map(({ output }) => ({ path: realPath(output), isWritable: true })),
    withoutBrowser: async (recording, place) => {
      const order = orderOf(recording, place)
      const report = await joinWithoutBrowser(order)
      return report && resultOf(order, report)
    },
    work: async (session, recording, place) => {
      const order = orderOf(recording, place)
      const report = await joinInBrowser(session, order).catch((thrown: unknown) => {
        throw withOverwriteAdvice(thrown)
      })
      return resultOf(order, report)
    },
    exitCodeOf: ({ report }) => renderExitCode(report),
    toText: renderToText,
    toJson: renderToJson,
    notesOn: renderNotes,
  })
}

/**
 * The plans in an output folder, or in the folders below it.
 * @param path absolute; a video stands for its folder
 * @throws CommandError if there are none
 */
function findPlans(path: string): PlannedOutput[] {
  const isVideo = isVideoName(path) && pathKind(path) !== 'folder'
  const folder = isVideo ? dirname(path) : path
  if (!existsSync(folder)) throw wrongInput(`There is no folder ${folder}.`)
  const outputs = hasPlan(folder) ? [folder] : plannedBelow(folder)
  if (outputs.length === 0) {
    throw wrongInput(
      `There is no plan in ${folder} or in the folders below it. Make one with "overlane plan", or name the folder that was given as --out. If a run was joined, its plan is gone and ${REPORT_FILE_NAME} is there.`,
    )
  }
  return outputs.map((output) => ({ output, plan: readPlan(output) }))
}

function plannedBelow(folder: string): string[] {
  const below = folderEntries(folder).map(({ name }) => join(folder, name))
  return below.filter(hasPlan)
}

const LISTED_CHUNKS = 20

function missingToText({ output, plan, missing }: MissingChunks): string {
  const name = harmlessName(basename(output))
  const count = formatCount(plan.chunks.length)
  if (missing.length === 0) return `${name}: all ${count} chunks are complete`
  const listed = missing.slice(0, LISTED_CHUNKS).map((index) => String(index + 1))
  const more = missing.length - listed.length
  const list = [...listed, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join(', ')
  return `${name}: ${formatCount(missing.length)} of ${count} chunks are missing: ${list}. Render them with "overlane render ${harmlessName(plan.recording)} --out ${harmlessName(output)} --shard 1/1", or with the shards that did not end well, and join again.`
}

function missingToJson({ output, plan, missing }: MissingChunks): object {
  return {
    output,
    recording: plan.recording,
    chunks: plan.chunks.length,
    missing: missing.map((index) => index + 1),
  }
}
