const { compare } = new Intl.Collator('en', { numeric: true })

/** 2 comes before 10. Too slow for the names of all frames, which are ordered by their numbers. */
export function inNaturalOrder(names: readonly string[]): string[] {
  return [...names].sort(compare)
}
