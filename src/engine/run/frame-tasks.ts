import type { OutputContent } from '../../core/config/output-specs.ts'
import { describeThrown } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { sourceOf } from '../frames/frame-source.ts'
import type { FrameTask } from '../frames/frame-task.ts'
import type { RunRecord } from '../record/run-record.ts'
import type { FrameCare } from './frame-care.ts'

/** Makes the tasks of a run one by one, when they are needed. */
export class FrameTasks {
  private readonly recording: RecordingFolder
  private readonly content: OutputContent
  private readonly plan: FramePlan
  private readonly record: RunRecord
  private readonly care: FrameCare | null
  private next = 0
  /** Frames that an earlier run may have finished, while they are checked. */
  private held: ReadonlySet<number> = new Set()
  /** Frames that were held, the last one first. */
  private released: number[] = []
  /** Frames that were taken and are not settled. */
  private openCount = 0

  constructor(
    recording: RecordingFolder,
    content: OutputContent,
    plan: FramePlan,
    record: RunRecord,
    care: FrameCare | null = null,
  ) {
    this.recording = recording
    this.content = content
    this.plan = plan
    this.record = record
    this.care = care
  }

  /**
   * With care, a frame is taken only when the one before it is settled. Where only held frames are
   * left, they are waited for.
   */
  get mayTake(): boolean {
    return (this.care === null || this.openCount === 0) && (this.held.size === 0 || this.hasFree)
  }

  /** Whether there are frames that are not held. */
  get hasFree(): boolean {
    while (this.held.has(this.next)) this.next++
    return this.next < this.plan.frames.length
  }

  /** Called before the first frame is taken: these frames are not taken before they are released. */
  hold(positions: readonly number[]): void {
    this.held = new Set(positions)
  }

  /** Those of the held frames that are not kept are rendered after all others. */
  release(): void {
    this.released = [...this.held].reverse()
    this.held = new Set()
  }

  /** A frame that was taken is settled. */
  close(): void {
    this.openCount--
  }

  /** The task of a frame. Null: the frame is missing or cannot be planned, and was settled here. */
  at(position: number): Promise<FrameTask> | null {
    const { plan, record, recording } = this
    if (plan.frames[position]?.fileName === null) {
      const place = recording.source?.kind === 'video' ? recording.source.path : 'the folder'
      record.skip(position, `The frame is not in ${place}.`)
      return null
    }
    const refusal = this.care?.leftOut.get(plan.frames[position]?.frameIndex ?? -1)
    if (refusal !== undefined) {
      record.skip(position, refusal)
      return null
    }
    const startMs = performance.now()
    try {
      const job = plan.jobAt(position)
      const matchMs = performance.now() - startMs
      record.stageMs.get_sensor_data += matchMs
      return this.withSource({ position, job, matchMs })
    } catch (thrown) {
      record.fail(position, `Its records could not be matched: ${describeThrown(thrown)}`)
      return null
    }
  }

  /** The next tasks of the run, up to `count`; none if there are no more. */
  take(count: number): Promise<FrameTask>[] {
    const tasks: Promise<FrameTask>[] = []
    while (tasks.length < count) {
      const position = this.hasFree ? this.next++ : this.released.pop()
      if (position === undefined) break
      const task = this.record.isRendered(position) ? null : this.at(position)
      if (task) tasks.push(task)
    }
    this.openCount += tasks.length
    return tasks
  }

  /** The same task for another worker. A frame of a video is decoded again: the first worker had it. */
  renew(task: FrameTask): Promise<FrameTask> {
    return this.withSource(task)
  }

  private async withSource(task: Omit<FrameTask, 'source'>): Promise<FrameTask> {
    await this.care?.begin(task.job.frameIndex)
    return { ...task, source: await sourceOf(this.recording, this.content, task.job) }
  }
}
