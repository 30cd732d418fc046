import { OverlaneError, placeInFile } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Layout } from '../../core/layout/layout.ts'
import { loadLayouts } from '../../core/layout/load-layouts.ts'

/** How the name of a layout file ends. */
export const LAYOUT_ENDING = '.overlane-layout.yaml'

export interface LayoutFile {
  /** Null if there are problems, so that a layout is never applied in part. */
  layout: Layout | null
  problems: Problem[]
}

/**
 * Reads a layout file.
 * @param file what it is called in problems
 */
export async function parseLayoutFile(text: string, file: string): Promise<LayoutFile> {
  const { readYaml } = await import('./yaml-document.ts')
  const { parseLayout } = await loadLayouts()
  const read = readYaml(text, file)
  if (!read.document) return { layout: null, problems: read.problems }
  const { document, lineOf } = read
  try {
    return { layout: parseLayout(document.toJS()), problems: [] }
  } catch (thrown) {
    const { problems } = OverlaneError.from(thrown, 'config-invalid')
    return { layout: null, problems: problems.map((each) => placeInFile(each, file, lineOf)) }
  }
}

/** What a layout file says. */
export async function writeLayoutFile(layout: Layout): Promise<string> {
  const { stringify } = await import('yaml')
  const { serializeLayout } = await loadLayouts()
  return stringify(serializeLayout(layout))
}
