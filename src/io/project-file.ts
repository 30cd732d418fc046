import { parseConfig, serializeConfig } from '../core/config.ts'
import type { OverlayConfig } from '../core/config.ts'
import { OverlaneError, problem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { Directory } from './directory.ts'

export const PROJECT_FILE_NAME = 'overlane.yaml'

/** Reads `overlane.yaml`. With problems there is no configuration: nothing is half applied. */
export async function parseProjectFile(
  text: string,
): Promise<{ config: OverlayConfig | null; problems: Problem[] }> {
  const { LineCounter, parseDocument, isNode } = await import('yaml')
  const file = PROJECT_FILE_NAME
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true })
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line } = lineCounter.linePos(pos[0])
      return problem('error', 'config-invalid', `${file} line ${line}: ${message}.`, { file, line })
    })
    return { config: null, problems }
  }
  const lineOf = (key: string): number | null => {
    const path = key.split(/[.[\]]+/).filter((part) => part !== '')
    for (; path.length > 0; path.pop()) {
      // An index of a list is a number for yaml.
      const node = document.getIn(path.map(toPathPart), true)
      if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line
    }
    return null
  }
  try {
    return { config: parseConfig(document.toJS()), problems: [] }
  } catch (thrown) {
    const { problems } = OverlaneError.from(thrown, 'config-invalid')
    return {
      config: null,
      problems: problems.map((each) => {
        const line = each.where.key === undefined ? null : lineOf(each.where.key)
        return line === null
          ? { ...each, message: `${file}: ${each.message}`, where: { ...each.where, file } }
          : {
              ...each,
              message: `${file} line ${line}: ${each.message}`,
              where: { ...each.where, file, line },
            }
      }),
    }
  }
}

function toPathPart(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}

/** Writes `overlane.yaml` into a recording's folder, in place of an earlier one. */
export async function saveProjectFile(directory: Directory, config: OverlayConfig): Promise<void> {
  const { stringify } = await import('yaml')
  await directory.writeFile(PROJECT_FILE_NAME, stringify(serializeConfig(config)))
}
