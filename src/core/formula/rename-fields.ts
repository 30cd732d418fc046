import { fieldsOf } from './expression.ts'
import { parseExpression } from './parse-expression.ts'

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*$/u
/** A number, a field between backquotes, or a word, with the bracket that makes it a function. */
const WORD =
  /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|`([^`]+)`|([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)(\s*\()?/giu

/**
 * An expression with other names for its fields.
 * @param ofChannel whether it may have the functions that only channels have
 * @throws ExpressionError where the text is no expression
 */
export function renameFields(
  text: string,
  rename: (field: string) => string,
  ofChannel = false,
): string {
  const fields = fieldsOf(parseExpression(text, ofChannel))
  return text.replace(
    WORD,
    (whole: string, quoted: string | undefined, word: string | undefined, bracket?: string) => {
      const name = quoted ?? word
      if (name === undefined || bracket !== undefined || !fields.includes(name)) return whole
      const isWord = quoted === undefined && ['and', 'or', 'not'].includes(name)
      return isWord ? whole : written(rename(name))
    },
  )
}

function written(name: string): string {
  return PLAIN_NAME.test(name) && !['and', 'or', 'not'].includes(name) ? name : `\`${name}\``
}
