/** Damage to the files of devices, as their formats are damaged: tags, sentences, cues, records. */

import { mutateAny } from './mutate-text.ts'
import type { MutateText } from './mutate-text.ts'
import { damageBytes, joined, withNumberAt, wrongNumber } from './mutations.ts'
import type { Choices } from './mutations.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Something happens at one of the places that a pattern finds. */
function atMatch(
  text: string,
  pattern: RegExp,
  { one }: Choices,
  replace: (found: string) => string,
): string {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const { index, 0: was } = one(found)
  return text.slice(0, index) + replace(was) + text.slice(index + was.length)
}

export const mutateXml: MutateText = (text, choices) => {
  const { below, one } = choices
  const signs = [
    '<',
    '>',
    '/>',
    '</',
    '&',
    '&amp;',
    '&#0;',
    '&#x110000;',
    '"',
    "'",
    '=',
    '<?',
    ']]>',
  ]
  const change = (pattern: RegExp, replace: (found: string) => string): string =>
    atMatch(text, pattern, choices, replace)
  return one([
    () => mutateAny(text, signs, choices),
    () => mutateAny(text, signs, choices),
    () => change(/<\/\w+>/g, () => ''),
    () => change(/<\w+/g, () => ''),
    () => change(/<\w+[^>]*>/g, (tag) => tag + tag),
    () => change(/<\w+/g, (tag) => `<x:${tag.slice(1)}`),
    () => change(/<(?:trkpt|Trackpoint)/g, (tag) => `<!-- ${tag}`),
    () => change(/<(?:trkpt|Trackpoint)/g, (tag) => `<!-- x -->${tag}`),
    () => change(/<(?:trkpt|Trackpoint)/g, (tag) => `<![CDATA[${tag}`),
    () => change(/<\/(?:trkpt|Trackpoint)>/g, (tag) => `${tag} -->`),
    () => change(/\w+="[^"]*"/g, () => one(['', 'lat="1e400"', 'lat=48', 'lat="٣"', 'lon=""'])),
    () => change(/<(?:time|Time)>[^<]*/g, (tag) => tag.slice(0, 6) + one(['', 'now', '0', '2024'])),
    () => change(/<\w+>/g, (tag) => tag + '<a>'.repeat(below(one([5, 3000])))),
    () => `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(below(50))}">]>${text.replace('ele>', 'ele>&b;')}`,
  ])()
}

export const mutateNmea: MutateText = (text, choices) => {
  const { below, one } = choices
  const change = (pattern: RegExp, replace: (found: string) => string): string =>
    atMatch(text, pattern, choices, replace)
  const signs = ['$', '*', ',', ',,', '!', '\\', '$GPRMC', '*00']
  return one([
    () => mutateAny(text, signs, choices),
    () => mutateAny(text, signs, choices),
    () => change(/\*[0-9A-F]{2}/g, () => one(['', '*', '*0', '*ZZ', '*00'])),
    () => change(/\$GP/g, () => one(['$', '$GN', '$gp', '$PX', '!AI'])),
    () => change(/,[AVNEW]/g, () => one([',', ',X', ',S'])),
    () => change(/,\d{6}(?:\.\d+)?/g, () => one([',', ',000000', ',999999', ',240000', ',-00001'])),
    () => change(/\$.*/g, (line) => `${line}${line}`),
    () => change(/\$.*/g, (line) => `${'$'.repeat(below(5))}${line}`),
    () => change(/\$.*/g, (line) => `<134>1 ${line}`),
  ])()
}

export const mutateSubtitles: MutateText = (text, choices) => {
  const { below, one } = choices
  const change = (pattern: RegExp, replace: (found: string) => string): string =>
    atMatch(text, pattern, choices, replace)
  const signs = ['-->', ':', ',', '[', ']', '(', ')', '<font>', '</font>', '\n\n', ' : ']
  return one([
    () => mutateAny(text, signs, choices),
    () => mutateAny(text, signs, choices),
    () => change(/-->/g, () => one(['->', '', '--->', '-->-->'])),
    () => change(/\d\d:\d\d:\d\d,\d{3}/g, () => one(['', '99:99:99,999', '00:00:00.5', '0:0:0'])),
    () => change(/\n\n/g, () => one(['\n', '\n \n', '\n\n\n', ''])),
    () => change(/^\d+$/gm, (line) => one(['', `${line}\n${line}`, '-1', 'x'])),
    () => change(/\[[^\]]*\]/g, (part) => part.repeat(below(5))),
    () => change(/: [-\d.]+/g, () => one([': ', ': nan', ': 1e400', ': -', ': 1/0'])),
  ])()
}

/** Where the parts of a file begin: in each, sizes and counts may be wrong. */
interface Part {
  start: number
  end: number
}

/** @param parts at least one; @param fix makes what a damaged file must have right, such as a checksum */
export function mutateParts(
  bytes: Bytes,
  parts: readonly Part[],
  choices: Choices,
  fix: (bytes: Bytes) => Bytes,
): Bytes {
  const { below, one } = choices
  const part = one(parts)
  const { start, end } = part
  const at = start + below(Math.max(1, end - start))
  const view = new DataView(bytes.buffer)
  const wide = at + 4 <= bytes.length ? view.getUint32(at, true) : 0
  const damaged = one([
    () => damageBytes(bytes, choices, start, end),
    () => damageBytes(bytes, choices, start, Math.min(end, start + 12)),
    () => damageBytes(bytes, choices),
    () => withNumberAt(bytes, start + below(12), 1, below(256)),
    () => withNumberAt(bytes, at, 1, below(256)),
    () => withNumberAt(bytes, at, 4, wrongNumber(wide, choices), true),
    () => withNumberAt(bytes, start + 1, 4, wrongNumber(wide, choices), true),
    () => joined(bytes.slice(0, start), bytes.slice(end)),
    () => joined(bytes.slice(0, end), bytes.slice(start, end), bytes.slice(end)),
    () => bytes.slice(0, at),
  ])()
  return one([() => damaged, () => fix(damaged), () => fix(damaged)])()
}
