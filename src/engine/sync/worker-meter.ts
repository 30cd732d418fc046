import { OverlaneError } from '../../core/errors.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import type { PictureOrder, PictureReply } from './picture.worker.ts'

/** Pictures that wait for the worker at a time. */
const MOST_WAITING = 4

/** Measures pictures in a worker, with only a few of them on their way to it. */
export class WorkerMeter {
  private readonly worker = new Worker(new URL('./picture.worker.ts', import.meta.url), {
    type: 'module',
  })
  private waitingCount = 0
  private fault: OverlaneError | null = null
  private signals: PictureSignals | null = null
  private wake: () => void = () => undefined

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<PictureReply>) => {
      if (data.kind === 'measured') this.waitingCount--
      else this.signals = data.signals
      this.wake()
    }
    this.worker.onerror = ({ message }) => {
      const cause = message || 'its script could not be started'
      this.fault = new OverlaneError('worker-failed', `The picture was not measured: ${cause}.`)
      this.wake()
    }
  }

  async add(picture: ImageBitmap | VideoFrame, timeMs: number): Promise<void> {
    this.waitingCount++
    this.tell({ kind: 'picture', picture, timeMs }, [picture])
    await this.until(() => this.waitingCount < MOST_WAITING)
  }

  /** The next picture does not follow the last one. */
  jump(): void {
    this.tell({ kind: 'jump' }, [])
  }

  async finish(): Promise<PictureSignals> {
    this.tell({ kind: 'finish' }, [])
    await this.until(() => this.signals !== null)
    return this.signals as PictureSignals
  }

  end(): void {
    this.worker.terminate()
  }

  private tell(order: PictureOrder, transferred: Transferable[]): void {
    this.worker.postMessage(order, transferred)
  }

  private async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (this.fault) throw this.fault
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
    if (this.fault) throw this.fault
  }
}
