import type { SensorTrack } from '../../index.ts'

type Named = Pick<SensorTrack, 'name' | 'label'>

/** After one of these, a name may be cut. */
const WORD_ENDS = /[\s_./-]+/g

/**
 * How a name begins as another one does, in whole words: the part that may be cut where there is little
 * room. '' if it begins as no other one.
 */
export function sharedStart(name: string, names: readonly string[]): string {
  const others = names.filter((other) => other !== name)
  return [...name.matchAll(WORD_ENDS)]
    .map(({ index, 0: end }) => name.slice(0, index + end.length))
    .filter((start) => start !== name && others.some((other) => other.startsWith(start)))
    .reduce((longest, start) => (start.length > longest.length ? start : longest), '')
}

/** What a log is, `GPS`; its own name where another lane is called the same. */
export function laneTitle(log: Named, logs: readonly Named[]): string {
  return logs.some((other) => other !== log && other.label === log.label) ? log.name : log.label
}
