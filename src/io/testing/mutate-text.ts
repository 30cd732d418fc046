/** Damage to text files, as their formats are damaged: quotes, line ends, numbers, nesting, encoding. */

import { damageBytes, joined } from './mutations.ts'
import type { Choices } from './mutations.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A damaged copy of a text. */
export type MutateText = (text: string, choices: Choices) => string

const NUMBERS = [
  '-1',
  '1e400',
  '-1e308',
  '1e-400',
  '9007199254740993',
  '9'.repeat(400),
  '0x1F',
  '1,5',
  '.5',
  '5.',
  '+5',
  'inf',
  '1_000',
  '٣',
  '',
]

/** What may happen to any text of lines. */
export function mutateAny(text: string, signs: readonly string[], choices: Choices): string {
  const { below, one } = choices
  const lines = text.split('\n')
  const index = below(lines.length)
  const line = lines[index] ?? ''
  const at = below(text.length + 1)
  const inLine = below(line.length + 1)
  const withLine = (...replaced: string[]): string =>
    [...lines.slice(0, index), ...replaced, ...lines.slice(index + 1)].join('\n')
  const put = (sign: string): string => text.slice(0, at) + sign + text.slice(at)
  return one([
    () => put(one(signs)),
    () => put(one(signs)),
    () => put(one(signs).repeat(1 + below(4))),
    () => withLine(one(signs) + line),
    () => withLine(line + one(signs)),
    () => withLine(line.slice(0, inLine) + line.slice(inLine + 1)),
    () => withLine(line.slice(0, inLine)),
    () => withLine(line.slice(0, inLine), line.slice(inLine)),
    () => withLine(),
    () => withLine(line, line),
    () => withLine(...Array<string>(1 + below(150)).fill(line)),
    () => withLine(line, ''),
    () => swapLines(lines, index, below(lines.length)),
    () => withLine(line + (lines[index + 1] ?? '')),
    () => put(one(['\0', '\0\0\0\0', '\r', '\n', '\r\n', '\u2028', '\u0085', '\uFEFF', '\u00A0'])),
    () => put(one(['\uD800', '\uFFFD', '\u001A', '\u001B[2J', '𝟙', '__proto__', 'constructor'])),
    () => withNumber(text, one(NUMBERS), choices),
    () => withNumber(text, one(NUMBERS), choices),
    () => text.replaceAll('\n', one(['\r\n', '\r'])),
    () => lines.reduce((whole, each) => whole + one(['\n', '\r\n', '\r']) + each),
    () => text.slice(0, at),
    () => text.slice(at),
  ])()
}

function swapLines(lines: readonly string[], a: number, b: number): string {
  const swapped = [...lines]
  ;[swapped[a], swapped[b]] = [swapped[b] ?? '', swapped[a] ?? '']
  return swapped.join('\n')
}

/** One of the numbers becomes another. */
function withNumber(text: string, number: string, { one }: Choices): string {
  const found = [...text.matchAll(/-?\d+(?:\.\d+)?/g)]
  if (found.length === 0) return text + number
  const { index, 0: was } = one(found)
  return text.slice(0, index) + number + text.slice(index + was.length)
}

export const mutateCsv: MutateText = (text, choices) => {
  const { below, one } = choices
  const lines = text.split('\n')
  const index = below(lines.length)
  const cells = (lines[index] ?? '').split(',')
  const cellIndex = below(cells.length)
  const withCell = (...replaced: string[]): string => {
    const row = [...cells.slice(0, cellIndex), ...replaced, ...cells.slice(cellIndex + 1)]
    return [...lines.slice(0, index), row.join(','), ...lines.slice(index + 1)].join('\n')
  }
  const cell = cells[cellIndex] ?? ''
  return one([
    () => mutateAny(text, ['"', '""', ',', ';', '\t', '|', "'", '#', '=', ' '], choices),
    () => mutateAny(text, ['"', '""', ',', ';', '\t', '|', "'", '#', '=', ' '], choices),
    () => withCell(`"${cell}`),
    () => withCell(`${cell}"`),
    () => withCell(`"${cell}"`),
    () => withCell(`"${cell}\n${cell}"`),
    () => withCell(`"${one(['\n', 'a\n', '1\n']).repeat(1 + below(130))}"`),
    () => withCell(cell, cell),
    () => withCell(),
    () => withCell(one(['timestamp_ms', 'frame_index', '__proto__', 'speed', '=1+1', '1'])),
  ])()
}

