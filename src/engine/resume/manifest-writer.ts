import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { MANIFEST_FILE_NAME, manifestPartName } from '../../io/folders/manifest-files.ts'
import { fileLine, headerLine, partLine } from './manifest.ts'
import type { FinishedFile, Manifest } from './manifest.ts'
import { isOwnManifest, manifestParts } from './read-manifest.ts'

/**
 * A crash loses what the manifest says of the files of this time: they are rendered again. It is short
 * at first, so that a run that is ended again and again comes on.
 */
const FIRST_INTERVAL_MS = 125
const LAST_INTERVAL_MS = 1000
/** To write a part again never costs more than this. */
const LINES_PER_PART = 1000

/**
 * Writes the manifest of a run while it goes on. A browser appends to a file by copying it, so what
 * is added goes into parts of a bounded size. At the end they become one file.
 */
export class ManifestWriter {
  private readonly folder: Directory
  private readonly manifest: Omit<Manifest, 'files'>
  /** The number of the part that grows. */
  private part = 2
  /** Its lines. */
  private lines: string[] = []
  private writing: Promise<void> | null = null
  private writtenMs = 0
  private intervalMs = FIRST_INTERVAL_MS
  /** Why the last attempt to write failed, null if it did not. */
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
    const lines = [headerLine(this.manifest)]
    for (const file of kept) lines.push(fileLine(file))
    await this.folder.writeFile(MANIFEST_FILE_NAME, new Blob(lines))
    await this.removeParts()
    this.writtenMs = performance.now()
  }

  add(file: FinishedFile): void {
    this.lines.push(fileLine(file))
    const isDue = performance.now() - this.writtenMs >= this.intervalMs
    if (isDue && !this.writing) {
      this.writing = this.writePart().finally(() => (this.writing = null))
    }
  }

  /** Makes one file of all parts. If that fails, they stay, and say the same. */
  async end(): Promise<void> {
    await this.writing
    if (this.part === 2 && this.lines.length === 0) return
    try {
      const written: File[] = [await this.folder.openFile(MANIFEST_FILE_NAME)]
      for (let part = 2; part < this.part; part++) {
        written.push(await this.folder.openFile(manifestPartName(part)))
      }
      await this.folder.writeFile(MANIFEST_FILE_NAME, new Blob([...written, ...this.lines]))
      await this.removeParts()
      this.failure = null
    } catch (thrown) {
      this.fail(thrown)
    }
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
    // The last one first: if this is interrupted, the remaining parts are still found.
    for (const part of parts.reverse()) {
      if (await isOwnManifest(part)) await this.folder.removeFile(part.name)
    }
  }

  private fail(thrown: unknown): void {
    const message = `${MANIFEST_FILE_NAME} could not be written to "${this.folder.name}": ${describeThrown(thrown)} If the run is started again, it renders frames again that were finished.`
    this.failure = problem('warning', 'write-failed', message, { file: MANIFEST_FILE_NAME })
  }
}
