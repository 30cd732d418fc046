import type { FramePlan } from '../../../core/plan/frame-plan.ts'
import type { Directory } from '../../../io/folders/directory.ts'
import type { RecordingFolder } from '../../../io/opening/recording-folder.ts'
import type { RenderOptions } from '../../run/render-options.ts'
import type { EarlierRun } from '../earlier-run.ts'
import { FolderLook } from './folder-look.ts'

/** What was seen longer ago is looked at again. */
const MOST_AGE_MS = 60_000

/**
 * Looks at the sizes and times of an earlier run's files while the user decides what becomes of them.
 * The run then asks only about the others.
 */
export class LookAhead {
  private readonly startMs = performance.now()
  private readonly output: FolderLook
  /** Null if the frames have no files. */
  private readonly frames: FolderLook | null

  /** @param output the folder with the earlier run */
  constructor(
    { framesDirectory }: Pick<RecordingFolder, 'framesDirectory'>,
    plan: FramePlan,
    { manifest }: Pick<EarlierRun, 'manifest'>,
    output: Directory,
  ) {
    const finished = plan.frames.flatMap(({ fileName }, position) => {
      const name = plan.outputNameAt(position)
      return manifest.files.has(name) ? [{ name, sourceName: fileName ?? '' }] : []
    })
    const names = finished.map(({ name }) => name)
    const sourceNames = finished.map(({ sourceName }) => sourceName)
    this.output = new FolderLook(output, names)
    this.frames = framesDirectory && new FolderLook(framesDirectory, sourceNames)
  }

  /**
   * Ends it. The output is listed again, so that nothing counts as seen that was removed meanwhile.
   * @returns what is known; null if it was seen too long ago
   * @throws DOMException if the output cannot be listed
   */
  async end(): Promise<NonNullable<RenderOptions['knownFiles']> | null> {
    this.output.end()
    this.frames?.end()
    if (performance.now() - this.startMs > MOST_AGE_MS) return null
    const output = await this.output.listAgain()
    return async (folder) =>
      folder === 'output' ? output : ((await this.frames?.files()) ?? new Map())
  }
}
