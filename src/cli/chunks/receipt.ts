import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import type { FinishedFile, FrameIssue, PartSummary } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { createWholeFile, writeWholeFile } from '../paths/write-whole-file.ts'

/** A file of a chunk that is in its place: in the output folder, or in the folder of segments. */
export interface ReceiptFile extends FinishedFile {
  /** Its line in the manifest of the run that made it. */
  line: string
}

/** A chunk that is complete: its files are in their places, and stay as they are. */
export interface Receipt {
  /** The first line of the manifest of the run that made it. */
  header: string
  files: ReceiptFile[]
  skipped: FrameIssue[]
  failed: FrameIssue[]
  /** Null in receipts of earlier versions. */
  summary: PartSummary | null
}

/** `chunk-000012`; chunks are counted from 1 where people see them. */
export function chunkName(index: number): string {
  return `chunk-${String(index + 1).padStart(6, '0')}`
}

/** In the folder of the plan: notes on chunks that were checked since they were complete. */
export const CHECKED_FOLDER = 'checked'

/** The segments of a video wait here until they are joined. */
export function segmentsFolder(output: string): string {
  return join(planFolder(output), 'segments')
}

export function hasReceipt(output: string, index: number): boolean {
  return existsSync(receiptPath(output, index))
}

/** The chunks that have no receipt: places in the plan's list. */
export function missingChunks(output: string, { chunks }: StoredPlan): number[] {
  const present = new Set(
    existsSync(receiptsFolder(output)) ? readdirSync(receiptsFolder(output)) : [],
  )
  return [...chunks.keys()].filter((index) => !present.has(`${chunkName(index)}.jsonl`))
}

/** Writes the receipt of a chunk. If somebody else has rendered it meanwhile, their receipt stays. */
export function writeReceipt(output: string, index: number, receipt: Receipt): void {
  const { header, files, skipped, failed, summary } = receipt
  const first = JSON.stringify({
    overlane_receipt: 1,
    files: files.length,
    skipped,
    failed,
    summary,
  })
  const lines = [first, header, ...files.map(({ line }) => line)]
  createWholeFile(receiptPath(output, index), `${lines.join('\n')}\n`)
}

/** @throws CommandError if it cannot be read, or its files are not there as it says */
export async function readReceipt(output: string, index: number): Promise<Receipt> {
  const path = receiptPath(output, index)
  const receipt = await parseReceipt(readFileSync(path, 'utf8'))
  if (!receipt) throw notFitting(path, 'the receipt is incomplete.')
  for (const { name, sizeBytes, segment } of receipt.files) {
    const file = `${segment ? segmentsFolder(output) : output}${sep}${name}`
    const size = statSync(file, { throwIfNoEntry: false })?.size
    if (size === sizeBytes) continue
    const state = size === undefined ? 'is missing' : `has ${size} bytes`
    throw notFitting(path, `${name} ${state}, and the receipt says ${sizeBytes} bytes.`)
  }
  return receipt
}

function notFitting(path: string, fault: string): Error {
  return wrongInput(
    `${path}: ${fault} Delete this receipt, and render its chunk again with --shard.`,
  )
}

/** Reads the lines of a manifest. Null if there is none, or a line is not whole. */
export async function parseManifest(
  text: string,
): Promise<Pick<Receipt, 'header' | 'files'> | null> {
  const { parseFileLine, parseHeader } = await loadJoinedRun()
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '')
  if (!parseHeader(header)) return null
  const files: ReceiptFile[] = []
  for (const line of lines) {
    const file = parseFileLine(line)
    if (!file) return null
    files.push(Object.assign(file, { line }))
  }
  return { header, files }
}

async function parseReceipt(text: string): Promise<Receipt | null> {
  const [first, rest] = cutLine(text)
  const head = parseHead(first)
  const manifest = head && (await parseManifest(rest))
  if (!head || manifest?.files.length !== head.files) return null
  const { skipped, failed, summary = null } = head
  return { ...manifest, skipped, failed, summary }
}

/** The first line of a text, without its end, and the rest. */
function cutLine(text: string): [line: string, rest: string] {
  const end = text.indexOf('\n')
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}

/**
 * Notes that the files of a chunk are as its receipt says.
 * @param checked the header tells the receipt from one that is written later; the names are those of
 * its frames, one a line
 */
export function noteChecked(
  output: string,
  index: number,
  { header, names }: Pick<Receipt, 'header'> & { names: string },
): void {
  writeWholeFile(checkedPath(output, index), `${header}\n${names}`)
}

/** Whether the files of a chunk were noted as checked. */
export function isChecked(output: string, index: number): boolean {
  return existsSync(checkedPath(output, index))
}

/**
 * What the receipt of a chunk says that was noted as checked. Its files are not looked at.
 * @returns null if it was not
 */
export function readChecked(
  output: string,
  index: number,
): (Omit<Receipt, 'files'> & { names: string; lines: string }) | null {
  const path = checkedPath(output, index)
  if (!existsSync(path)) return null
  const [notedHeader, names] = cutLine(readFileSync(path, 'utf8'))
  const [first, manifest] = cutLine(readFileSync(receiptPath(output, index), 'utf8'))
  const [header, lines] = cutLine(manifest)
  const head = parseHead(first)
  if (!head || header !== notedHeader) return null
  const { skipped, failed, summary = null } = head
  return { header, skipped, failed, summary, names, lines }
}

interface ReceiptHead extends Pick<Receipt, 'skipped' | 'failed'> {
  overlane_receipt: number
  files: number
  summary?: PartSummary
}

function parseHead(line: string): ReceiptHead | null {
  try {
    const head = JSON.parse(line) as ReceiptHead
    return head.overlane_receipt === 1 ? head : null
  } catch {
    return null
  }
}

function receiptsFolder(output: string): string {
  return join(planFolder(output), 'receipts')
}

function receiptPath(output: string, index: number): string {
  return join(receiptsFolder(output), `${chunkName(index)}.jsonl`)
}

function checkedPath(output: string, index: number): string {
  return join(planFolder(output), CHECKED_FOLDER, `${chunkName(index)}.txt`)
}
