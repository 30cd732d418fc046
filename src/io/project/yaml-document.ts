import { isNode, Lexer, LineCounter, parseDocument, Parser } from 'yaml'
import type { Document } from 'yaml'
import { problem } from '../../core/errors.ts'
import type { LineOf, Problem } from '../../core/errors.ts'
import { DEEPEST_NESTING } from '../../core/plain-object.ts'

/** A text as YAML, or what is wrong with it. */
export type ReadYaml =
  { document: Document.Parsed; lineOf: LineOf } | { document: null; problems: Problem[] }

/**
 * Reads a text as YAML.
 * @param file what it is called in problems
 */
export function readYaml(text: string, file: string): ReadYaml {
  const tooDeepLine = findTooDeep(text)
  if (tooDeepLine !== null) {
    const fault = `this is nested more than ${DEEPEST_NESTING} levels deep.`
    const found = problem('error', 'config-invalid', fault, { file, line: tooDeepLine })
    return { document: null, problems: [found] }
  }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true })
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line } = lineCounter.linePos(pos[0])
      return problem('error', 'config-invalid', `${message}.`, { file, line })
    })
    return { document: null, problems }
  }
  const lineOf: LineOf = (key) => {
    const path = key.split(/[.[\]]+/).filter((part) => part !== '')
    for (; path.length > 0; path.pop()) {
      // The yaml library wants the index of a list as a number.
      const node = document.getIn(path.map(toPathPart), true)
      if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line
    }
    return null
  }
  return { document, lineOf }
}

/**
 * The line where a text is nested too deeply, null where it is not. The yaml library itself calls
 * itself for each level, and so overflows the stack.
 */
function findTooDeep(text: string): number | null {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    const tokens = parser.next(lexeme)
    while (!tokens.next().done);
    if (parser.stack.length > DEEPEST_NESTING) {
      return text.slice(0, parser.offset).split('\n').length
    }
  }
  return null
}

function toPathPart(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}
