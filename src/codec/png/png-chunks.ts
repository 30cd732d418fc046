/** A chunk of a PNG file: PNG specification, section 5.3. Offsets are bytes from the file's start. */
export interface PngChunk {
  name: string
  /** Where its length field begins. */
  start: number
  /** Where its data begin. */
  dataStart: number
  /** The end of its data, where its CRC begins. */
  dataEnd: number
  /** The end of its CRC. */
  end: number
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const LENGTH_AND_NAME = 8
const CRC_LENGTH = 4

export function hasPngSignature(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte)
}

/** Reads the complete chunks, up to IEND. */
export function* readPngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = SIGNATURE.length
  // A file may have thousands of chunks with the same name.
  let name = ''
  let nameCode = -1
  while (start + LENGTH_AND_NAME + CRC_LENGTH <= bytes.length) {
    const dataStart = start + LENGTH_AND_NAME
    const dataEnd = dataStart + view.getUint32(start)
    const end = dataEnd + CRC_LENGTH
    if (end > bytes.length) return
    const code = view.getUint32(start + 4)
    if (code !== nameCode) name = String.fromCharCode(...bytes.subarray(start + 4, dataStart))
    nameCode = code
    yield { name, start, dataStart, dataEnd, end }
    if (name === 'IEND') return
    start = end
  }
}
