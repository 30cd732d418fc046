import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planFolder, readPlan } from '../../src/cli/chunks/plan-file.ts'
import {
  chunkName,
  noteChecked,
  parseManifest,
  writeReceipt,
} from '../../src/cli/chunks/receipt.ts'
import type { ReceiptFile } from '../../src/cli/chunks/receipt.ts'

/**
 * Makes every chunk of a plan complete and checked without rendering it, after the example of the first one,
 * which was rendered. A join never looks at the frames of such a chunk, so it takes as long as if they
 * were there.
 * @param nameOf the name of a frame's file
 */
export async function makeReceipts(
  output: string,
  nameOf: (frameIndex: number) => string,
): Promise<void> {
  const { chunks } = readPlan(output)
  const path = join(planFolder(output), 'receipts', `${chunkName(0)}.jsonl`)
  const [head = '', ...rest] = readFileSync(path, 'utf8').split('\n')
  const example = await parseManifest(rest.join('\n'))
  const [first] = example?.files ?? []
  if (!example || !first) throw new Error(`${path} has no frame.`)
  const { skipped, failed, summary } = JSON.parse(head) as Parameters<typeof writeReceipt>[2]
  const line = JSON.parse(first.line) as Record<string, unknown>
  for (const [index, { from, to }] of chunks.entries()) {
    if (index === 0) continue
    const frames = Array.from({ length: to - from }, (_, place) => from + place)
    const files = frames.map((frame): ReceiptFile => {
      const name = nameOf(frame)
      return { ...first, name, line: JSON.stringify({ ...line, name, frame }) }
    })
    const { header } = example
    writeReceipt(output, index, { header, files, skipped, failed, summary })
    noteChecked(output, index, { header, names: frames.map(nameOf).join('\n') })
  }
}
