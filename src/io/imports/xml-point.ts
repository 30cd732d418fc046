import { parse } from 'txml'
import type { TNode } from 'txml'
import type { TrackBuilder } from '../logs/records/track-builder.ts'

/** The leaves of an element: the text of each tag, without namespaces. The first of a name counts. */
export interface XmlPoint {
  attributes: Record<string, string | null>
  texts: Map<string, string>
}

/**
 * Reads one point of a track.
 * @returns null if it is no XML; the track is told
 */
export function readXmlPoint(
  { text, line }: { text: string; line: number },
  track: TrackBuilder,
): XmlPoint | null {
  try {
    const point = parseXmlPoint(text)
    if (point) return point
  } catch {
    // It is told like an element without content.
  }
  track.addFault(line, 'broken', 'the tags of the point do not fit together')
  return null
}

/** @throws where it is no XML */
function parseXmlPoint(text: string): XmlPoint | null {
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
