/**
 * Keeps the screen on. The browser takes this back when the page is hidden, so it is asked again when
 * the page is shown.
 */
export class ScreenLock {
  private sentinel: WakeLockSentinel | null = null
  private isHeld = false
  private readonly onRefused: () => void

  /** @param onRefused called if the browser refuses, as some do when the battery is low */
  constructor(onRefused: () => void) {
    this.onRefused = onRefused
  }

  static get isSupported(): boolean {
    return 'wakeLock' in navigator
  }

  hold(): void {
    if (this.isHeld || !ScreenLock.isSupported) return
    this.isHeld = true
    document.addEventListener('visibilitychange', this.request)
    this.request()
  }

  release(): void {
    this.isHeld = false
    document.removeEventListener('visibilitychange', this.request)
    void this.sentinel?.release()
    this.sentinel = null
  }

  private readonly request = (): void => {
    if (document.visibilityState === 'visible') void this.ask()
  }

  private async ask(): Promise<void> {
    try {
      const sentinel = await navigator.wakeLock.request('screen')
      if (this.isHeld) this.sentinel = sentinel
      else await sentinel.release()
    } catch {
      // The page may have been hidden meanwhile. Then it is asked again.
      if (this.isHeld && document.visibilityState === 'visible') this.onRefused()
    }
  }
}
