import { expose, transfer } from 'comlink'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { buffersOf } from '../../io/video/packet-encoder.ts'
import type { SegmentCallbacks, SegmentSetup } from './segment-messages.ts'
import { SegmentTask } from './segment-task.ts'

/** Makes the segment task callable from the page. */
class SegmentWorker {
  private task: SegmentTask | null = null

  /** Encodes until there are no more segments. @returns the problem that stopped it, or null */
  async encode(setup: SegmentSetup, callbacks: SegmentCallbacks): Promise<Problem | null> {
    // Read once, because Comlink makes a new proxy for each access.
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
