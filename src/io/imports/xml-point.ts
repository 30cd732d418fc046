import { parse } from 'txml'
import type { TNode } from 'txml'

/** The leaves of an element: the text of each tag, without namespaces. The first of a name counts. */
export interface XmlPoint {
  attributes: Record<string, string | null>
  texts: Map<string, string>
}

/**
 * @param text of one element
 * @throws where it is no XML
 */
export function readXmlPoint(text: string): XmlPoint | null {
  const root = parse(text, { selfClosingTags: [], decodeEntities: true }).find(
    (node): node is TNode => typeof node === 'object',
  )
  if (!root) return null
  const texts = new Map<string, string>()
  const open: { node: TNode; parent: string }[] = [{ node: root, parent: '' }]
  for (let next = open.shift(); next; next = open.shift()) {
    const { node, parent } = next
    const name = node.tagName.slice(node.tagName.indexOf(':') + 1)
    for (const child of node.children) {
      if (typeof child === 'object') {
        open.push({ node: child, parent: name })
        continue
      }
      // The value of <HeartRateBpm><Value>90</Value></HeartRateBpm> has the outer name.
      const key = name === 'Value' ? parent : name
      if (node !== root && !texts.has(key)) texts.set(key, child.trim())
    }
  }
  return { attributes: root.attributes, texts }
}

/** A number that is written plainly; null where the text is none. */
export function plainNumber(text: string | null | undefined): number | null {
  if (text === null || text === undefined || !/^\s*[+-]?[\d.]/.test(text)) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}
