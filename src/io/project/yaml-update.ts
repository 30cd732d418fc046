import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
import { isRecord } from '../../core/plain-object.ts'

type Values = Record<string, unknown>

/**
 * Changes a document so that it says `after` in place of `before`. All that both say stays as it is
 * written: its order, its comments, its style, and the defaults that someone wrote down.
 */
export function updateDocument(document: Document, before: Values, after: Values): void {
  const { contents } = document
  if (isMap(contents)) updateMap(document, contents, before, after)
  else document.contents = document.createNode(after)
}

/** Writes out what aliases (`*name`) and merged keys (`<<`) stand for, as each may change alone. */
export function expandAliases(document: Document): void {
  visit(document, {
    Alias: (_, alias) => document.createNode(alias.toJS(document)),
    Node: (_, node) => {
      if (!isAlias(node)) delete node.anchor
    },
  })
  visit(document, {
    Map: (_, map) => {
      const merged = map.items.filter(({ key }) => isScalar(key) && isMergeKey(key.value))
      map.items = map.items.filter((pair) => !merged.includes(pair))
      for (const { value } of merged) {
        for (const source of isSeq(value) ? value.items : [value]) {
          if (!isMap(source)) continue
          for (const pair of source.items) if (!map.has(pair.key)) map.add(pair)
        }
      }
    },
  })
}

/**
 * Gives the first item of a block the comment above it. The yaml library gives it to the block, so
 * that the comment would stay there when the item moves. A comment on the line of the key is the
 * block's.
 * @param text what the document was read from
 */
export function claimComments(document: Document, text: string): void {
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isCollection(value) || value.flow || !value.commentBefore) return
      const between = text.slice(key.range?.[1] ?? 0, value.range?.[0] ?? 0)
      const isOnKeyLine = /^[ \t]*:[ \t]+#/.test(between)
      const lines = value.commentBefore.split('\n')
      const own = lines.splice(0, isOnKeyLine ? 1 : 0)
      const [item] = value.items
      const first = isPair(item) ? item.key : item
      if (!isNode(first) || lines.length === 0) return
      value.commentBefore = own.length > 0 ? own.join('\n') : null
      first.commentBefore = lines.join('\n')
    },
  })
}

/** The text of a document, laid out as the earlier text. */
export function writeDocument(document: Document, earlier: string): string {
  const text = document.toString({ lineWidth: 0, ...indentationOf(earlier) })
  const laidOut = joinKeyComments(text, earlier)
  return earlier.includes('\r\n') ? laidOut.replaceAll('\n', '\r\n') : laidOut
}

interface Indentation {
  /** Of mappings, in spaces; of lists too, or two less. */
  indent: number
  indentSeq: boolean
}

const INDENTATIONS: readonly Indentation[] = [2, 4, 3, 5, 6, 7, 8].flatMap((indent) =>
  [true, false].map((indentSeq) => ({ indent, indentSeq })),
)

/** The indentation with which most lines of a text are written as they are. */
function indentationOf(text: string): Indentation {
  const document = parseDocument(text)
  const lines = new Set(text.split(/\r?\n/))
  let best: Indentation = { indent: 2, indentSeq: true }
  let mostCount = -1
  for (const indentation of INDENTATIONS) {
    const written = document.toString({ lineWidth: 0, ...indentation }).split('\n')
    const count = written.filter((line) => lines.has(line)).length
    if (count > mostCount) [best, mostCount] = [indentation, count]
  }
  return best
}

/** Puts a comment back on the line of a key. The yaml library writes it on the next line. */
function joinKeyComments(text: string, earlier: string): string {
  const lines = text.split('\n')
  for (const [, key = '', comment = ''] of earlier.matchAll(/^[ -]*([^\s#].*:)[ \t]+(#.*)$/gm)) {
    const at = lines.findIndex(
      (line, index) => line.endsWith(key) && lines[index + 1]?.trim() === comment.trimEnd(),
    )
    if (at >= 0) lines.splice(at, 2, `${lines[at] ?? ''} ${comment.trimEnd()}`)
  }
  return lines.join('\n')
}

/** Whether two values of a file are equal, whatever the order of their keys. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, at) => isSameValue(each, other[at]))
  }
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other)
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSameValue(one[name], other[name]))
  )
}

function isMergeKey(key: unknown): boolean {
  return key === '<<' || (typeof key === 'symbol' && key.description === '<<')
}

function updateMap(document: Document, map: YAMLMap, before: Values, after: Values): void {
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) map.delete(name)
  for (const [name, value] of Object.entries(after)) {
    const earlier = Object.hasOwn(before, name) ? before[name] : undefined
    if (isSameValue(earlier, value)) continue
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === name)
    if (!pair) map.add(document.createPair(name, value))
    else updatePair(document, pair, earlier, value)
  }
}

function updatePair(document: Document, pair: Pair, before: unknown, after: unknown): void {
  const { value } = pair
  if (isMap(value) && isRecord(after)) {
    updateMap(document, value, isRecord(before) ? before : {}, after)
  } else if (isSeq(value) && Array.isArray(after)) {
    updateList(document, value, Array.isArray(before) ? before : [], after)
  } else {
    pair.value = likeBefore(document.createNode(after), value)
  }
}

/** Each item stays the one that it was before, with its comments, wherever it stands now. */
function updateList(
  document: Document,
  list: YAMLSeq,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const origins = findOrigins(before, after)
  const earlier = list.items
  list.items = after.map((value, index) => {
    const origin = origins[index] ?? null
    const node = origin === null ? null : earlier[origin]
    if (!isNode(node) || origin === null) return document.createNode(value)
    if (isSameValue(before[origin], value)) return node
    if (!isMap(node) || !isRecord(value)) return likeBefore(document.createNode(value), node)
    const said = before[origin]
    updateMap(document, node, isRecord(said) ? said : {}, value)
    return node
  })
}

/** For each item of a list, the place where it stood before; null for a new one. */
function findOrigins(before: readonly unknown[], after: readonly unknown[]): (number | null)[] {
  const origins: (number | null)[] = after.map(() => null)
  const free = new Set(before.keys())
  const match = (isOrigin: (earlier: unknown, value: unknown, at: number) => boolean): void => {
    for (const [index, value] of after.entries()) {
      if (origins[index] !== null) continue
      const found = [...free].find((at) => isOrigin(before[at], value, at - index))
      if (found === undefined) continue
      origins[index] = found
      free.delete(found)
    }
  }
  const isAlike = (one: unknown, other: unknown): boolean =>
    isRecord(one) && isRecord(other) && one.type === other.type
  match(isSameValue)
  match((earlier, value, distance) => distance === 0 && isAlike(earlier, value))
  match(isAlike)
  return origins
}

/** A new node with the comments of the old one, and with its quotes. */
function likeBefore(node: Node, old: unknown): Node {
  if (!isNode(old)) return node
  if (old.comment) node.comment = old.comment
  if (old.commentBefore) node.commentBefore = old.commentBefore
  if (old.spaceBefore) node.spaceBefore = old.spaceBefore
  const isText = (each: Node): boolean => isScalar(each) && typeof each.value === 'string'
  if (isText(node) && isText(old) && isScalar(node) && isScalar(old) && old.type) {
    node.type = old.type
  }
  return node
}
