/** A generator of 32-bit numbers (mulberry32): the same seed gives the same numbers. */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

type Filler = (bytes: Uint8Array, next: () => number) => void

/** Typical input of compressors, from noise to equal bytes. */
export const KINDS_OF_BYTES: Readonly<Record<string, Filler>> = {
  noise: (bytes, next) => fillEach(bytes, next),
  flat: (bytes) => bytes.fill(77),
  zeros: (bytes) => bytes.fill(0),
  // The filtered rows of a photograph: small numbers of either sign.
  'small differences': (bytes, next) =>
    fillEach(bytes, () => (next() % 7) - (next() % 7) + (next() % 16 ? 0 : next() % 40)),
  'four values': (bytes, next) => fillEach(bytes, () => next() % 4),
  'runs of random length': (bytes, next) => {
    for (let index = 0; index < bytes.length;) {
      const end = index + 1 + (next() % 700)
      bytes.fill(next() % 3 ? next() : 0, index, end)
      index = end
    }
  },
  'copies from afar': (bytes, next) => {
    for (let index = 0; index < bytes.length;) {
      const length = 1 + (next() % 300)
      const distance = 1 + (next() % 40_000)
      for (let copied = 0; copied < length && index < bytes.length; copied++, index++) {
        bytes[index] = next() % 50 && index >= distance ? (bytes[index - distance] ?? 0) : next()
      }
    }
  },
  // If the frequencies are Fibonacci numbers, the Huffman tree is as deep as possible.
  'frequencies that need long codes': (bytes, next) => {
    let [smaller, larger] = [1, 1]
    let index = 0
    for (let value = 0; index < bytes.length; value++) {
      bytes.fill(value * 37, index, index + larger)
      index += larger
      ;[smaller, larger] = [larger, smaller + larger]
    }
    shuffle(bytes, next)
  },
}

function fillEach(bytes: Uint8Array, value: () => number): void {
  for (let index = 0; index < bytes.length; index++) bytes[index] = value()
}

function shuffle(bytes: Uint8Array, next: () => number): void {
  for (let index = bytes.length - 1; index > 0; index--) {
    const other = next() % (index + 1)
    const byte = bytes[index] ?? 0
    bytes[index] = bytes[other] ?? 0
    bytes[other] = byte
  }
}

/** @param kind a key of {@link KINDS_OF_BYTES} */
export function makeBytes(kind: string, length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  KINDS_OF_BYTES[kind]?.(bytes, seededNumbers(seed))
  return bytes
}
