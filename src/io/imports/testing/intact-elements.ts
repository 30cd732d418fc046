import { plainLines } from '../../testing/plain-lines.ts'

/**
 * How many of some elements of XML stand in a file as they were, each on a line of its own. What stands
 * in a comment or in CDATA is no element.
 */
export function intactElements(bytes: Uint8Array, elements: readonly string[]): number {
  const text = plainLines(bytes).join('\n')
  const visible = text
    .replace(/<!--[^]*?(?:-->|$)/g, '')
    .replace(/<!\[CDATA\[[^]*?(?:\]\]>|$)/g, '')
  const lines = new Set(visible.split('\n').map((line) => line.trim()))
  return elements.filter((element) => lines.has(element)).length
}
