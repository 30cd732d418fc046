import { formatQuantity } from '../../index.ts'

/** The value of a field of whole numbers, or the reason why the text is invalid. */
export type Typed<Value> = { value: Value; problem: null } | { value: null; problem: string }

/** The limits of a number. */
export interface CountBounds {
  /** What is counted, such as `worker`. */
  noun: string
  most: number
  /** Why more is not allowed, as the end of a sentence: `two for each of the 4 cores`. */
  why: string
}

const SEPARATORS = /[\s,;]+/

/** One whole number of 1 or more: `100`. */
export function parseCount(text: string, { most, why, noun }: CountBounds): Typed<number> {
  const typed = text.trim()
  const count = Number(typed)
  if (!/^\d+$/.test(typed) || count < 1) {
    return fault(
      typed === ''
        ? 'Type a whole number of 1 or more.'
        : `“${typed}” is not a whole number of 1 or more.`,
    )
  }
  if (count > most) return fault(`At most ${formatQuantity(most, noun)}: ${why}.`)
  return { value: count, problem: null }
}

/** Several numbers, without duplicates, in the order they were typed: `1, 2, 4`. */
export function parseCounts(text: string, bounds: CountBounds): Typed<number[]> {
  const parts = text.split(SEPARATORS).filter((part) => part !== '')
  if (parts.length === 0) return fault('Type one or more whole numbers, such as 1, 2, 4.')
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
