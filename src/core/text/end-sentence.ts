/** A text with a full stop at its end. Browsers' own texts have one, or have none. */
export function endSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
