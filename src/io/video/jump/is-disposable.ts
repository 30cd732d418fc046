/** Types of NAL units that hold a slice of a picture, see ITU-T H.264, table 7-1. */
const [SLICE, KEY_SLICE] = [1, 5]

/**
 * Whether no other picture of an H.264 video is predicted from this one: all its slices have
 * `nal_ref_idc` 0. Such a picture need not be decoded to decode others.
 * @param lengthBytes how many bytes before each NAL unit tell its length; null: start codes lie between
 * them, as in MPEG-TS
 */
export function isDisposable(data: Uint8Array, lengthBytes: number | null): boolean {
  let hasSlice = false
  for (const at of lengthBytes === null ? afterStartCodes(data) : afterLengths(data, lengthBytes)) {
    const header = data[at] ?? 0
    const type = header & 31
    if (type < SLICE || type > KEY_SLICE) continue
    if ((header >> 5) % 4 !== 0) return false
    hasSlice = true
  }
  return hasSlice
}

function* afterLengths(data: Uint8Array, lengthBytes: number): Generator<number> {
  for (let at = 0; at + lengthBytes < data.length;) {
    let length = 0
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (data[at + byte] ?? 0)
    yield at + lengthBytes
    at += lengthBytes + length
  }
}

function* afterStartCodes(data: Uint8Array): Generator<number> {
  for (let at = data.indexOf(1, 2); at >= 0; at = data.indexOf(1, at + 1)) {
    if (data[at - 1] === 0 && data[at - 2] === 0 && at + 1 < data.length) yield at + 1
  }
}
