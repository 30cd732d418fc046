/** Gives bytes to write a file into. What they hold at first is of no meaning. */
export type TakeBytes = (length: number) => Uint8Array<ArrayBuffer>

/** Bytes that nobody had before. */
export const newBytes: TakeBytes = (length) => new Uint8Array(length)

/** The parts, one after the other. */
export function joinBytes(
  parts: readonly Uint8Array[],
  take: TakeBytes = newBytes,
): Uint8Array<ArrayBuffer> {
  const joined = take(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
