const MARK_KEY = 'overlane-browser'

/** A run holds the lock of this name in its browser until it ends, or until its page is gone. */
export function browserLockName(run: string): string {
  return `overlane-run-${run}`
}

/** Whether a run goes on in this browser. */
export async function isHeldHere(run: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === browserLockName(run))
}

/**
 * A text that this browser keeps, and no other browser has. Pages with the same mark see each other's
 * locks. '' if the browser keeps nothing.
 */
export function browserMark(): string {
  try {
    const mark = localStorage.getItem(MARK_KEY) ?? crypto.randomUUID()
    localStorage.setItem(MARK_KEY, mark)
    return mark
  } catch {
    return ''
  }
}
