/** Disks take 255 bytes, and a browser writes a file first under its name with `.crswap` after it. */
const MOST_BYTES = 248

/** A character of a text takes three bytes at most, so those of a shorter name are not counted. */
const SURELY_SHORT = Math.floor(MOST_BYTES / 3)

const REFUSED_CHARACTER = /["*/:<>?\\|]|\p{Cc}|\p{Cf}|\p{Noncharacter_Code_Point}/u
const REFUSED_END = /^[\s~]|[\s.~]$/
/** Names that mean something else to Windows; browsers refuse them everywhere. */
const RESERVED =
  /^(?:(?:con|prn|aux|nul|com[1-9]|lpt[1-9]|clock\$)(?:\..*)?|desktop\.ini|thumbs\.db|.*\.(?:lnk|scf|url|\{.*\}))$/i

/**
 * Why browsers write no file of this name, as the rest of a sentence about it; null where they do.
 */
export function nameFault(name: string): string | null {
  const byteCount = name.length <= SURELY_SHORT ? 0 : utf8Length(name)
  if (byteCount > MOST_BYTES) {
    return `is ${byteCount} bytes long, and browsers write names of ${MOST_BYTES} bytes at most.`
  }
  const [character] = REFUSED_CHARACTER.exec(name) ?? []
  if (character !== undefined) return `has ${quote(character)} in it, which browsers do not write.`
  const [end] = REFUSED_END.exec(name) ?? []
  if (end !== undefined) return `begins or ends with ${quote(end)}, which browsers do not write.`
  if (RESERVED.test(name))
    return 'has a meaning of its own on Windows, so browsers do not write it.'
  return null
}

function quote(character: string): string {
  if (character === '"') return 'a quotation mark'
  if (character === ' ') return 'a space'
  if (/[!-~]/.test(character)) return `"${character}"`
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `the character U+${code}`
}

function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}
