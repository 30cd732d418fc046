import { watchPowerSaving } from '../browser/power-saving.ts'
import { ScreenLock } from '../browser/screen-lock.ts'

const STORAGE_KEY = 'overlane-screen'
const KEPT_ON = 'kept-on'

/** Whether the screen stays on during a run, and what the browser may do to a hidden page. */
export class AwakeState {
  readonly isSupported = ScreenLock.isSupported
  #isWanted = $state(localStorage.getItem(STORAGE_KEY) === KEPT_ON)
  #isRefused = $state(false)
  #warning = $state('')
  #lock = new ScreenLock(() => (this.#isRefused = true))

  /** The user's choice, which the browser remembers. */
  get isWanted(): boolean {
    return this.#isWanted
  }
  set isWanted(isWanted: boolean) {
    this.#isWanted = isWanted
    this.#isRefused = false
    if (isWanted) localStorage.setItem(STORAGE_KEY, KEPT_ON)
    else localStorage.removeItem(STORAGE_KEY)
  }

  /** One sentence on what may slow a run down or end it; '' if nothing is known. */
  get warning(): string {
    const refusal =
      'The browser refused to keep the screen on, so the computer may sleep during a run.'
    return this.#isWanted && this.#isRefused ? refusal : this.#warning
  }

  /** @returns a function that ends it */
  watch(): () => void {
    return watchPowerSaving((warning) => (this.#warning = warning))
  }

  /** A run begins. @returns a function for its end; null if the screen may turn off */
  begin(): (() => void) | null {
    if (!this.#isWanted) return null
    this.#isRefused = false
    this.#lock.hold()
    return () => this.#lock.release()
  }
}
