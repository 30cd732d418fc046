import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import { isBookkeeping, MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import type { ListedFiles } from '../../io/folders/stat-files.ts'
import { swapTarget } from '../../io/folders/swap-files.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import { listDifferences, removeFinished } from '../resume/earlier-run.ts'
import type { EarlierRun } from '../resume/earlier-run.ts'
import { FinishedFrames } from '../resume/finished-frames.ts'
import { fingerprintOf } from '../resume/fingerprint.ts'
import type { FinishedFile } from '../resume/manifest.ts'
import { ManifestWriter } from '../resume/manifest-writer.ts'
import type { FileText } from '../trace/file-text.ts'
import { listOutputs } from '../check/check-output.ts'
import type { CheckedRun } from '../check/check-run.ts'
import type { RenderOptions } from './render-options.ts'
import type { RunRecord } from '../record/run-record.ts'

/** Decides which frames of an earlier run are kept, and writes the manifest of the new run. */
export class RunManifest {
  private readonly options: RenderOptions
  private readonly checked: CheckedRun
  private readonly record: RunRecord
  private readonly folder: Directory
  /** Names of all files that the run will write. */
  private readonly planned: ReadonlySet<string>
  private readonly leftovers: string[] = []
  /** Frames that an earlier run may have finished; null if there are none. */
  private finished: FinishedFrames | null = null
  /** Files of the earlier run that the manifest lists. */
  private kept: FinishedFile[] = []
  /** Null until the run may write. */
  private writer: ManifestWriter | null = null

  constructor(options: RenderOptions, checked: CheckedRun, record: RunRecord, folder: Directory) {
    this.options = options
    this.checked = checked
    this.record = record
    this.folder = folder
    this.planned = new Set(listOutputs(checked.plan))
  }

  /**
   * Called before anything is written. A run that starts over removes the files of the earlier run.
   * @returns names of the removed files
   */
  async clear(): Promise<string[]> {
    const { earlier } = this.checked
    if (!earlier || this.options.resume !== 'restart') return []
    const removed = await removeFinished(earlier.manifest, this.folder, this.noteLeftover)
    await this.removeLeftovers()
    return removed
  }

  /**
   * Begins the manifest. It lists the finished frames of the earlier run, until they are checked.
   * @returns the positions of the frames to check
   * @throws OverlaneError `write-failed`
   */
  async begin(): Promise<number[]> {
    const { recording, config, signal } = this.options
    const { plan, earlier, files } = this.checked
    const found = earlier && files ? await this.findFinished(earlier, files) : []
    if (signal?.aborted) return []
    const fingerprint = earlier?.fingerprint ?? (await fingerprintOf(recording, config, plan))
    const run = crypto.randomUUID()
    const startedAt = new Date().toISOString()
    const writer = new ManifestWriter(this.folder, { run, startedAt, fingerprint })
    try {
      await writer.begin(this.kept)
    } catch (thrown) {
      const message = `${MANIFEST_FILE_NAME} could not be written to "${this.folder.name}": ${describeThrown(thrown)} Choose another folder, or free some disk space.`
      const where = { file: MANIFEST_FILE_NAME }
      throw new OverlaneError('write-failed', message, where, { cause: thrown })
    }
    this.writer = writer
    return found
  }

  /**
   * Keeps the finished frames that are intact. Meanwhile, others may be rendered.
   * @throws DOMException if the folder of the source files cannot be listed
   */
  async check(): Promise<void> {
    const { finished, record } = this
    const { earlier } = this.checked
    if (!finished || !earlier) return
    const listedCount = this.kept.length
    this.kept = this.kept.filter(({ name }) => !this.planned.has(name))
    try {
      await finished.check()
      if (this.kept.length < listedCount) await this.writer?.relist(this.kept)
    } catch (thrown) {
      // The manifest goes on listing what was not checked.
      if (!this.options.signal?.aborted) throw thrown
    }
    const again = finished.warning()
    if (again) record.warnings.push(again)
    if (record.keptCount > 0 && earlier.differences.length > 0) {
      const message = `The run kept ${formatQuantity(record.keptCount, 'frame')} of an earlier run with other inputs or settings (${listDifferences(earlier)}).`
      record.warnings.push(problem('warning', 'output-differs', message))
    }
  }

  addFrame({ job }: FrameTask, outcome: FrameOutcome): void {
    if (outcome.kind !== 'rendered' || !outcome.written) return
    const { road, reason, fault, notes, widthPx, heightPx, source, written } = outcome
    const { sizeBytes, xxh32 } = written
    const { frameIndex, outputName: name } = job
    const frame = { frameIndex, road, reason, fault, notes, widthPx, heightPx, source }
    this.writer?.add({ name, sizeBytes, xxh32, frame })
  }

  /** @param text was written */
  addSideFile(name: string, { sizeBytes, xxh32 }: FileText): void {
    this.writer?.add({ name, sizeBytes, xxh32, frame: null })
  }

  async end(): Promise<void> {
    await this.writer?.end()
    if (this.writer?.failure) this.record.warnings.push(this.writer.failure)
  }

  /** Notes a temporary file that a browser left when it ended in the middle of a write. */
  private readonly noteLeftover = (name: string): void => {
    const target = swapTarget(name)
    if (target === null) return
    const isOwn = this.planned.has(target) || isBookkeeping(target) || target === REPORT_FILE_NAME
    if (isOwn) this.leftovers.push(name)
  }

  private async removeLeftovers(): Promise<void> {
    // A file that is in use cannot be removed, and stays.
    for (const name of this.leftovers) await this.folder.removeFile(name).catch(() => undefined)
  }

  /** @returns the positions of the frames whose files are there */
  private async findFinished({ manifest }: EarlierRun, files: ListedFiles): Promise<number[]> {
    const { folder, record } = this
    const { recording, config, signal, resume, checkContents = 'sample' } = this.options
    const { plan } = this.checked
    this.finished = new FinishedFrames({
      plan,
      manifest,
      output: folder,
      files,
      sources:
        resume === 'anyway' || config.output.content === 'overlay'
          ? null
          : recording.framesDirectory,
      contents: checkContents,
      knownFiles: this.options.knownFiles ?? null,
      signal,
      onKept: (position, file) => {
        record.keep(position, file.frame)
        this.kept.push(file)
      },
    })
    const found = this.finished.positions
    for (const name of files.keys()) this.noteLeftover(name)
    // Later, such a file could be that of a frame that is being written.
    await this.removeLeftovers()
    const names = new Set(found.map((position) => plan.outputNameAt(position)))
    this.kept = [...manifest.files.values()].filter(
      ({ name }) => names.has(name) || !this.planned.has(name),
    )
    return found
  }
}
