/** Holds what waits at it during a pause, such as that of a run. */
export class PauseGate {
  private isClosed = false
  private readonly waiting: (() => void)[] = []

  setPaused(isPaused: boolean): void {
    this.isClosed = isPaused
    if (!isPaused) for (const goOn of this.waiting.splice(0)) goOn()
  }

  /** Waits for the end of the pause. */
  async pass(): Promise<void> {
    while (this.isClosed) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}
