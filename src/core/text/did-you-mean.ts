import { closestName } from './closest-name.ts'

/**
 * A question with the known name that is closest to an unknown one: `Did you mean "speed"?`
 * @param otherwise what is said where none is close enough
 */
export function didYouMean<Otherwise extends string | null>(
  name: string,
  known: readonly string[],
  otherwise: Otherwise,
): string | Otherwise {
  const closest = closestName(name, known)
  return closest === null ? otherwise : `Did you mean "${closest}"?`
}
