import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  isImageName,
  LOCK_FILE_NAME,
  loadJoinedRun,
  MANIFEST_FILE_NAME,
  parseConfig,
  REPORT_FILE_NAME,
  serializeConfig,
  serializeReport,
} from '../../index.ts'
import type { PartSummary, RenderReport } from '../../index.ts'
import type { InputGuard } from '../paths/input-guard.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { WholeFile, writeWholeFile } from '../paths/write-whole-file.ts'
import { receiptCheck } from './check-receipt.ts'
import { checkReceipts } from './check-receipts.ts'
import { FrameInputs } from './frame-inputs.ts'
import type { StoredPlan } from './plan-file.ts'
import type { Receipt } from './receipt.ts'

/** A plan whose chunks are all complete. */
export interface JoinOrder {
  recording: RecordingPath
  /** The folder with the plan; absolute. */
  output: string
  plan: StoredPlan
  /** Whether existing files may be replaced. */
  overwrite: boolean
  /** Whether the contents of all frames are checked, not only of a sample. */
  checkAll: boolean
  /** Whether the files of a chunk are looked at again that was checked since it was complete. */
  checksAgain: boolean
  /** Of the recordings of the command. */
  guard: InputGuard
  /** Place of the recording among them. */
  place: number
}

/**
 * Joins frames without a browser: where nothing has changed since they were rendered, the result
 * follows from the receipts alone.
 * @returns null, and nothing is written, where only a run can tell what is right: it makes files
 * beside the frames, finds files of an earlier run, or an input or a frame is not as it was
 * @throws CommandError if a file is not as its receipt says
 */
export async function joinFrames({
  recording,
  output,
  plan,
  checkAll,
  checksAgain,
  guard,
  place,
}: JoinOrder): Promise<RenderReport | null> {
  const startedAt = new Date()
  const startMs = performance.now()
  const config = parseConfig(plan.config)
  const { timestamps, trace } = config.output
  const taken = [REPORT_FILE_NAME, MANIFEST_FILE_NAME, LOCK_FILE_NAME]
  if (plan.video !== null || timestamps || trace) return null
  if (taken.some((name) => existsSync(join(output, name)))) return null
  const rules = await loadJoinedRun()
  const inputs = new FrameInputs(recording.folder, plan.fingerprint)
  const { framesFolder } = inputs
  if (!inputs.areSame(rules.stampText)) return null
  if (guard.check(place, output, { framesFolder, reads: [], writes: taken }) !== null) return null

  const names: string[] = []
  const leftOut: Pick<Receipt, 'skipped' | 'failed'> = { skipped: [], failed: [] }
  const summaries: PartSummary[] = []
  const { fingerprint } = plan
  const receipts = checkReceipts(
    receiptCheck(output, recording.folder, plan, { checkAll, checksAgain }),
  )
  const manifest = new WholeFile(join(output, MANIFEST_FILE_NAME))
  try {
    const run = crypto.randomUUID()
    manifest.write(rules.headerLine({ run, startedAt: startedAt.toISOString(), fingerprint }))
    for await (const receipt of receipts) {
      if (!receipt) return null
      manifest.write(receipt.lines)
      for (const name of receipt.names.split('\n')) if (name !== '') names.push(name)
      leftOut.skipped.push(...receipt.skipped)
      leftOut.failed.push(...receipt.failed)
      summaries.push(receipt.summary)
    }
    const leftOutCount = leftOut.skipped.length + leftOut.failed.length
    if (leftOutCount > 0 && hasOthers(output, names)) return null
    const report = rules.joinReports(summaries, {
      recording: basename(recording.path),
      output: basename(output),
      startedAt: startedAt.toISOString(),
      durationMs: performance.now() - startMs,
      ...leftOut,
      config: serializeConfig(config),
      files: names,
    })
    if (!report) return null
    manifest.commit()
    writeWholeFile(join(output, REPORT_FILE_NAME), serializeReport(report))
    return report
  } finally {
    manifest.discard()
  }
}

/** A frame that is left out may have a file of an earlier run, which must not pass for its result. */
function hasOthers(output: string, names: readonly string[]): boolean {
  const own = new Set(names)
  return readdirSync(output).some((name) => isImageName(name) && !own.has(name))
}
