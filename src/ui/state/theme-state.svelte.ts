export type ThemeChoice = 'dark' | 'light' | 'system'

const CHOICES: readonly ThemeChoice[] = ['dark', 'light', 'system']
const STORAGE_KEY = 'overlane-theme'

/** The theme: dark, light or the system's. The browser remembers it. */
export class ThemeState {
  #choice = $state<ThemeChoice>('dark')

  constructor() {
    const stored = localStorage.getItem(STORAGE_KEY)
    this.#set(CHOICES.find((choice) => choice === stored) ?? 'dark')
  }

  get choice(): ThemeChoice {
    return this.#choice
  }

  /** The choice that {@link advance} would make. */
  get next(): ThemeChoice {
    return CHOICES[(CHOICES.indexOf(this.#choice) + 1) % CHOICES.length] ?? 'dark'
  }

  advance(): void {
    this.#set(this.next)
    localStorage.setItem(STORAGE_KEY, this.#choice)
  }

  #set(choice: ThemeChoice): void {
    this.#choice = choice
    document.documentElement.dataset.theme = choice
  }
}
