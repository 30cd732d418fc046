/** Watches the memory of a run while it renders. */
export interface MemoryMeter {
  /** Not called if there is nothing to render. */
  start(): void
  /** The peak since `start`, in bytes; null if it is not known, or if nothing was rendered. */
  stop(): Promise<number | null>
}

const PAUSE_MS = 1000

/**
 * Measures the memory of the page and its workers with a function of the browser. It answers every
 * few seconds, after a garbage collection, and not every browser has it.
 */
export class PageMemoryMeter implements MemoryMeter {
  private peakBytes: number | null = null
  private isRunning = false

  start(): void {
    this.peakBytes = null
    this.isRunning = true
    void this.watch()
  }

  stop(): Promise<number | null> {
    this.isRunning = false
    return Promise.resolve(this.peakBytes)
  }

  private async watch(): Promise<void> {
    while (this.isRunning) {
      try {
        this.note((await measureMemory()).bytes)
      } catch {
        // The function is not available: the peak stays unknown, as the report says.
        return
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  /** A measurement that arrives after the end of the run does not count. */
  private note(bytes: number): void {
    if (this.isRunning) this.peakBytes = Math.max(this.peakBytes ?? 0, bytes)
  }
}

/** Rejects if the browser refuses. It is only in Chromium, so TypeScript's DOM types lack it. */
async function measureMemory(): Promise<{ bytes: number }> {
  return (
    performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
  ).measureUserAgentSpecificMemory()
}
