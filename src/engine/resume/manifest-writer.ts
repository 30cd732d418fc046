import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { MANIFEST_FILE_NAME, manifestPartName } from '../../io/folders/manifest-files.ts'
import { fileLine, headerLine, partLine } from './manifest.ts'
import type { FinishedFile, Manifest } from './manifest.ts'
import { isOwnManifest, manifestParts } from './read-manifest.ts'

/**
 * The time between two writes. A crash loses the entries of this time, and their files are rendered
 * again. The first intervals are short, so that a run makes progress even if it crashes repeatedly.
 */
const FIRST_INTERVAL_MS = 125
const LAST_INTERVAL_MS = 1000
/** A part that grows is written again as a whole, so its length is limited. */
const LINES_PER_PART = 1000

/**
 * Writes the manifest during a run. To append to a file, a browser copies the whole file. So new
 * entries are written into parts of limited size. At the end, the parts are joined into one file.
 */
export class ManifestWriter {
  private readonly folder: Directory
  private readonly manifest: Omit<Manifest, 'files'>
  /** The number of the part that is being filled. */
  private part = 2
  /** The lines of this part. */
  private lines: string[] = []
  private writing: Promise<void> | null = null
  /** Writes what is not listed yet where no further file is added soon. */
  private timer: ReturnType<typeof setTimeout> | null = null
  /** Whether a file was added since the last write began. */
  private hasNews = false
  private isStopped = false
  private writtenMs = 0
  private intervalMs = FIRST_INTERVAL_MS
  /** Why the last attempt to write failed; null if it succeeded. */
  failure: Problem | null = null

  constructor(folder: Directory, manifest: Omit<Manifest, 'files'>) {
    this.folder = folder
    this.manifest = manifest
  }

  /**
   * Called before the first file is added.
   * @param kept files of earlier runs that stay listed
   * @throws DOMException if nothing can be written
   */
  async begin(kept: Iterable<FinishedFile>): Promise<void> {
    await this.list(kept)
    await this.removeParts()
    this.writtenMs = performance.now()
  }

  /** Replaces the files of earlier runs that `begin` has listed. Added files stay. */
  async relist(kept: Iterable<FinishedFile>): Promise<void> {
    try {
      await this.list(kept)
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  add(file: FinishedFile): void {
    this.lines.push(fileLine(file))
    this.hasNews = true
    this.writeWhenDue()
  }

  /** Nothing is written after this. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.clearTimer()
    await this.writing
  }

  /** Joins all parts into one file. If this fails, the parts stay, and nothing is lost. */
  async end(): Promise<void> {
    await this.stop()
    if (this.part === 2 && this.lines.length === 0) return
    try {
      const written: Blob[] = [await this.folder.openFile(MANIFEST_FILE_NAME)]
      for (let part = 2; part < this.part; part++) {
        const file = await this.folder.openFile(manifestPartName(part))
        // The whole file has one header.
        written.push(file.slice(new Blob([partLine(this.manifest, part)]).size))
      }
      await this.folder.writeFile(MANIFEST_FILE_NAME, new Blob([...written, ...this.lines]))
      await this.removeParts()
      this.failure = null
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  /** A page in the background has slow timers, so a file that is added also looks at the time. */
  private writeWhenDue(): void {
    if (this.isStopped || this.writing) return
    const waitMs = this.writtenMs + this.intervalMs - performance.now()
    if (waitMs > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = null
        this.writeWhenDue()
      }, waitMs)
      return
    }
    this.clearTimer()
    this.hasNews = false
    this.writing = this.writePart().finally(() => {
      this.writing = null
      if (this.hasNews) this.writeWhenDue()
    })
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  private async list(kept: Iterable<FinishedFile>): Promise<void> {
    const lines = [headerLine(this.manifest)]
    for (const file of kept) lines.push(fileLine(file))
    await this.folder.writeFile(MANIFEST_FILE_NAME, new Blob(lines))
  }

  private async writePart(): Promise<void> {
    const { folder, manifest, part, lines } = this
    const { length } = lines
    try {
      const content = partLine(manifest, part) + lines.join('')
      await folder.writeFile(manifestPartName(part), content)
      this.failure = null
      if (length >= LINES_PER_PART) {
        this.part++
        this.lines = lines.slice(length)
      }
    } catch (thrown) {
      this.fail(thrown)
    }
    this.writtenMs = performance.now()
    this.intervalMs = Math.min(this.intervalMs * 2, LAST_INTERVAL_MS)
  }

  private async removeParts(): Promise<void> {
    const parts = await manifestParts(this.folder)
    // The last part is removed first. If this is interrupted, the remaining parts are still found.
    for (const part of parts.reverse()) {
      if (await isOwnManifest(part)) await this.folder.removeFile(part.name)
    }
  }

  private fail(thrown: unknown): void {
    const message = `${MANIFEST_FILE_NAME} could not be written to "${this.folder.name}": ${describeThrown(thrown)} If you repeat this run, it renders some finished frames again.`
    this.failure = problem('warning', 'write-failed', message, { file: MANIFEST_FILE_NAME })
  }
}
