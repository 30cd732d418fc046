import { createHash } from 'node:crypto'
import { parseConfig } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import { BrowserSession } from '../../cli/browser/browser-session.ts'
import type { PageRenderOptions } from '../../cli/browser/page-messages.ts'
import { DEADLY_FRAME } from '../../cli/chunks/join-chunks.ts'
import type { JoinOrder } from '../../cli/chunks/join-frames.ts'
import { joinInBrowser, joinWithoutBrowser } from '../../cli/chunks/join-recording.ts'
import { hasPlan, readPlan } from '../../cli/chunks/plan-file.ts'
import type { StoredPlan } from '../../cli/chunks/plan-file.ts'
import { planRecording } from '../../cli/chunks/plan-recording.ts'
import { hasReceipt, missingChunks } from '../../cli/chunks/receipt.ts'
import { CommandError, wrongInput } from '../../cli/command-error.ts'
import { InputGuard } from '../../cli/paths/input-guard.ts'
import { OutputFolder } from '../../cli/paths/output-folder.ts'
import { checkRecordingPath, readRecordingPath } from '../../cli/paths/recording-path.ts'
import type { RecordingPath } from '../../cli/paths/recording-path.ts'
import { thisProcess } from '../../cli/process-owner.ts'
import { Mounts } from '../mounts/mounts.ts'
import type { MountedPath } from '../mounts/mounts.ts'
import type { PlannedWork } from '../queue/fleet-queue.ts'
import { MOST_OPEN_IN_BROWSER } from '../queue/fleet-rules.ts'
import type {
  ChunkProgress,
  ChunkRequest,
  ChunkResult,
  JoinRequest,
  JoinResult,
  PlanRequest,
  RecordingOrder,
} from '../worker/renderer.ts'
import { ChunkJournal } from './chunk-journal.ts'
import type { ChildSettings } from './child-messages.ts'
import { OpenPlan } from './open-plan.ts'

/** The work of a rendering process, with a browser that stays open for many jobs. */
export class ChildWork {
  onProgress: (progress: ChunkProgress) => void = () => undefined
  private readonly settings: ChildSettings
  private readonly mounts: Mounts
  private session: BrowserSession | null = null
  /** By output folder; the one that was used last is the last. */
  private readonly open = new Map<string, OpenPlan>()
  /** The plan whose chunk is being rendered. */
  private active: OpenPlan | null = null
  private orderCount = 0
  private journal: ChunkJournal | null = null

  constructor(settings: ChildSettings) {
    this.settings = settings
    this.mounts = Mounts.parse(settings.mounts)
  }

  /** `Overlane 1.0.0, Chromium 140` */
  async environment(): Promise<string> {
    const session = await this.browser()
    return environmentText(__OVERLANE_VERSION__, session.browserVersion.split('.')[0] ?? '')
  }

  async plan(request: PlanRequest): Promise<PlannedWork> {
    const session = await this.browser()
    const recording = this.recordingOf(request)
    const output = new OutputFolder(this.pathOf(request.output))
    try {
      const plan = await planRecording(
        session,
        recording,
        output,
        {
          options: parseSettings(request.settings),
          framesPerChunk: request.framesPerChunk,
          recordingCount: request.recordingCount,
          overwrite: request.overwrite,
        },
        new InputGuard([recording]),
      )
      const missing = missingChunks(output.path, plan)
      return {
        plan: planId(plan),
        environment: environmentOf(plan),
        frameCount: plan.frameCount,
        chunkCount: plan.chunks.length,
        missing: missing.map((index) => ({ index, frameCount: lengthOf(plan, index) })),
      }
    } finally {
      output.removeIfEmpty()
    }
  }

  async chunk(request: ChunkRequest): Promise<ChunkResult> {
    const { index, isSuspect } = request
    const output = this.pathOf(request.output)
    const plan = this.planOf(request, output)
    if (hasReceipt(output, index)) return { wasRendered: false, leftOutCount: 0 }
    await this.checkEnvironment(request.environment)
    const found = ChunkJournal.find(output, index)
    this.journal = isSuspect && !found ? ChunkJournal.noteDeath(output, index) : found
    try {
      const opened = await this.openPlan(request, output, plan)
      const report = await opened.render(index, this.care(plan))
      this.journal?.remove()
      return {
        wasRendered: true,
        leftOutCount: report.skipped.length + report.failed.length,
      }
    } catch (thrown) {
      // Somebody else was faster, and the recording is joined already.
      if (!hasPlan(output)) return { wasRendered: false, leftOutCount: 0 }
      throw thrown
    } finally {
      this.journal = null
    }
  }

  async join(request: JoinRequest): Promise<JoinResult> {
    const output = this.pathOf(request.output)
    const plan = this.planOf(request, output)
    const missing = missingChunks(output, plan)
    if (missing.length > 0) {
      const numbers = missing.slice(0, 10).map((index) => index + 1)
      throw new CommandError(
        'chunks-missing',
        `${missing.length} of ${plan.chunks.length} chunks could not be rendered (${numbers.join(', ')}${missing.length > numbers.length ? ', …' : ''}). The workers' messages say why. Try them again with "overlane jobs retry".`,
      )
    }
    await this.checkEnvironment(request.environment)
    const recording = this.recordingOf(request)
    const order: JoinOrder = {
      recording,
      output,
      plan,
      overwrite: request.overwrite,
      checkAll: false,
      checksAgain: false,
      guard: new InputGuard([recording]),
      place: 0,
    }
    const closing = this.closePlan(output)
    let report: RenderReport | null
    try {
      report = await joinWithoutBrowser(order)
    } finally {
      await closing
    }
    report ??= await joinInBrowser(await this.browser(), order)
    if (!report.status.startsWith('finished')) {
      throw new CommandError('write-failed', report.stopReason?.message ?? 'The join was stopped.')
    }
    return { leftOutCount: report.skipped.length + report.failed.length }
  }

