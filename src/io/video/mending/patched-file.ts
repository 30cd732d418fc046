/** Bytes that replace as many bytes of a file. */
export interface Patch {
  /** The first byte of the file that is replaced. */
  at: number
  bytes: Uint8Array<ArrayBuffer>
}

/** Makes a box of MP4 free space, which readers skip. */
export function asFreeSpace({ headerAt }: { headerAt: number }): Patch {
  return { at: headerAt + 4, bytes: new TextEncoder().encode('free') }
}

/**
 * The file with some of its bytes replaced. Only the new bytes are held in memory, and the file on
 * the disk stays as it is.
 * @param patches do not overlap; if two have the same place, the later one counts
 * @param end the byte at which the file is cut
 * @param tail bytes to add at the end
 */
export function patchFile(
  file: File,
  patches: readonly Patch[],
  end = file.size,
  tail: Uint8Array<ArrayBuffer> = new Uint8Array(0),
): File {
  if (patches.length === 0 && tail.length === 0 && end === file.size) return file
  const parts: BlobPart[] = []
  let position = 0
  const byPlace = new Map(patches.map(({ at, bytes }) => [at, bytes]))
  for (const [at, bytes] of [...byPlace].sort(([a], [b]) => a - b)) {
    parts.push(file.slice(position, at), bytes)
    position = at + bytes.length
  }
  parts.push(file.slice(position, end), tail)
  return fileOf(file, parts)
}

/**
 * A file of these parts only.
 * @param parts byte ranges, in order
 */
export function joinParts(file: File, parts: readonly (readonly [number, number])[]): File {
  return fileOf(
    file,
    parts.map(([begin, end]) => file.slice(begin, end)),
  )
}

function fileOf({ name, type, lastModified }: File, parts: BlobPart[]): File {
  return new File(parts, name, { type, lastModified })
}

/** A patch of 32-bit numbers, big-endian. Negative numbers are written as two's complement. */
export function patchNumbers(at: number, numbers: readonly number[]): Patch {
  const view = new DataView(new ArrayBuffer(4 * numbers.length))
  numbers.forEach((number, index) => view.setUint32(4 * index, number))
  return { at, bytes: new Uint8Array(view.buffer) }
}
