import type { AppState } from '../state/app-state.svelte.ts'

/** A keyboard shortcut of the page. */
export interface KeyBinding {
  /** The key as {@link combinationOf} returns it. */
  combination: string
  /** The key as the list of shortcuts shows it. */
  shown: string
  does: string
  /** Without this the key does nothing. `stage`: the Preview is shown. */
  needs: 'nothing' | 'recording' | 'stage'
  run: (app: AppState) => unknown
}

export function key(
  combination: string,
  shown: string,
  does: string,
  run: (app: AppState) => unknown,
  needs: KeyBinding['needs'] = 'stage',
): KeyBinding {
  return { combination, shown, does, run, needs }
}

/** The keys of every page. */
export const PAGE_KEYS: readonly KeyBinding[] = [
  key('O', 'O', 'Open a folder', (app) => app.pickRecording(), 'nothing'),
  key('V', 'V', 'Open a video', (app) => app.pickVideo(), 'nothing'),
  key('Escape', 'Esc', 'Cancel or close', (app) => app.escape(), 'nothing'),
  key('?', '?', 'Show this list', (app) => (app.dialog = 'keys'), 'nothing'),
]

let bindings = PAGE_KEYS

/** From now on, these keys work too. They are loaded with the rest of the page. */
export function addKeys(keys: readonly KeyBinding[]): void {
  bindings = [...PAGE_KEYS, ...keys]
}

/** `Shift+ArrowLeft`, `Alt+I`, `Ctrl+Z`, `R`, `?`. Shift is left out if it is part of the character (`?`). */
export function combinationOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey) {
    return `Ctrl+${event.shiftKey ? 'Shift+' : ''}${event.key.toUpperCase()}`
  }
  // With Alt, some systems type another letter. So the physical key is used.
  if (event.altKey) {
    return `Alt+${event.shiftKey ? 'Shift+' : ''}${event.code.replace(/^Key/, '')}`
  }
  if (event.key === ' ') return 'Space'
  if (event.key.length > 1) return event.shiftKey ? `Shift+${event.key}` : event.key
  return event.key.toUpperCase()
}

/** Whether the focused control uses this key itself. */
export function isKeptByControl(event: KeyboardEvent): boolean {
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (event.key === 'Escape') return false
  const isWithControl = event.ctrlKey || event.metaKey
  if (target instanceof HTMLSelectElement) return !event.altKey && !isWithControl
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return false
    const isTicked = ['checkbox', 'radio', 'color'].includes(target.type)
    // The text of an option is part of the history. Other texts are undone by the browser.
    if (isWithControl && 'history' in target.dataset) return !/^[zy]$/i.test(event.key)
    if (!isTicked) return !event.altKey
    return event.key === ' ' || event.key.startsWith('Arrow')
  }
  const isPressed = target.closest('button, summary, a') !== null
  return isPressed && (event.key === ' ' || event.key === 'Enter')
}

/** Runs the action of a key. @returns whether the key has one */
export function handleKey(app: AppState, event: KeyboardEvent): boolean {
  const isAsking = app.dialog !== 'none' || app.recording.asksForModules
  if (event.defaultPrevented || isAsking || isKeptByControl(event)) return false
  const combination = combinationOf(event)
  const binding = bindings.find((each) => each.combination === combination)
  if (!binding || !isMet(app, binding.needs)) return false
  void binding.run(app)
  return true
}

function isMet({ recording, view }: AppState, needs: KeyBinding['needs']): boolean {
  return (
    needs === 'nothing' ||
    (recording.current !== null && (needs === 'recording' || view === 'overlay'))
  )
}
