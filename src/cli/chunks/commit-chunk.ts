import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_FILE_NAME, segmentFolderName } from '../../index.ts'
import type { ChunkReport } from '../browser/page-messages.ts'
import { CommandError } from '../command-error.ts'
import type { StoredPlan } from './plan-file.ts'
import { chunkName, parseManifest, segmentsFolder, writeReceipt } from './receipt.ts'
import type { ReceiptFile } from './receipt.ts'

type ChunkRange = StoredPlan['chunks'][number]

/** What is different for a chunk of frames and a chunk of a video's segments. */
interface ChunkKind {
  /** The folder that the chunk was rendered into. */
  from: string
  /** The folder that its files belong in. */
  to: string
  /** Each file of the manifest, and how it is listed in the receipt. */
  place: (files: readonly ReceiptFile[]) => { staged: ReceiptFile; placed: ReceiptFile }[]
  /** Whether these files and the frames that were left out are the whole chunk. */
  isWhole: (files: readonly ReceiptFile[], leftOutCount: number) => boolean
  /** Names of the frames in the output folder. */
  framesIn: (files: readonly ReceiptFile[]) => string[]
}

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
  { video, chunks }: StoredPlan,
  index: number,
  report: ChunkReport,
): Promise<string[]> {
  const range = chunks[index] ?? { from: 0, to: 0 }
  const { from, to, place, isWhole, framesIn } =
    video === null
      ? kindOfFrames(output, staging, range, report.names.split('\n'))
      : kindOfSegments(output, join(staging, segmentFolderName(video)), range, index)
  const manifest = await parseManifest(readFileSync(join(from, MANIFEST_FILE_NAME), 'utf8'))
  if (!manifest) throw incomplete(index, `its ${MANIFEST_FILE_NAME} cannot be read`)
  for (const { name, sizeBytes } of manifest.files) {
    const size = statSync(join(from, name), { throwIfNoEntry: false })?.size
    if (size !== sizeBytes) throw incomplete(index, `${name} is not as it was written`)
  }
  const { skipped, failed, summary } = report
  // A run that ends well has written every frame, or says why not. It is checked once more.
  if (!isWhole(manifest.files, skipped.length + failed.length)) {
    throw incomplete(index, `its frames are not all in ${MANIFEST_FILE_NAME}`)
  }
  mkdirSync(to, { recursive: true })
  const moves = place(manifest.files)
  for (const { staged, placed } of moves) renameSync(join(from, staged.name), join(to, placed.name))
  const files = moves.map(({ placed }) => placed)
  writeReceipt(output, index, { header: manifest.header, files, skipped, failed, summary })
  return framesIn(files)
}

/** @param names in the order of the frames; a run lists its frames as they were finished */
function kindOfFrames(
  to: string,
  from: string,
  range: ChunkRange,
  names: readonly string[],
): ChunkKind {
  const places = new Map(names.map((name, place) => [name, place]))
  return {
    from,
    to,
    place: (files) =>
      files
        .toSorted((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0))
        .map((file) => ({ staged: file, placed: file })),
    isWhole: (files, leftOutCount) => files.length + leftOutCount === range.to - range.from,
    framesIn: (files) => files.map(({ name }) => name),
  }
}

/**
 * The segments get names of their own. The chunk may be rendered by two processes at a time, and the
 * packets of two encoders may differ, so the names have the checksums.
 */
function kindOfSegments(output: string, from: string, range: ChunkRange, index: number): ChunkKind {
  return {
    from,
    to: segmentsFolder(output),
    place: (files) =>
      files.map((staged) => {
        const number = staged.name.replace(/\D/g, '')
        const name = `${chunkName(index)}-${number}-${staged.xxh32}.packets`
        const line = JSON.stringify({ ...(JSON.parse(staged.line) as object), name })
        return { staged, placed: { ...staged, name, line } }
      }),
    isWhole: (files) =>
      files[0]?.segment?.from === range.from &&
      files.at(-1)?.segment?.to === range.to &&
      files.every(
        ({ segment }, place) => place === 0 || segment?.from === files[place - 1]?.segment?.to,
      ),
    framesIn: () => [],
  }
}

function incomplete(index: number, fault: string): CommandError {
  return new CommandError(
    'write-failed',
    `Chunk ${index + 1} is not complete: ${fault}. Render it again.`,
  )
}
