import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FrameIssue } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { createWholeFile } from '../paths/write-whole-file.ts'

/** A file of a chunk that is in its place. */
export interface ReceiptFile {
  /** In the output folder, or in the folder of segments. */
  name: string
  sizeBytes: number
  /** Positions in the plan, of a segment of a video; null for a frame. */
  segment: { from: number; to: number } | null
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
  const { header, files, skipped, failed } = receipt
  const first = JSON.stringify({ overlane_receipt: 1, files: files.length, skipped, failed })
  const lines = [first, header, ...files.map(({ line }) => line)]
  createWholeFile(receiptPath(output, index), `${lines.join('\n')}\n`)
}

/** @throws CommandError if it cannot be read, or its files are not there as it says */
export function readReceipt(output: string, index: number): Receipt {
  const path = receiptPath(output, index)
  const receipt = parseReceipt(readFileSync(path, 'utf8'))
  if (!receipt) throw notFitting(path, 'the receipt is incomplete.')
  for (const { name, sizeBytes, segment } of receipt.files) {
    const file = join(segment ? segmentsFolder(output) : output, name)
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

/** Reads the lines of a manifest. Null if there is none. */
export function parseManifest(text: string): Pick<Receipt, 'header' | 'files'> | null {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '')
  if (!header.startsWith('{"overlane_manifest":')) return null
  return { header, files: lines.map(parseLine) }
}

function parseReceipt(text: string): Receipt | null {
  try {
    const [first = '', ...rest] = text.split('\n')
    const head = JSON.parse(first) as { overlane_receipt: number; files: number } & Pick<
      Receipt,
      'skipped' | 'failed'
    >
    const manifest = parseManifest(rest.join('\n'))
    if (head.overlane_receipt !== 1 || manifest?.files.length !== head.files) return null
    return { ...manifest, skipped: head.skipped, failed: head.failed }
  } catch {
    return null
  }
}

function parseLine(line: string): ReceiptFile {
  const { name, size, segment } = JSON.parse(line) as {
    name: string
    size: number
    segment?: [number, number]
  }
  const [from, to] = segment ?? []
  const part = from === undefined || to === undefined ? null : { from, to }
  return { name, sizeBytes: size, segment: part, line }
}

function receiptsFolder(output: string): string {
  return join(planFolder(output), 'receipts')
}

function receiptPath(output: string, index: number): string {
  return join(receiptsFolder(output), `${chunkName(index)}.jsonl`)
}
