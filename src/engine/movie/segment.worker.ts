import { expose, transfer } from 'comlink'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { buffersOf } from '../../io/video/packet-encoder.ts'
import { SegmentTask } from './segment-task.ts'
import type { SegmentCallbacks, SegmentSetup } from './segment-task.ts'

/** A shell over the task of encoding segments of a video. */
class SegmentWorker {
  private task: SegmentTask | null = null

  /** Resolves when there are no more segments; with what was in the way, if anything. */
  async encode(setup: SegmentSetup, callbacks: SegmentCallbacks): Promise<Problem | null> {
    // Looked up once: Comlink makes a proxy each time that one is.
    const { nextSegment, take, onProgress, onPacket, onComplete } = callbacks
    this.task = new SegmentTask(setup, {
      nextSegment,
      take,
      onProgress,
      onPacket: (segmentIndex, packet) =>
        onPacket(segmentIndex, transfer(packet, buffersOf(packet))),
      onComplete,
    })
    try {
      await this.task.run()
      return null
    } catch (thrown) {
      return OverlaneError.from(thrown, 'write-failed').toProblem()
    }
  }

  cancel(): void {
    this.task?.cancel()
  }
}

export type { SegmentWorker }

expose(new SegmentWorker())
