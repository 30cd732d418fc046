import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { listFiles, readStamps } from '../../io/folders/stat-files.ts'
import type { ListedFiles } from '../../io/folders/stat-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { EarlierRun } from './earlier-run.ts'

/** What is known of the files of a run that resumes, see `RenderOptions.knownFiles`. */
export type SeenFiles = Record<'frames' | 'output', ListedFiles>

/** What was seen longer ago is looked at again. */
const MOST_AGE_MS = 60_000

/**
 * Looks at the sizes and times of an earlier run's files while the user decides what becomes of them.
 * The run then asks only about the others.
 */
export class LookAhead {
  private readonly output: Directory
  private readonly abort = new AbortController()
  private readonly startMs = performance.now()
  private readonly seen: Promise<SeenFiles | null>

  /** @param output the folder with the earlier run */
  constructor(
    { framesDirectory }: Pick<RecordingFolder, 'framesDirectory'>,
    plan: FramePlan,
    { manifest }: Pick<EarlierRun, 'manifest'>,
    output: Directory,
  ) {
    this.output = output
    // What cannot be listed is listed again by the run, which then tells the reason.
    this.seen = this.list(framesDirectory).catch(() => null)
    const finished = plan.frames.flatMap(({ fileName }, position) => {
      const name = plan.outputNameAt(position)
      return manifest.files.has(name) ? [{ name, sourceName: fileName ?? '' }] : []
    })
    void this.look(finished)
  }

  /**
   * Ends it. The output is listed again, so that nothing counts as seen that was removed meanwhile.
   * @returns null if nothing is known, or if it was seen too long ago
   */
  async end(): Promise<SeenFiles | null> {
    this.abort.abort()
    const seen = await this.seen
    if (!seen || performance.now() - this.startMs > MOST_AGE_MS) return null
    const output = await listFiles(this.output)
    for (const [name, now] of output) {
      const before = seen.output.get(name)
      if (now && before) output.set(name, before)
    }
    return { ...seen, output }
  }

  private async list(source: Directory | null): Promise<SeenFiles> {
    const [output, frames] = await Promise.all([
      listFiles(this.output),
      source ? listFiles(source) : new Map(),
    ])
    return { frames, output }
  }

  private async look(finished: readonly { name: string; sourceName: string }[]): Promise<void> {
    const seen = await this.seen
    if (!seen) return
    const { signal } = this.abort
    const names = finished.map(({ name }) => name)
    const sourceNames = finished.map(({ sourceName }) => sourceName)
    await Promise.allSettled([
      readStamps(seen.output, names, signal),
      readStamps(seen.frames, sourceNames, signal),
    ])
  }
}
