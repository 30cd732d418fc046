import type { HuffmanTable } from '../jpeg/jpeg-tables.ts'

/** The length of the code of each symbol. */
export function lengthsOf({ counts, symbols }: HuffmanTable): Map<number, number> {
  const lengths = [...counts].flatMap((count, index) => new Array<number>(count).fill(index + 1))
  if (lengths.length !== symbols.length) {
    throw new Error(`${lengths.length} codes for ${symbols.length} symbols`)
  }
  return new Map(lengths.map((length, index) => [symbols[index] ?? 0, length]))
}
