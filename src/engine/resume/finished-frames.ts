import { xxhash32Text } from '../../codec/xxhash32.ts'
import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { readStamps, statFiles } from '../../io/folders/stat-files.ts'
import type { FileStamp, ListedFiles } from '../../io/folders/stat-files.ts'
import type { RenderOptions } from '../run/render-options.ts'
import { Semaphore } from '../frames/semaphore.ts'
import { drawSample } from './draw-sample.ts'
import type { FinishedFile, FinishedFrame, Manifest } from './manifest.ts'

/** Why a finished frame is rendered again. */
const FAULTS = {
  missing: 'missing',
  empty: 'empty',
  damaged: 'damaged',
  stale: 'made from a source file that has changed since',
} as const
type Fault = keyof typeof FAULTS

/** The number of frames in a sample. */
const SAMPLE_COUNT = 32
const READS_IN_FLIGHT = 16

interface Candidate {
  position: number
  /** The name of its file in the recording. */
  sourceName: string
  file: FinishedFile & { frame: FinishedFrame }
}

export interface FinishedFramesOptions {
  plan: FramePlan
  manifest: Manifest
  output: Directory
  /** What is in `output`. */
  files: ListedFiles
  /** The folder of the source files. If null, changes of these files are not checked. */
  sources: Directory | null
  /** Which files are read. With `sample`, all are read if one of the sample is damaged. */
  contents: 'sample' | 'all'
  /** See `RenderOptions`. If null, the browser is asked for each file. */
  knownFiles: RenderOptions['knownFiles'] | null
  signal: AbortSignal | undefined
  onKept: (position: number, file: Candidate['file']) => void
}

/** Checks the frames that an earlier run finished, and reports which of them can be kept. */
export class FinishedFrames {
  private readonly options: FinishedFramesOptions
  private readonly faultCounts: Record<Fault, number> = {
    missing: 0,
    empty: 0,
    damaged: 0,
    stale: 0,
  }

  /** Frames whose files are there. */
  private readonly present: readonly Candidate[]

  constructor(options: FinishedFramesOptions) {
    this.options = options
    const candidates = this.candidates()
    this.present = candidates.filter(({ file }) => options.files.has(file.name))
    this.faultCounts.missing = candidates.length - this.present.length
  }

  /** Positions of the frames whose files are there. They are not checked yet. */
  get positions(): number[] {
    return this.present.map(({ position }) => position)
  }

  /**
   * Checks the frames. Meanwhile, others may be written into the folder.
   * @throws the signal's reason when it is aborted
   */
  async check(): Promise<void> {
    const { contents, manifest } = this.options
    const whole = await this.checkStamps()
    const sampled =
      contents === 'all' ? new Set(whole) : drawSample(manifest.run, 0, whole, SAMPLE_COUNT)
    const rest = whole.filter((each) => !sampled.has(each))
    const damagedCount = await this.checkContents(sampled)
    if (damagedCount > 0) await this.checkContents(rest)
    else for (const each of rest) this.keep(each)
  }

  /** Says how many finished frames are rendered again, and why. Null if all of them are kept. */
  warning(): Problem | null {
    const reasons = Object.entries(FAULTS).flatMap(([fault, words]) => {
      const count = this.faultCounts[fault as Fault]
      return count > 0 ? [`${formatCount(count)} ${words}`] : []
    })
    if (reasons.length === 0) return null
    const count = Object.values(this.faultCounts).reduce((sum, each) => sum + each, 0)
    const message = `${formatQuantity(count, 'finished frame')} of the earlier run had to be rendered again: ${reasons.join(', ')}.`
    return problem('info', 'frames-again', message)
  }

  /** The planned frames that the manifest lists. */
  private candidates(): Candidate[] {
    const { plan, manifest } = this.options
    return plan.frames.flatMap(({ frameIndex, fileName }, position) => {
      const file = manifest.files.get(plan.outputNameAt(position))
      if (fileName === null || file?.frame?.frameIndex !== frameIndex) return []
      return [{ position, sourceName: fileName, file: file as Candidate['file'] }]
    })
  }

  private async checkStamps(): Promise<Candidate[]> {
    const { files, sources, knownFiles, signal } = this.options
    const names = this.present.map(({ file }) => file.name)
    const sourceNames = new Set(this.present.map(({ sourceName }) => sourceName))
    const known = (sources && (await knownFiles?.('frames'))) ?? null
    const [stamps, sourceStamps] = await Promise.all([
      readStamps(files, names, signal),
      sources && statFiles(sources, sourceNames, { signal, known }),
    ])
    return this.present.filter(({ file, sourceName }) => {
      const isStale = sourceStamps !== null && !isSame(file.frame.source, sourceStamps, sourceName)
      const fault = faultOf(file, stamps.get(file.name)) ?? (isStale ? 'stale' : null)
      if (fault) this.faultCounts[fault]++
      return fault === null
    })
  }

  /** Keeps the undamaged frames. @returns the number of damaged ones */
  private async checkContents(candidates: Iterable<Candidate>): Promise<number> {
    const { signal } = this.options
    const reads = new Semaphore(READS_IN_FLIGHT)
    const before = this.faultCounts.damaged
    await Promise.all(
      Array.from(candidates, async (candidate) => {
        const release = await reads.acquire()
        try {
          signal?.throwIfAborted()
          if (await this.isWhole(candidate.file)) this.keep(candidate)
          else this.faultCounts.damaged++
        } finally {
          release()
        }
      }),
    )
    return this.faultCounts.damaged - before
  }

  private async isWhole({ name, xxh32 }: FinishedFile): Promise<boolean> {
    try {
      const file = await this.options.output.openFile(name)
      return xxhash32Text(new Uint8Array(await file.arrayBuffer())) === xxh32
    } catch {
      return false
    }
  }

  private keep({ position, file }: Candidate): void {
    this.options.onKept(position, file)
  }
}

function faultOf({ sizeBytes }: FinishedFile, stamp: FileStamp | undefined): Fault | null {
  if (!stamp) return 'missing'
  if (stamp.sizeBytes === sizeBytes) return null
  return stamp.sizeBytes === 0 ? 'empty' : 'damaged'
}

function isSame(
  source: FileStamp | null,
  stamps: ReadonlyMap<string, FileStamp>,
  name: string,
): boolean {
  const stamp = stamps.get(name)
  return (
    source !== null &&
    stamp?.sizeBytes === source.sizeBytes &&
    stamp.modifiedMs === source.modifiedMs
  )
}
