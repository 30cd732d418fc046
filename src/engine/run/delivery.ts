import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory, FileContent } from '../../io/folders/directory.ts'
import { removeUnfinished } from '../../io/folders/handle-directory.ts'
import { listWrittenFiles, REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import type { FrameTask } from '../frames/frame-task.ts'
import { InOrder } from './in-order.ts'
import { serializeReport } from './render-report.ts'
import type { RenderReport } from './render-report.ts'
import type { RunRecord } from '../record/run-record.ts'
import { MOST_WAITING, ZipOutput } from './zip-output.ts'

/** Makes a report of this moment. @param files to list; default: what the run has written */
export type ReportMaker = (files?: string[]) => RenderReport

/** Brings the results of a run to its output, a folder or a ZIP. */
export interface Delivery {
  /** The name of the output in the report. */
  readonly name: string
  /** The folder that workers write into; null if they return their images. */
  readonly folder: Directory | null
  /** Whether workers may return more images. */
  readonly hasRoom: boolean
  /** How many frames a worker may get at a time. */
  readonly mostFrames: number
  /**
   * Called before the first frame.
   * @param removed files of earlier runs that do not exist any more
   * @throws OverlaneError `write-failed` if nothing can be written
   */
  begin(planned: RenderReport, removed: ReadonlySet<string>): Promise<void>
  addImage(task: FrameTask, image: Blob): void
  /** Called when a frame has ended: images that waited for it may go on. */
  advance(record: RunRecord): void
  addFile(name: string, content: FileContent): Promise<void>
  /** Removes files that ended workers had begun. */
  clear(abandoned: readonly FrameTask[]): Promise<void>
  /** Called at the end of every run, also of a failed one. @returns the report of the run */
  finish(record: RunRecord, makeReport: ReportMaker): Promise<RenderReport>
}

/**
 * @param frameCount how many frames the run has
 * @param onRoom called when workers may return more images
 */
export function createDelivery(
  output: Directory | WritableStream<Uint8Array>,
  frameCount: number,
  onRoom: () => void,
  onFailed: (problem: Problem) => void,
): Delivery {
  return output instanceof WritableStream
    ? new ZipDelivery(output, frameCount, onRoom, onFailed)
    : new FolderDelivery(output)
}

/** Workers write into the folder themselves. The report is written beside their files. */
class FolderDelivery implements Delivery {
  readonly folder: Directory
  readonly hasRoom = true
  readonly mostFrames = Infinity
  /** Files that earlier reports of the folder list. The new report lists them, too. */
  private earlier: readonly string[] = []

  constructor(folder: Directory) {
    this.folder = folder
  }

  get name(): string {
    return this.folder.name
  }

  /** Writes a first report. It tells whose files these are, even if the page is closed mid-run. */
  async begin(planned: RenderReport, removed: ReadonlySet<string>): Promise<void> {
    const { folder } = this
    this.earlier = (await listWrittenFiles(folder)).filter((name) => !removed.has(name))
    try {
      await this.writeReport({ ...planned, status: 'running' })
    } catch (thrown) {
      throw new OverlaneError(
        'write-failed',
        `Nothing can be written to "${folder.name}": ${describeThrown(thrown)} Choose another folder, or free some disk space.`,
        { file: REPORT_FILE_NAME },
        { cause: thrown },
      )
    }
  }

  addImage({ job: { outputName: file } }: FrameTask): void {
    throw new OverlaneError('internal', `${file} was not written by its worker.`, { file })
  }

  advance(): void {}

  addFile(name: string, content: FileContent): Promise<void> {
    return this.folder.writeFile(name, content)
  }

  async clear(abandoned: readonly FrameTask[]): Promise<void> {
    const { handle } = this.folder
    for (const { job } of abandoned) {
      if (handle) await removeUnfinished(handle, job.outputName)
    }
  }

  async finish(_record: RunRecord, makeReport: ReportMaker): Promise<RenderReport> {
    const report = makeReport()
    try {
      return await this.writeReport(report)
    } catch (thrown) {
      const message = `${REPORT_FILE_NAME} could not be written to "${this.name}": ${describeThrown(thrown)} Save the report from this page.`
      const warning = problem('warning', 'write-failed', message)
      return { ...this.withEarlier(report), warnings: [...report.warnings, warning] }
    }
  }

  private async writeReport(report: RenderReport): Promise<RenderReport> {
    const whole = this.withEarlier(report)
    await this.folder.writeFile(REPORT_FILE_NAME, serializeReport(whole))
    return whole
  }

  private withEarlier(report: RenderReport): RenderReport {
    const own = new Set([...report.files, REPORT_FILE_NAME])
    return { ...report, earlierFiles: this.earlier.filter((name) => !own.has(name)) }
  }
}

/** How many images may wait for an earlier frame. A slow frame then holds back its successors. */
const MOST_HELD = 16

/**
 * Workers return their images, which go into one ZIP in the order of the plan, the report last. A
 * failed run has no ZIP.
 */
class ZipDelivery implements Delivery {
  readonly name = 'ZIP'
  readonly folder = null
  readonly mostFrames = MOST_WAITING
  private readonly zip: ZipOutput
  private readonly images: InOrder<{ name: string; image: Blob }>

  constructor(
    stream: WritableStream<Uint8Array>,
    frameCount: number,
    onRoom: () => void,
    onFailed: (problem: Problem) => void,
  ) {
    this.zip = new ZipOutput(stream, onRoom, (thrown) => onFailed(zipFailure(thrown)))
    this.images = new InOrder(frameCount, ({ name, image }) => this.zip.add(name, image))
  }

  get hasRoom(): boolean {
    return this.zip.hasRoom && this.images.heldCount < MOST_HELD
  }

  async begin(): Promise<void> {}

  addImage({ position, job }: FrameTask, image: Blob): void {
    this.images.add(position, { name: job.outputName, image })
  }

  advance(record: RunRecord): void {
    this.images.advance((position) => record.hasEnded(position))
  }

  addFile(name: string, content: FileContent): Promise<void> {
    this.zip.add(name, content)
    return Promise.resolve()
  }

  async clear(): Promise<void> {}

  async finish(record: RunRecord, makeReport: ReportMaker): Promise<RenderReport> {
    if (record.isFinished) {
      try {
        this.zip.add(REPORT_FILE_NAME, serializeReport(makeReport()))
        await this.zip.close()
        return makeReport()
      } catch (thrown) {
        record.stopReason = zipFailure(thrown)
      }
    }
    await this.zip.abort()
    const message =
      'The run did not finish, so there is no ZIP. A ZIP cannot be resumed. To be able to resume a run, choose an output folder.'
    record.warnings.push(problem('warning', 'output-invalid', message))
    return makeReport([])
  }
}

function zipFailure(thrown: unknown): Problem {
  const message = `The ZIP could not be written: ${describeThrown(thrown)} Free some disk space, or render fewer frames at a time.`
  return problem('error', 'write-failed', message)
}
