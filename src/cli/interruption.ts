import { exitNow } from './at-exit.ts'
import { EXIT } from './exit-code.ts'

/** npm passes a signal on that the terminal has sent already: both are one press of the keys. */
const SAME_PRESS_MS = 500

/** Ctrl-C: the first time the work comes to an orderly end, the second time it is over at once. */
export class Interruption {
  private requestedMs: number | null = null
  private readonly listeners = new Set<() => void>()
  private readonly sayStopping: () => void

  constructor(sayStopping: () => void) {
    this.sayStopping = sayStopping
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, this.request)
  }

  get isRequested(): boolean {
    return this.requestedMs !== null
  }

  /**
   * Calls a function when the work is to end, at once where that is so already.
   * @returns takes it back
   */
  onRequest(listener: () => void): () => void {
    this.listeners.add(listener)
    if (this.isRequested) listener()
    return () => this.listeners.delete(listener)
  }

  private readonly request = (): void => {
    const nowMs = performance.now()
    if (this.requestedMs !== null) {
      if (nowMs - this.requestedMs > SAME_PRESS_MS) exitNow(EXIT.interrupted)
      return
    }
    this.requestedMs = nowMs
    this.sayStopping()
    for (const listener of this.listeners) listener()
  }
}
