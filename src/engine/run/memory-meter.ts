/** Watches the memory of a run. */
export interface MemoryMeter {
  start(): void
  /** The peak since `start`, in bytes; null where it cannot be told. */
  stop(): Promise<number | null>
}

const PAUSE_MS = 1000

/**
 * The page and its workers, as the browser tells it: once every few seconds, after it collected its
 * garbage, and not in every browser.
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
        // Not available here: the peak stays unknown, as the report says.
        return
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  /** What comes after the end of a run is none of its own. */
  private note(bytes: number): void {
    if (this.isRunning) this.peakBytes = Math.max(this.peakBytes ?? 0, bytes)
  }
}

/** Rejects where the browser does not tell. Chromium's own: TypeScript's DOM types do not know it. */
async function measureMemory(): Promise<{ bytes: number }> {
  return (
    performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
  ).measureUserAgentSpecificMemory()
}
