import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJoinedRun, parseConfig } from '../../index.ts'
import { FrameInputs } from './frame-inputs.ts'
import type { StoredPlan } from './plan-file.ts'
import { noteChecked, readChecked, readReceipt } from './receipt.ts'
import type { Receipt } from './receipt.ts'

/** What the receipts of a plan of frames are checked against. Plain data. */
export interface ReceiptCheck {
  /** The folder with the plan; absolute. */
  output: string
  /** Of the recording; absolute. */
  recording: string
  fingerprint: StoredPlan['fingerprint']
  /** Where each chunk begins: places in the plan. */
  chunkStarts: number[]
  /** Whether frames are made from files of the recording. */
  hasInputs: boolean
  /** The contents of every so many frames are compared with their checksums. */
  sampleStep: number
  /** Whether the files of a chunk are looked at again that was checked since it was complete. */
  checksAgain: boolean
}

/** Files whose contents are checked where not all are. */
const SAMPLE_COUNT = 32

/** @param checkAll whether the contents of all frames are checked, not only of a sample */
export function receiptCheck(
  output: string,
  recording: string,
  plan: StoredPlan,
  { checkAll, checksAgain }: { checkAll: boolean; checksAgain: boolean },
): ReceiptCheck {
  const { fingerprint, chunks, frameCount, config } = plan
  return {
    output,
    recording,
    fingerprint,
    chunkStarts: chunks.map(({ from }) => from),
    hasInputs: parseConfig(config).output.content !== 'overlay',
    sampleStep: checkAll ? 1 : Math.max(1, Math.floor(frameCount / SAMPLE_COUNT)),
    checksAgain,
  }
}

/** A chunk whose files are as its receipt says. Plain data. */
export interface CheckedReceipt extends Pick<Receipt, 'header' | 'skipped' | 'failed'> {
  summary: NonNullable<Receipt['summary']>
  /** Its lines in the manifest of the whole. */
  lines: string
  /** Names of its frames, one a line: a list takes long to hand over. */
  names: string
}

/**
 * Checks that the frames of a chunk are there, and that their inputs are as they were.
 * @returns null where only a run can tell what is right
 * @throws CommandError if a file is not as its receipt says
 */
export async function checkReceipt(
  order: ReceiptCheck,
  index: number,
): Promise<CheckedReceipt | null> {
  const { output, recording, fingerprint, chunkStarts, hasInputs, sampleStep, checksAgain } = order
  const noted = checksAgain ? null : readChecked(output, index)
  if (noted?.summary) return { ...noted, summary: noted.summary }
  const rules = await loadJoinedRun()
  const inputs = new FrameInputs(recording, fingerprint)
  const { header, files, skipped, failed, summary } = await readReceipt(output, index)
  if (!summary || !inputs.areThoseOf(rules.parseHeader(header)?.fingerprint ?? {})) return null
  const start = chunkStarts[index] ?? 0
  for (const [place, file] of files.entries()) {
    if (hasInputs && !inputs.isSameFrame(file)) return null
    if ((start + place) % sampleStep !== 0) continue
    if (rules.xxhash32Text(readFileSync(join(output, file.name))) !== file.xxh32) return null
  }
  const names = files.map(({ name }) => name).join('\n')
  const lines = files.map(({ line }) => `${line}\n`).join('')
  return { header, skipped, failed, summary, lines, names }
}

/**
 * Checks a chunk that is complete while the rest is rendered, and notes that it is as it should be. So the
 * join of a million frames, for which everybody waits, has little left to look at. It tells no fault: the
 * join finds it.
 */
export async function checkAhead(order: ReceiptCheck, index: number): Promise<void> {
  const checked = await checkReceipt(order, index).catch(() => null)
  if (checked) noteChecked(order.output, index, checked)
}
