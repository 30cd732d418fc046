import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import { FrameInputs } from './frame-inputs.ts'
import type { StoredPlan } from './plan-file.ts'
import { readReceipt } from './receipt.ts'
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
}

/** A chunk whose files are as its receipt says. Plain data. */
export interface CheckedReceipt extends Pick<Receipt, 'skipped' | 'failed'> {
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
  { output, recording, fingerprint, chunkStarts, hasInputs, sampleStep }: ReceiptCheck,
  index: number,
): Promise<CheckedReceipt | null> {
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
  return { skipped, failed, summary, lines, names }
}
