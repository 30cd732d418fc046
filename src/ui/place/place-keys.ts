import type { Point } from '../../index.ts'

/** What a key does with a renderer that is focused on the picture. */
export type PlaceAction =
  | { does: 'move'; by: Point }
  | { does: 'grow'; byPx: 1 | -1 }
  | { does: 'turn'; direction: 1 | -1; isBig: boolean }
  | { does: 'choose'; adds: boolean }
  | { does: 'choose_all' | 'choose_none' | 'duplicate' | 'remove' }

/** In pixels of the layout. */
const BIG_STEP_PX = 10
const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
/** Also with Shift, on the keyboards of several languages. */
const TURNS: Readonly<Record<string, 1 | -1>> = {
  ',': -1,
  '<': -1,
  ';': -1,
  '.': 1,
  '>': 1,
  ':': 1,
}
const OTHERS: Readonly<Record<string, PlaceAction>> = {
  Escape: { does: 'choose_none' },
  Delete: { does: 'remove' },
  Backspace: { does: 'remove' },
  '+': { does: 'grow', byPx: 1 },
  '=': { does: 'grow', byPx: 1 },
  '-': { does: 'grow', byPx: -1 },
}

/** What a pressed key means; null: nothing here. */
export function placeActionOf(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>,
): PlaceAction | null {
  const { key, shiftKey, altKey } = event
  if (event.ctrlKey || event.metaKey) {
    const letter = key.toLowerCase()
    if (letter === 'a') return { does: 'choose_all' }
    return letter === 'd' ? { does: 'duplicate' } : null
  }
  if (key === 'Enter' || key === ' ') return { does: 'choose', adds: shiftKey }
  const direction = TURNS[key]
  if (direction) return { does: 'turn', direction, isBig: shiftKey }
  const step = altKey ? undefined : STEPS[key]
  if (!step) return OTHERS[key] ?? null
  const byPx = shiftKey ? BIG_STEP_PX : 1
  return { does: 'move', by: { x: step.x * byPx, y: step.y * byPx } }
}