export const mutateJson: MutateText = (text, choices) => {
  const { below, one } = choices
  const signs = ['"', '{', '}', '[', ']', ':', ',', '\\', '\\"', '\\u', "'", '//', ' ', 'null']
  const objects = [...text.matchAll(/[[{]/g)]
  const at = objects.length > 0 ? one(objects).index : 0
  const put = (insertion: string): string => text.slice(0, at + 1) + insertion + text.slice(at + 1)
  const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
  return one([
    () => mutateAny(text, signs, choices),
    () => mutateAny(text, signs, choices),
    () => mutateAny(text, signs, choices),
    () => put(`"timestamp_ms":${one(NUMBERS)},`),
    () => put(`"__proto__":${one(['1', '{"timestamp_ms":1}', 'null'])},`),
    () => put(`"a":${deep(1 + below(one([5, 150, 20_000])))},`),
    () => put(`${deep(1 + below(200))},`),
    () => put('"a":{"b":'.repeat(below(150))),
    () => text.replaceAll(',', one([',\n', ', ', ',\t', ',,'])),
    () => text.replace(/"(\w+)":/, one(['$1:', "'$1':", '"$1"', '"$1":"$1":'])),
  ])()
}

export const mutateYaml: MutateText = (text, choices) => {
  const { below, one } = choices
  const signs = [
    '"',
    "'",
    ':',
    '- ',
    '#',
    '&a ',
    '*a',
    '{',
    '}',
    '[',
    ']',
    '|',
    '>',
    '%',
    '!',
    '!!',
  ]
  const lines = text.split('\n')
  const index = below(lines.length)
  const line = lines[index] ?? ''
  const withLine = (...replaced: string[]): string =>
    [...lines.slice(0, index), ...replaced, ...lines.slice(index + 1)].join('\n')
  return one([
    () => mutateAny(text, [...signs, '\t', '  ', '---', '...', '? ', ', ', '@', '`'], choices),
    () => mutateAny(text, [...signs, '\t', '  ', '---', '...', '? ', ', ', '@', '`'], choices),
    () => withLine(`  ${line}`),
    () => withLine(line.replace(/^ {1,2}/, '')),
    () => withLine(line.replace(/^ +/, '\t')),
    () => withLine(line.replace(/: .*/, `: ${one(['|', '>', '|-', '', '~', '*a', '!!binary |'])}`)),
    () => withLine(line.replace(': ', ': &a '), line.replace(/: .*/, ': *a')),
    () => withLine(line, `${/^ */.exec(line)?.[0] ?? ''}<<: *a`),
    () => withLine(line, one(['---', '...', '--- |', '%YAML 1.1', '# text', '? - a', '- - - a'])),
    () => `a: &a [x, x, x]\nb: &b [*a, *a, *a]\n${manyAliases(below(12))}${text}`,
    () => withLine(`${line} ${'['.repeat(below(300))}`),
    () => withLine(`${line.replace(/: .*/, ': ')}${'{a: '.repeat(below(150))}`),
    () => withLine(one(['"', "'"]) + line),
  ])()
}

/** Lists of lists: each level has eight times as many entries as the one before it. */
function manyAliases(levelCount: number): string {
  return Array.from({ length: levelCount }, (_, level) => {
    const before = level === 0 ? '*b' : `*c${level - 1}`
    return `c${level}: &c${level} [${Array<string>(8).fill(before).join(', ')}]\n`
  }).join('')
}

/** The bytes of a text in one of the encodings that programs write; a few of them are damaged. */
function encodeText(text: string, choices: Choices): Bytes {
  const { below, one } = choices
  const bytes = one([
    () => Buffer.from(text, 'utf8'),
    () => Buffer.from(text, 'utf8'),
    () => Buffer.from(text, 'utf8'),
    () => Buffer.from(`\uFEFF${text}`, 'utf8'),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    () => Buffer.from(text, 'latin1'),
  ])()
  const whole = joined(bytes)
  return below(6) === 0 ? damageBytes(whole, choices) : whole
}

/** A few mutations of a text, one after another, and its bytes. */
export function damageText(text: string, mutate: MutateText, choices: Choices): Bytes {
  let damaged = text
  for (let count = choices.one([1, 1, 1, 2, 2, 3, 5]); count > 0; count--) {
    damaged = mutate(damaged, choices)
  }
  return encodeText(damaged, choices)
}
