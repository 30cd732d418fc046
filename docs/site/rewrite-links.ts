import { posix } from 'node:path'
import { codeLines } from './markdown-sections.ts'

const LINK = /(!?\[(?:[^\]\\]|\\.)*\]\()([^)\s]+)(\))/g

/**
 * Changes the links and pictures of a document. Links that begin with a scheme stay.
 * @param source the document, from the folder of the project
 * @param change gets the file, from the folder of the project, and what follows `#`; it returns the
 *   new address
 */
export function rewriteLinks(
  text: string,
  source: string,
  change: (file: string, slug: string, isPicture: boolean) => string,
): string {
  const lines = text.split('\n')
  const isCode = codeLines(lines)
  return lines
    .map((line, index) =>
      isCode[index]
        ? line
        : line.replace(LINK, (whole, before: string, address: string, after: string) => {
            if (/^[a-z]+:/.test(address)) return whole
            const [path = '', slug = ''] = address.split('#')
            const file = path === '' ? source : posix.join(posix.dirname(source), path)
            return before + change(file, slug, before.startsWith('!')) + after
          }),
    )
    .join('\n')
}
