import { formatQuantity } from '../../index.ts'

/** What a field of whole numbers holds, or why it cannot be taken. */
export type Typed<Value> = { value: Value; problem: null } | { value: null; problem: string }

/** The least and most that a number may be. */
export interface CountBounds {
  /** What is counted: `worker`. */
  noun: string
  most: number
  /** Why it may be no more, as the end of a sentence: `twice the 4 cores`. */
  why: string
}

const SEPARATORS = /[\s,;]+/

/** One whole number from 1: `100`. */
export function parseCount(text: string, { most, why, noun }: CountBounds): Typed<number> {
  const typed = text.trim()
  const count = Number(typed)
  if (!/^\d+$/.test(typed) || count < 1) {
    return fault(
      typed === '' ? 'Type a whole number from 1.' : `“${typed}” is no whole number from 1.`,
    )
  }
  if (count > most) return fault(`At most ${formatQuantity(most, noun)}: ${why}.`)
  return { value: count, problem: null }
}

/** Several, each once, in the order they were typed: `1, 2, 4`. */
export function parseCounts(text: string, bounds: CountBounds): Typed<number[]> {
  const parts = text.split(SEPARATORS).filter((part) => part !== '')
  if (parts.length === 0) return fault('Type at least one whole number, as in 1, 2, 4.')
  const counts: number[] = []
  for (const part of parts) {
    const { value, problem } = parseCount(part, bounds)
    if (problem !== null) return fault(problem)
    if (!counts.includes(value)) counts.push(value)
  }
  return { value: counts, problem: null }
}

/** Powers of two up to a number, and the number itself: 1, 2, 4, 6. */
export function doublingCounts(most: number): number[] {
  const counts: number[] = []
  for (let count = 1; count < most; count *= 2) counts.push(count)
  return [...counts, most]
}

function fault(problem: string): { value: null; problem: string } {
  return { value: null, problem }
}
