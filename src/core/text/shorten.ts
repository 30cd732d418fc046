/** Text for a message, cut to a readable length. */
export function shorten(text: string): string {
  const LONGEST = 60
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
