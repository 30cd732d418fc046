/** A change: the state before or after it, and what it is called ("move Speed"). */
export interface Change<State> {
  state: State
  words: string
}

/** What can be undone and redone, the next one last. */
export interface History<State> {
  past: readonly Change<State>[]
  future: readonly Change<State>[]
  /** A change of the same kind right after the last one becomes part of it; null: none does. */
  openKind: string | null
}

export function emptyHistory<State>(): History<State> {
  return { past: [], future: [], openKind: null }
}

/**
 * Notes a change. What was undone before it is forgotten.
 * @param before the state before the change
 * @param kind what is typed letter by letter is one change of one kind; null: a change by itself
 */
export function noteChange<State>(
  { past, openKind }: History<State>,
  before: State,
  words: string,
  kind: string | null = null,
): History<State> {
  const isPartOfLast = kind !== null && kind === openKind && past.length > 0
  return {
    past: isPartOfLast ? past : [...past, { state: before, words }],
    future: [],
    openKind: kind,
  }
}

/** The next change is one by itself. */
export function closeChange<State>(history: History<State>): History<State> {
  return history.openKind === null ? history : { ...history, openKind: null }
}

/** A step back or forth: the history after it, the state to take, and what it is called. */
export interface Step<State> extends Change<State> {
  history: History<State>
}

/** Null if there is nothing to undo. @param now the state before the step */
export function undoChange<State>(
  { past, future }: History<State>,
  now: State,
): Step<State> | null {
  const last = past.at(-1)
  if (!last) return null
  const { state, words } = last
  const history = {
    past: past.slice(0, -1),
    future: [...future, { state: now, words }],
    openKind: null,
  }
  return { history, state, words }
}

/** Null if there is nothing to redo. @param now the state before the step */
export function redoChange<State>(
  { past, future }: History<State>,
  now: State,
): Step<State> | null {
  const next = future.at(-1)
  if (!next) return null
  const { state, words } = next
  const history = {
    past: [...past, { state: now, words }],
    future: future.slice(0, -1),
    openKind: null,
  }
  return { history, state, words }
}
