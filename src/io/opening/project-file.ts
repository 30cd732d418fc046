import type { Lexer, Parser } from 'yaml'
import { parseConfig, serializeConfig } from '../../core/config/parse-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError, placeInFile, problem } from '../../core/errors.ts'
import type { LineOf, Problem } from '../../core/errors.ts'
import { DEEPEST_NESTING } from '../../core/plain-object.ts'
import type { Directory } from '../folders/directory.ts'

export const PROJECT_FILE_NAME = 'overlane.yaml'

export interface ProjectFile {
  /** Null if there are problems, so that a configuration is never applied in part. */
  config: OverlayConfig | null
  problems: Problem[]
  /** The line a key stands on, or the closest key above it; null where the text is no YAML. */
  lineOf: LineOf | null
}

/**
 * Reads `overlane.yaml`.
 * @param file what it is called in problems
 */
export async function parseProjectFile(
  text: string,
  file = PROJECT_FILE_NAME,
): Promise<ProjectFile> {
  const { LineCounter, parseDocument, isNode, Lexer, Parser } = await import('yaml')
  const tooDeepLine = findTooDeep(text, new Lexer(), new Parser())
  if (tooDeepLine !== null) {
    const fault = `this is nested more than ${DEEPEST_NESTING} levels deep.`
    const found = problem('error', 'config-invalid', fault, { file, line: tooDeepLine })
    return { config: null, problems: [found], lineOf: null }
  }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true })
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line } = lineCounter.linePos(pos[0])
      return problem('error', 'config-invalid', `${message}.`, { file, line })
    })
    return { config: null, problems, lineOf: null }
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
  try {
    return { config: parseConfig(document.toJS()), problems: [], lineOf }
  } catch (thrown) {
    const { problems } = OverlaneError.from(thrown, 'config-invalid')
    return {
      config: null,
      problems: problems.map((each) => placeInFile(each, file, lineOf)),
      lineOf,
    }
  }
}

/**
 * The line where a text is nested too deeply, null where it is not. The yaml library itself calls
 * itself for each level, and so overflows the stack.
 */
function findTooDeep(text: string, lexer: Lexer, parser: Parser): number | null {
  for (const lexeme of lexer.lex(text)) {
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

/** Writes `overlane.yaml` into a recording's folder, in place of an earlier one. */
export async function saveProjectFile(directory: Directory, config: OverlayConfig): Promise<void> {
  const { stringify } = await import('yaml')
  await directory.writeFile(PROJECT_FILE_NAME, stringify(serializeConfig(config)))
}