  /** The worker is gone: no frame is to blame for that. */
  letGo(): void {
    this.journal?.letGo()
  }

  async close(): Promise<void> {
    for (const output of [...this.open.keys()]) await this.closePlan(output)
    await this.session?.close()
    this.session = null
  }

  /** Its browser; a new one if the last one has ended. */
  private async browser(): Promise<BrowserSession> {
    if (this.session?.isGone) {
      for (const output of [...this.open.keys()]) await this.closePlan(output)
      await this.session.close()
      this.session = null
    }
    if (this.session) return this.session
    const { browserPath, allowRenderers } = this.settings
    const folders = [...this.mounts.folders.values()]
    const session = await BrowserSession.open(
      browserPath,
      folders.map((path) => ({ path, isWritable: true })),
    )
    session.allowRenderers = allowRenderers
    session.nextChunk = (number) => this.openBy(number)?.nextChunk() ?? null
    session.commitChunk = (index, report) => this.active?.commit(index, report) ?? false
    session.beginFrame = (frameIndex) => this.journal?.beginFrame(frameIndex)
    // Files are read before the first frame.
    session.onProgress = ({ doneCount, framesPerSecond, unit }) =>
      this.onProgress({ doneCount: unit === 'frames' ? doneCount : 0, framesPerSecond })
    this.session = session
    return session
  }

  private openBy(number: number): OpenPlan | undefined {
    return [...this.open.values()].find((each) => each.number === number)
  }

  private async openPlan(
    request: ChunkRequest,
    output: string,
    plan: StoredPlan,
  ): Promise<OpenPlan> {
    const session = await this.browser()
    let opened = this.open.get(output)
    if (opened?.isClosed) {
      await this.closePlan(output)
      opened = undefined
    }
    if (!opened) {
      const [oldest] = this.open.keys()
      if (this.open.size >= MOST_OPEN_IN_BROWSER && oldest !== undefined)
        await this.closePlan(oldest)
      opened = new OpenPlan(session, this.orderCount++, this.recordingOf(request), output, plan)
    }
    this.open.delete(output)
    this.open.set(output, opened)
    this.active = opened
    return opened
  }

  private async closePlan(output: string): Promise<void> {
    const opened = this.open.get(output)
    this.open.delete(output)
    await opened?.close()
  }

  private care(plan: StoredPlan): Parameters<OpenPlan['render']>[1] {
    // The segments of a video are rendered as a whole.
    if (!this.journal || plan.video !== null) return null
    const frames = this.journal.blamedFrames
    return { leftOut: frames.map((frameIndex) => ({ frameIndex, reason: DEADLY_FRAME })) }
  }

  private pathOf(place: MountedPath): string {
    if (!this.mounts.has(place)) {
      throw new CommandError(
        'other-mount',
        `This worker has no mount ${place.mount}, which a job names. Start it with --mount ${place.mount}=FOLDER.`,
      )
    }
    return this.mounts.pathOf(place)
  }

  private recordingOf({ recording }: RecordingOrder): RecordingPath {
    const found = readRecordingPath(this.pathOf(recording))
    checkRecordingPath(found)
    return found
  }

  private planOf(request: ChunkRequest | JoinRequest, output: string): StoredPlan {
    const { mount, path } = request.output
    if (!hasPlan(output)) {
      throw new CommandError(
        'other-mount',
        `There is no plan in ${mount}/${path} (here ${output}), which a job names. Is --mount ${mount} the same storage as that of the other machines?`,
      )
    }
    const plan = readPlan(output)
    if (planId(plan) === request.plan) return plan
    throw wrongInput(
      `${mount}/${path} has another plan than the job: somebody has planned it again. Submit the recording again.`,
    )
  }

  private async checkEnvironment(planned: string): Promise<void> {
    const own = await this.environment()
    if (own === planned) return
    throw new CommandError(
      'other-environment',
      `This worker has ${own}, and the recording was planned with ${planned}. Its pictures could differ, so it does not take part. Use the same versions on all machines.`,
    )
  }
}

function parseSettings(text: string): PageRenderOptions {
  const { config, ...others } = JSON.parse(text) as Omit<PageRenderOptions, 'config'> & {
    config: Record<string, unknown> | null
  }
  return { ...others, config: config && parseConfig(config), process: thisProcess() }
}

/** Tells plans apart. */
function planId({ fingerprint, chunks, video }: StoredPlan): string {
  const text = JSON.stringify([Object.entries(fingerprint).sort(), chunks, video])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function environmentOf({ fingerprint }: StoredPlan): string {
  return environmentText(fingerprint['Overlane'] ?? '', fingerprint['Chromium'] ?? '')
}

function environmentText(overlane: string, chromium: string): string {
  return `Overlane ${overlane}, Chromium ${chromium}`
}

function lengthOf({ chunks }: StoredPlan, index: number): number {
  const { from, to } = chunks[index] ?? { from: 0, to: 0 }
  return to - from
}
