/**
 * Text as a terminal may show it. Names of files and lines of logs may contain control characters,
 * which a terminal would obey: they are shown by their codes instead.
 */
export function harmlessText(text: string): string {
  return text.replace(
    CONTROL_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A name as it may stand in a line: its own line ends and tabs are shown by their codes, too. */
export function harmlessName(name: string): string {
  return harmlessText(name).replace(/[\n\t]/g, (character) => (character === '\n' ? '\\n' : '\\t'))
}

/** All but line ends and tabs; the marks that turn the direction of writing, too. */
const CONTROL_CHARACTERS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
