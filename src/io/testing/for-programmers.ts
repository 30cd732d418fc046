/** These texts are for those who write programs: no message says them. */
const FOR_PROGRAMMERS =
  /Assertion failed|Cannot read prop|Maximum call stack|undefined|is not a function|NaN|out of bounds|Invalid array length|internal error/i

/** What a message quotes from a file. It is not in Overlane's words. */
const QUOTED = /"(?:[^"\\]|\\.)*"|“[^”]*”/g

/** The first words of a message that are for programmers, outside of what it quotes; null if it has none. */
export function wordsForProgrammers(message: string): string | null {
  return FOR_PROGRAMMERS.exec(message.replace(QUOTED, '""'))?.[0] ?? null
}
