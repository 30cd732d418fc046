import { formatCount, formatQuantity } from '../../core/text/format-count.ts'

/** Where the data of a scan lie, in bytes of the file. */
interface ScanPlace {
  start: number
  end: number
}

const FILL = 0xff
const TEMPORARY = 0x01
const FIRST_RESTART = 0xd0
const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
const DEFINE_RESTART = 0xdd

/**
 * What the markers of a JPEG file tell of damage inside it, though decoders draw it: bytes that belong
 * to nothing, and restart markers that are out of order. The data between markers are not decoded.
 * @param known a scan that was read before, and is passed over here
 * @returns a clause about the file, as "it has 3 bytes too many before the marker at byte 90"; null
 *   where nothing is wrong, or where the file ends too early
 */
export function findMarkerFault(bytes: Uint8Array, known: ScanPlace | null): string | null {
  let restartInterval = 0
  for (let at = 2; ;) {
    const markerAt = findMarker(bytes, at)
    const marker = bytes[markerAt + 1]
    if (marker === undefined) return null
    const strayCount = countStray(bytes, at, markerAt)
    if (strayCount > 0)
      return describeStray(strayCount, `before the marker at byte ${formatCount(markerAt)}`)
    if (marker === END_OF_IMAGE) return null
    if (hasNoLength(marker)) {
      at = markerAt + 2
      continue
    }
    const end = markerAt + 2 + (((bytes[markerAt + 2] ?? 0) << 8) | (bytes[markerAt + 3] ?? 0))
    if (end < markerAt + 4) return null
    at = end
    if (marker === DEFINE_RESTART) {
      restartInterval = ((bytes[markerAt + 4] ?? 0) << 8) | (bytes[markerAt + 5] ?? 0)
    }
    if (marker !== START_OF_SCAN) continue
    if (known?.start === end) at = known.end
    else {
      const scan = readScan(bytes, end, restartInterval > 0)
      if (scan.fault !== null) return scan.fault
      at = scan.end
    }
  }
}

/** @param place as "before the marker at byte 90" */
export function describeStray(count: number, place: string): string {
  return `it has ${formatQuantity(count, 'byte')} too many ${place}`
}

/** Where the next marker is; where there is none, the end of the file. */
function findMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(FILL, from); at >= 0; at = bytes.indexOf(FILL, at)) {
    while (bytes[at + 1] === FILL) at++
    if (bytes[at + 1] !== 0) return at
    at += 2
  }
  return bytes.length
}

/** Bytes before a marker that do not fill. ITU-T T.81, section B.1.1.2. */
function countStray(bytes: Uint8Array, from: number, markerAt: number): number {
  let end = markerAt
  while (end > from && bytes[end - 1] === FILL) end--
  return end - from
}

function hasNoLength(marker: number): boolean {
  return marker === TEMPORARY || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE)
}

/** Up to the marker that ends the scan. ITU-T T.81, section B.2.1. */
function readScan(
  bytes: Uint8Array,
  start: number,
  hasRestarts: boolean,
): { end: number; fault: string | null } {
  let expected = 0
  for (let at = start; ;) {
    const markerAt = findMarker(bytes, at)
    const marker = bytes[markerAt + 1] ?? END_OF_IMAGE
    const number = marker - FIRST_RESTART
    if (number < 0 || number > 7) return { end: markerAt, fault: null }
    if (!hasRestarts) {
      return {
        end: markerAt,
        fault: `it has a restart marker at byte ${formatCount(markerAt)}, and declares none`,
      }
    }
    if (number !== expected) {
      return {
        end: markerAt,
        fault: `its restart marker at byte ${formatCount(markerAt)} has the number ${number}, and ${expected} is next`,
      }
    }
    expected = (expected + 1) & 7
    at = markerAt + 2
  }
}
