import { expose } from 'comlink'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import type { FrameTarget } from '../compose/frame-composer.ts'
import { frameComposers } from '../compose/frame-composers.ts'
import { notifier } from '../workers/worker-host.ts'
import { FramePipeline } from './frame-pipeline.ts'
import type { FrameOutcome, FrameTask } from './frame-task.ts'
import type { FrameTimes, WorkerStage } from './step-clock.ts'

/** What a worker is told once. Only folder handles and series cross, never pixels or logs. */
export interface WorkerSetup {
  frames: FileSystemDirectoryHandle | null
  output: FileSystemDirectoryHandle | null
  target: FrameTarget
  framesInFlight: number
  loadsInFlight: number
  writesInFlight: number
}

/** What a worker tells the page. */
export interface FrameCallbacks {
  onStage: (position: number, stage: WorkerStage) => void
  /** @param busyMs time so far that the worker had at least one frame in hand */
  onSettled: (position: number, outcome: FrameOutcome, times: FrameTimes, busyMs: number) => void
}

/** A shell over the frame pipeline. */
class FrameWorker {
  private pipeline: FramePipeline | null = null
  private callbacks: FrameCallbacks | null = null
  private busySinceMs = 0
  private busyMs = 0
  private activeCount = 0

  /** @param port to the pool's callbacks */
  start(setup: WorkerSetup, port: MessagePort): void {
    const { onStage, onSettled } = notifier<FrameCallbacks>(port)
    this.callbacks = { onStage, onSettled }
    this.pipeline = new FramePipeline({
      ...setup,
      composers: frameComposers(),
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
    if (!this.pipeline || !this.callbacks) throw new Error('The worker was not started.')
    if (this.activeCount++ === 0) this.busySinceMs = performance.now()
    const { outcome, times } = await this.pipeline.process(task)
    const nowMs = performance.now()
    this.busyMs += nowMs - this.busySinceMs
    this.busySinceMs = nowMs
    this.activeCount--
    this.callbacks.onSettled(task.position, outcome, times, this.busyMs)
  }
}

export type { FrameWorker }

expose(new FrameWorker())
