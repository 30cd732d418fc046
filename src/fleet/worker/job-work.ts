import { CommandError } from '../../cli/command-error.ts'
import type { FleetQueue, PlanJob, WorkJob } from '../queue/fleet-queue.ts'
import type { RecordingKey } from '../queue/job-names.ts'
import type { StoredRecording, StoredRun } from '../queue/run-store.ts'
import type { ChunkProgress, Renderer } from './renderer.ts'

/** How often a worker looks whether its run was cancelled. */
const CANCEL_CHECK_MS = 2000

/** What jobs mean: it looks up their recordings, and keeps the counts of their runs. */
export class JobWork {
  /** The run of the job in hand; null if there is none. */
  run: string | null = null
  /** `waiting`, or what is in hand. */
  state = 'waiting'
  progress: ChunkProgress = { doneCount: 0, framesPerSecond: null }
  private isStopped = false
  private readonly queue: FleetQueue
  private readonly renderer: Renderer
  /** Runs never change, and a worker has few at a time. */
  private readonly runs = new Map<string, StoredRun>()
  /** Runs that were cancelled while this worker had a job of them. */
  private readonly cancelled = new Set<string>()

  constructor(queue: FleetQueue, renderer: Renderer) {
    this.queue = queue
    this.renderer = renderer
  }

  /** The recording of a job; null if its run is over. */
  find({ run, place }: RecordingKey): Promise<StoredRecording | null> {
    return this.queue.runs.openRecording(run, place)
  }

  /**
   * @param mostWaitingCount how many chunks may wait
   * @returns false if there is no room for the chunks of the recording now
   */
  async plan(key: PlanJob, mostWaitingCount: number): Promise<boolean> {
    const recording = await this.find(key)
    const run = await this.begin(key, recording, 'plan')
    if (!run || !recording) return true
    const planned = await this.untilCancelled(run.id, () =>
      this.renderer.plan({
        ...recording,
        settings: run.settings,
        framesPerChunk: run.framesPerChunk,
        recordingCount: run.recordingCount,
        overwrite: run.overwrite,
      }),
    )
    if (!planned) return true
    const opened = await this.queue.open(key, run.runClass, planned, mostWaitingCount)
    if (opened === 'later') return false
    if (await this.queue.runs.notePlanned(run.id, key.place)) {
      const { chunkCount, frameCount, missing } = planned
      const missingCount = missing.reduce((sum, each) => sum + each.frameCount, 0)
      await this.queue.runs.count(run.id, {
        plannedCount: 1,
        chunkCount,
        frameCount,
        doneChunkCount: chunkCount - missing.length,
        doneFrameCount: frameCount - missingCount,
      })
    }
    return true
  }

  /**
   * @param recording as it was found
   * @returns counts the job, when it is complete
   */
  async do(
    job: WorkJob,
    recording: StoredRecording | null,
    isSuspect: boolean,
  ): Promise<() => Promise<void>> {
    const { kind, plan, environment } = job
    const name = kind === 'chunk' ? `chunk ${job.index + 1}` : 'join'
    const run = await this.begin(job, recording, name)
    if (!run || !recording) return () => Promise.resolve()
    const { runs } = this.queue
    if (kind === 'chunk') {
      const result = await this.untilCancelled(run.id, () =>
        this.renderer.chunk(
          { ...recording, plan, environment, index: job.index, isSuspect },
          (progress) => (this.progress = progress),
        ),
      )
      if (!result) return () => Promise.resolve()
      return () =>
        runs.count(run.id, {
          doneChunkCount: 1,
          doneFrameCount: job.frameCount,
          leftOutFrameCount: result.leftOutCount,
        })
    }
    const result = await this.untilCancelled(run.id, () =>
      this.renderer.join({ ...recording, plan, environment, overwrite: run.overwrite }),
    )
    if (!result) return () => Promise.resolve()
    const { leftOutCount } = result
    return async () => {
      await runs.noteEnd(run.id, job.place, recording.output, { kind: 'done', leftOutCount })
      await this.endRun(run)
    }
  }

  /** A recording whose plan or join cannot be made is over; a chunk that fails lets its join say so. */
  async noteFailure(job: PlanJob | WorkJob, why: string): Promise<void> {
    if ('kind' in job && job.kind === 'chunk') return
    const run = await this.findRun(job.run)
    const recording = await this.queue.runs.recording(job.run, job.place)
    if (!run || !recording) return
    await this.queue.runs.noteEnd(run.id, job.place, recording.output, { kind: 'failed', why })
    await this.endRun(run)
  }

  /** Ends the work in hand at once, also if it is only about to begin. */
  stop(): void {
    this.isStopped = true
    this.renderer.stop()
  }

  end(): void {
    this.run = null
    this.state = 'waiting'
    this.progress = { doneCount: 0, framesPerSecond: null }
  }

  private async begin(
    key: RecordingKey,
    recording: StoredRecording | null,
    name: string,
  ): Promise<StoredRun | null> {
    const run = recording && (await this.findRun(key.run))
    if (!run) return null
    this.run = key.run
    this.state = `recording ${key.place + 1}, ${name}`
    return run
  }

  private async findRun(id: string): Promise<StoredRun | null> {
    const run = this.runs.get(id) ?? (await this.queue.runs.find(id))
    if (run) this.runs.set(id, run)
    return run
  }

  /** @returns null if the run was cancelled meanwhile */
  private async untilCancelled<Result>(
    run: string,
    work: () => Promise<Result>,
  ): Promise<Result | null> {
    const check = async (): Promise<void> => {
      if (!(await this.queue.runs.isOver(run))) return
      this.cancelled.add(run)
      this.renderer.stop()
    }
    if (this.isStopped) throw new CommandError('interrupted', 'Interrupted.')
    // While Redis is away, nobody can cancel.
    const timer = setInterval(() => void check().catch(() => undefined), CANCEL_CHECK_MS)
    try {
      return await work()
    } catch (thrown) {
      const isStopped = thrown instanceof CommandError && thrown.code === 'interrupted'
      if (isStopped && this.cancelled.has(run)) return null
      throw thrown
    } finally {
      clearInterval(timer)
    }
  }

  private async endRun({ id, recordingCount }: StoredRun): Promise<void> {
    const { doneCount, failedCount } = await this.queue.runs.counts(id)
    if (doneCount + failedCount >= recordingCount) await this.queue.runs.forgetLater(id)
  }
}
