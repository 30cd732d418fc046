import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_FILE_NAME, segmentFolderName } from '../../index.ts'
import type { ChunkReport } from '../browser/page-messages.ts'
import { CommandError } from '../command-error.ts'
import type { StoredPlan } from './plan-file.ts'
import { chunkName, parseManifest, segmentsFolder, writeReceipt } from './receipt.ts'
import type { Receipt, ReceiptFile } from './receipt.ts'

/**
 * Puts the files of a chunk into their places, and writes its receipt. If it is interrupted, the chunk
 * has no receipt, and whoever renders it again puts the same files into the same places.
 * @param staging folder that the chunk was rendered into
 * @returns names of its frames in the output folder
 * @throws CommandError if the chunk is not complete
 */
export async function commitChunk(
  output: string,
  staging: string,
  plan: StoredPlan,
  index: number,
  report: ChunkReport,
): Promise<string[]> {
  const from = plan.video === null ? staging : join(staging, segmentFolderName(plan.video))
  const manifest = await parseManifest(readFileSync(join(from, MANIFEST_FILE_NAME), 'utf8'))
  if (!manifest) throw incomplete(index, `its ${MANIFEST_FILE_NAME} cannot be read`)
  for (const { name, sizeBytes } of manifest.files) {
    const size = statSync(join(from, name), { throwIfNoEntry: false })?.size
    if (size !== sizeBytes) throw incomplete(index, `${name} is not as it was written`)
  }
  const { skipped, failed, summary } = report
  const files =
    plan.video === null
      ? inOrder(manifest.files, report.names.split('\n'))
      : renamed(index, manifest.files)
  checkCount(plan, index, { ...manifest, skipped, failed, summary })
  const to = plan.video === null ? output : segmentsFolder(output)
  mkdirSync(to, { recursive: true })
  for (const [position, { name }] of files.entries()) {
    const staged = plan.video === null ? name : (manifest.files[position]?.name ?? name)
    renameSync(join(from, staged), join(to, name))
  }
  writeReceipt(output, index, { header: manifest.header, files, skipped, failed, summary })
  return plan.video === null ? files.map(({ name }) => name) : []
}

/** A run that ends well has written every frame, or says why not. It is checked once more. */
function checkCount(plan: StoredPlan, index: number, receipt: Receipt): void {
  const { from, to } = plan.chunks[index] ?? { from: 0, to: 0 }
  const { files, skipped, failed } = receipt
  const leftOutCount = skipped.length + failed.length
  const isWhole =
    plan.video === null
      ? files.length + leftOutCount === to - from
      : files[0]?.segment?.from === from &&
        files.at(-1)?.segment?.to === to &&
        files.every(
          ({ segment }, place) => place === 0 || segment?.from === files[place - 1]?.segment?.to,
        )
  if (!isWhole) throw incomplete(index, `its frames are not all in ${MANIFEST_FILE_NAME}`)
}

/** A run lists its frames as they were finished. */
function inOrder(files: readonly ReceiptFile[], names: readonly string[]): ReceiptFile[] {
  const places = new Map(names.map((name, place) => [name, place]))
  return files.toSorted((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0))
}

/**
 * The segments with names of their own. The chunk may be rendered by two processes at a time, and the
 * packets of two encoders may differ, so the names have the checksums.
 */
function renamed(index: number, files: readonly ReceiptFile[]): ReceiptFile[] {
  return files.map((file) => {
    const number = file.name.replace(/\D/g, '')
    const name = `${chunkName(index)}-${number}-${file.xxh32}.packets`
    const line = JSON.stringify({ ...(JSON.parse(file.line) as object), name })
    return { ...file, name, line }
  })
}

function incomplete(index: number, fault: string): CommandError {
  return new CommandError(
    'write-failed',
    `Chunk ${index + 1} is not complete: ${fault}. Render it again.`,
  )
}
