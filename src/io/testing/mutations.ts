/** Damage to bytes: numbers that formats write as sizes and counts, and bytes anywhere. */

/** A copy with bytes changed. */
export type Mutation = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

/** Random choices, from numbers in [0, 1). */
export interface Choices {
  below: (most: number) => number
  one: <Each>(list: readonly Each[]) => Each
}

export function choicesFrom(random: () => number): Choices {
  const below = (most: number): number => Math.floor(random() * most)
  return {
    below,
    one: (list) => {
      const each = list[below(list.length)]
      if (each === undefined) throw new Error('There is nothing to choose from.')
      return each
    },
  }
}

/** What a size or a count may become, given what it is. */
export function wrongNumber(value: number, { below, one }: Choices): number {
  return one([
    0,
    1,
    value + 1,
    value - 1,
    value * 2,
    value >> 1,
    value + 8,
    value - 8,
    below(2 ** 16),
    below(2 ** 32),
    0x7fffffff,
    0x80000000,
    0xffffffff,
    0xfffffff8,
  ])
}

/** A copy with a number of 1, 2 or 4 bytes in another place. */
export function withNumberAt(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  length: 1 | 2 | 4,
  number: number,
  isLittleEndian = false,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  if (at + length > copy.length) return copy
  const view = new DataView(copy.buffer)
  if (length === 4) view.setUint32(at, number, isLittleEndian)
  else if (length === 2) view.setUint16(at, number, isLittleEndian)
  else view.setUint8(at, number)
  return copy
}

/** A few bytes changed, left out, put in, or cut off at the end. */
export function damageBytes(
  bytes: Uint8Array<ArrayBuffer>,
  { below, one }: Choices,
  from = 0,
  to = bytes.length,
): Uint8Array<ArrayBuffer> {
  const at = from + below(Math.max(1, to - from))
  const before = bytes.slice(0, at)
  return one([
    () => joined(before, Uint8Array.of(below(256)), bytes.slice(at + 1)),
    () => joined(before, Uint8Array.of((bytes[at] ?? 0) ^ (1 << below(8))), bytes.slice(at + 1)),
    () => joined(before, bytes.slice(at + 1 + below(20))),
    () =>
      joined(
        before,
        Uint8Array.from({ length: 1 + below(20) }, () => below(256)),
        bytes.slice(at),
      ),
    () => joined(before, new Uint8Array(1 + below(40)), bytes.slice(at)),
    () => before,
  ])()
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
