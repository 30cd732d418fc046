import { renderers } from './renderers/index.ts'
import type { NoteSpec } from './renderers/renderer.ts'

type KeyOf<Notes> = Notes extends unknown ? keyof Notes : never
type NoteKey = keyof typeof jobNotes | KeyOf<(typeof renderers)[keyof typeof renderers]['notes']>

/** What the plan may leave out, for any renderer. */
const jobNotes = { unknownConditionCount: { label: 'Conditions not known' } }

/** What renderers left out, for the report: a count for each note of any renderer. */
export type DrawNotes = Record<NoteKey, number>

/** Every note of every renderer and of the plan, with its label. */
export const DRAW_NOTES: readonly (NoteSpec & { key: NoteKey })[] = [
  ...Object.values(renderers).map(({ notes }) => notes),
  jobNotes,
].flatMap((notes) =>
  Object.entries(notes as Record<string, NoteSpec>).map(([key, spec]) => ({
    ...spec,
    key: key as NoteKey,
  })),
)

/** Notes with all counts at 0. */
export function noNotes(): DrawNotes {
  return Object.fromEntries(DRAW_NOTES.map(({ key }) => [key, 0])) as DrawNotes
}

/** Adds counts to those in `total`. */
export function addNotes(total: DrawNotes, counts: Partial<DrawNotes>): void {
  for (const { key } of DRAW_NOTES) total[key] += counts[key] ?? 0
}
