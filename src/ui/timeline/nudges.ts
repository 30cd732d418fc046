/** A step by which a log is moved. */
export interface Nudge {
  name: string
  /** Null: a frame. */
  byMs: number | null
  /** The keys, as combinations. */
  earlier: string
  later: string
  /** The same keys, as the list of shortcuts shows them. */
  shown: readonly [string, string]
  /** Whether it has buttons too. */
  hasButtons: boolean
}

/** The largest first. */
export const NUDGES: readonly Nudge[] = [
  brackets('1 s', 1000, 'Alt Shift ', 'Alt+Shift+BracketLeft', 'Alt+Shift+BracketRight'),
  brackets('100 ms', 100, 'Shift ', '{', '}'),
  { name: '1 frame', byMs: null, earlier: ',', later: '.', shown: [',', '.'], hasButtons: true },
  { ...brackets('10 ms', 10, '', '[', ']'), hasButtons: false },
  brackets('1 ms', 1, 'Alt ', 'Alt+BracketLeft', 'Alt+BracketRight'),
]

function brackets(name: string, byMs: number, keys: string, earlier: string, later: string): Nudge {
  return { name, byMs, earlier, later, shown: [`${keys}[`, `${keys}]`], hasButtons: true }
}
