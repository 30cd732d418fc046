import { expose } from 'comlink'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import { loadOverlayFont } from '../../io/images/overlay-font.ts'
import type { FrameTarget } from '../compose/frame-composer.ts'
import { frameComposers } from '../compose/frame-composers.ts'
import { notifier } from '../workers/worker-host.ts'
import type { NoticePort } from '../workers/worker-host.ts'
import { BufferPool } from './buffer-pool.ts'
import { FramePipeline } from './frame-pipeline.ts'
import type { FrameOutcome, FrameTask } from './frame-task.ts'
import type { FrameTimes, WorkerStage } from './step-clock.ts'

/** What a worker gets once: folder handles, settings and series, but no pixels and no logs. */
export interface WorkerSetup {
  frames: FileSystemDirectoryHandle | null
  output: FileSystemDirectoryHandle | null
  target: FrameTarget
  framesInFlight: number
  loadsInFlight: number
  writesInFlight: number
}

/** What a worker calls on the page. */
export interface FrameCallbacks {
  onStage: (position: number, stage: WorkerStage) => void
  /** @param busyMs time so far during which the worker held at least one frame */
  onSettled: (position: number, outcome: FrameOutcome, times: FrameTimes, busyMs: number) => void
}

/** Makes the frame pipeline callable from the page. */
class FrameWorker {
  private pipeline: FramePipeline | null = null
  private callbacks: FrameCallbacks | null = null
  private busySinceMs = 0
  private busyMs = 0
  private activeCount = 0

  /** Once, or again for frames of another plan, when all frames are done. */
  start(setup: WorkerSetup): void {
    const buffers = new BufferPool()
    const composers = frameComposers(buffers.take)
    this.pipeline = new FramePipeline({
      ...setup,
      buffers,
      composers,
      frames: setup.frames && new HandleDirectory(setup.frames),
      output: setup.output && new HandleDirectory(setup.output),
      onStage: (position, stage) => this.callbacks?.onStage(position, stage),
    })
    // A frame that needs them asks again, and reports the failure.
    void loadOverlayFont().catch(() => undefined)
    for (const composer of composers) void composer.warmUp(setup).catch(() => undefined)
  }

  /**
   * Works for a pool: the one that started it, or a later one of the same setup.
   * @param port to the pool's callbacks
   * @param tasks where the worker gets frames to render. Each one is reported when it is settled.
   */
  workFor(port: NoticePort<FrameCallbacks>, tasks: MessagePort): void {
    const { onStage, onSettled } = notifier(port)
    this.callbacks = { onStage, onSettled }
    this.busyMs = 0
    tasks.onmessage = ({ data }: MessageEvent<FrameTask[]>) => {
      for (const task of data) void this.renderOne(task)
    }
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
