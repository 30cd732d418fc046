import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import type { FinishedFile, FrameIssue, PartSummary } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { createWholeFile } from '../paths/write-whole-file.ts'

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
  const end = text.indexOf('\n')
  if (end === -1) return null
  const head = parseHead(text.slice(0, end))
  const manifest = head && (await parseManifest(text.slice(end + 1)))
  if (!head || manifest?.files.length !== head.files) return null
  const { skipped, failed, summary = null } = head
  return { ...manifest, skipped, failed, summary }
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
