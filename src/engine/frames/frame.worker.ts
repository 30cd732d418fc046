import { expose } from 'comlink'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { Series } from '../../core/time/series.ts'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import { FramePipeline } from './frame-task.ts'
import type { FrameOutcome, FrameTask, FrameTimes, WorkerStage } from './frame-task.ts'

/** What a worker is told once. Only folder handles and series cross, never pixels or logs. */
export interface WorkerSetup {
  frames: FileSystemDirectoryHandle | null
  output: FileSystemDirectoryHandle | null
  format: EncodedFormat
  quality: number
  drawsOverlay: boolean
  series: readonly Series[]
  framesInFlight: number
  loadsInFlight: number
  writesInFlight: number
}

export type OnStage = (position: number, stage: WorkerStage) => void
/** @param busyMs time so far that the worker had at least one frame in hand */
export type OnSettled = (
  position: number,
  outcome: FrameOutcome,
  times: FrameTimes,
  busyMs: number,
) => void

/** A shell over the frame pipeline. */
class FrameWorker {
  private pipeline: FramePipeline | null = null
  private onSettled: OnSettled | null = null
  private busySinceMs = 0
  private busyMs = 0
  private activeCount = 0

  start(setup: WorkerSetup, onStage: OnStage, onSettled: OnSettled): void {
    this.onSettled = onSettled
    this.pipeline = new FramePipeline({
      ...setup,
      frames: setup.frames && new HandleDirectory(setup.frames),
      output: setup.output && new HandleDirectory(setup.output),
      onStage,
    })
  }

  /** Takes frames in; each is reported when it is settled. */
  render(tasks: FrameTask[]): void {
    for (const task of tasks) void this.renderOne(task)
  }

  cancel(): void {
    this.pipeline?.cancel()
  }

  private async renderOne(task: FrameTask): Promise<void> {
    if (!this.pipeline || !this.onSettled) throw new Error('The worker was not started.')
    if (this.activeCount++ === 0) this.busySinceMs = performance.now()
    const { outcome, times } = await this.pipeline.process(task)
    const nowMs = performance.now()
    this.busyMs += nowMs - this.busySinceMs
    this.busySinceMs = nowMs
    this.activeCount--
    this.onSettled(task.position, outcome, times, this.busyMs)
  }
}

export type { FrameWorker }

expose(new FrameWorker())
