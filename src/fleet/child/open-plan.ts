import { parseConfig } from '../../index.ts'
import type { BrowserSession } from '../../cli/browser/browser-session.ts'
import type { ChunkReport, ChunkTurn } from '../../cli/browser/page-messages.ts'
import { checkAhead, receiptCheck } from '../../cli/chunks/check-receipt.ts'
import type { ReceiptCheck } from '../../cli/chunks/check-receipt.ts'
import { commitChunk } from '../../cli/chunks/commit-chunk.ts'
import type { StoredPlan } from '../../cli/chunks/plan-file.ts'
import { readPlanFrames } from '../../cli/chunks/plan-frames.ts'
import { StagingFolder } from '../../cli/chunks/staging-folder.ts'
import { CommandError } from '../../cli/command-error.ts'
import { InputGuard } from '../../cli/paths/input-guard.ts'
import { OutputFolder } from '../../cli/paths/output-folder.ts'
import { realPath } from '../../cli/paths/real-path.ts'
import type { RecordingPath } from '../../cli/paths/recording-path.ts'
import { thisProcess } from '../../cli/process-owner.ts'

interface Waiting<Value> {
  resolve: (value: Value) => void
  reject: (thrown: unknown) => void
}

/**
 * A plan whose recording is open in the page, so that its logs are read once for many chunks. The page
 * asks for the next chunk, and waits until there is one.
 */
export class OpenPlan {
  readonly number: number
  private readonly output: OutputFolder
  private readonly staging: StagingFolder
  private readonly plan: StoredPlan
  /** How its chunks are checked; null where only the join can do it. */
  private readonly check: ReceiptCheck | null
  /** The chunk that was rendered last, until it is checked. */
  private unchecked: number | null = null
  /** The page has asked for a chunk. */
  private asking: ((turn: ChunkTurn | null) => void) | null = null
  /** A chunk that the page has not asked for yet; null: there will be none. */
  private next: ChunkTurn | null | undefined
  private inHand: Waiting<ChunkReport> | null = null
  private readonly ended: Promise<void>
  private fault: { thrown: unknown } | null = null

  /** Opens the recording in the page. A fault of it is told by the first chunk. */
  constructor(
    session: BrowserSession,
    number: number,
    recording: RecordingPath,
    output: string,
    plan: StoredPlan,
  ) {
    this.number = number
    this.plan = plan
    this.check =
      plan.video === null
        ? receiptCheck(output, recording.folder, plan, { checkAll: false, checksAgain: true })
        : null
    this.output = new OutputFolder(output)
    this.staging = new StagingFolder(output)
    this.ended = this.open(session, recording).catch((thrown: unknown) => {
      this.fault = { thrown }
      this.inHand?.reject(thrown)
    })
  }

  private async open(session: BrowserSession, recording: RecordingPath): Promise<void> {
    const known = await readPlanFrames(this.output.path, recording.folder, this.plan)
    const guard = new InputGuard([recording])
    session.checkFiles = (files) => guard.check(0, this.output.path, files)
    await session.run(
      (runner, { staging, order, ...source }) => runner.renderChunks(source, staging, order),
      {
        ...(await session.grabRecording(recording, known)),
        staging: await session.grab({ path: realPath(this.staging.path), isWritable: true }),
        order: {
          number: this.number,
          config: parseConfig(this.plan.config),
          planned: this.plan,
          frameCount: null,
          process: thisProcess(),
        },
      },
    )
  }

  /** Whether the page has closed the recording. */
  get isClosed(): boolean {
    return this.fault !== null
  }

  /** For the page: the next chunk, as soon as there is one. */
  nextChunk(): Promise<ChunkTurn | null> {
    const { next } = this
    if (next !== undefined) {
      this.next = undefined
      return Promise.resolve(next)
    }
    return new Promise((resolve) => (this.asking = resolve))
  }

  /** For the page: a chunk is rendered. @returns whether its files are in their places */
  async commit(index: number, report: ChunkReport): Promise<boolean> {
    try {
      const files = await commitChunk(this.output.path, this.staging.path, this.plan, index, report)
      this.output.share(files)
      this.staging.empty()
      this.inHand?.resolve(report)
      return true
    } catch (thrown) {
      this.inHand?.reject(CommandError.from(thrown))
      return false
    }
  }

  /**
   * Renders a chunk, and checks the one before meanwhile.
   * @returns what it says about frames that are in no file
   */
  async render(index: number, care: ChunkTurn['care']): Promise<ChunkReport> {
    if (this.fault) throw this.fault.thrown
    const report = new Promise<ChunkReport>((resolve, reject) => {
      this.inHand = { resolve, reject }
    })
    this.give({ index, doneCount: 0, care })
    try {
      const [rendered] = await Promise.all([report, this.checkLast()])
      this.unchecked = index
      return rendered
    } finally {
      this.inHand = null
    }
  }

  private async checkLast(): Promise<void> {
    const { check, unchecked } = this
    this.unchecked = null
    if (check && unchecked !== null) await checkAhead(check, unchecked)
  }

  /** Lets the page close the recording, and removes what was not committed. */
  async close(): Promise<void> {
    this.give(null)
    await this.ended
    this.staging.remove()
  }

  private give(turn: ChunkTurn | null): void {
    if (this.asking) {
      this.asking(turn)
      this.asking = null
    } else this.next = turn
  }
}
