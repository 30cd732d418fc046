/** Holds what waits at it while a run is paused. */
export class PauseGate {
  private isClosed = false
  private readonly waiting: (() => void)[] = []

  setPaused(isPaused: boolean): void {
    this.isClosed = isPaused
    if (!isPaused) for (const goOn of this.waiting.splice(0)) goOn()
  }

  /** Waits while the run is paused. */
  async pass(): Promise<void> {
    while (this.isClosed) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}
