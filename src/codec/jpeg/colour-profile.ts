/** Colourants of sRGB, adapted to D50 as in profiles: X, Y, Z of red, green and blue. */
const SRGB_COLOURANTS: Readonly<Record<string, readonly number[]>> = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
}
/** An invisible difference. Profiles called sRGB differ from each other by this much. */
const COLOURANT_TOLERANCE = 0.003
const CURVE_TOLERANCE = 0.006
const HEADER_BYTES = 128

/**
 * Whether the colours of an ICC profile are those of sRGB. ICC.1:2022.
 * @param parts payloads of the APP2 segments after `ICC_PROFILE\0`: number, count, data
 */
export function readColourProfile(parts: readonly Uint8Array[]): 'absent' | 'sRGB' | 'other' {
  if (parts.length === 0) return 'absent'
  const sorted = parts.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
  const profile = Uint8Array.from(sorted.flatMap((part) => [...part.subarray(2)]))
  const tags = readTags(profile)
  const isSrgb =
    Object.entries(SRGB_COLOURANTS).every(([name, xyz]) => isColourant(tags.get(name), xyz)) &&
    ['rTRC', 'gTRC', 'bTRC'].every((name) => isSrgbCurve(tags.get(name)))
  return isSrgb ? 'sRGB' : 'other'
}

/** The data of each tag. ICC.1:2022, section 7.3. */
function readTags(profile: Uint8Array): Map<string, DataView> {
  const view = new DataView(profile.buffer)
  const tags = new Map<string, DataView>()
  if (profile.length < HEADER_BYTES + 4) return tags
  const count = view.getUint32(HEADER_BYTES)
  for (let index = 0; index < count; index++) {
    const entry = HEADER_BYTES + 4 + 12 * index
    if (entry + 12 > profile.length) break
    const name = String.fromCharCode(...profile.subarray(entry, entry + 4))
    const offset = view.getUint32(entry + 4)
    const length = view.getUint32(entry + 8)
    if (offset + length <= profile.length)
      tags.set(name, new DataView(profile.buffer, offset, length))
  }
  return tags
}

const fixed = (tag: DataView, at: number): number => tag.getInt32(at) / 65536

function isColourant(tag: DataView | undefined, xyz: readonly number[]): boolean {
  if (!tag || tag.byteLength < 20) return false
  return xyz.every(
    (value, axis) => Math.abs(fixed(tag, 8 + 4 * axis) - value) < COLOURANT_TOLERANCE,
  )
}

/** Whether the curve has the values of IEC 61966-2-1 at four places. */
function isSrgbCurve(tag: DataView | undefined): boolean {
  const curve = tag && readCurve(tag)
  if (!curve) return false
  return [0.02, 0.2, 0.5, 0.8].every(
    (value) => Math.abs(curve(value) - srgbToLinear(value)) < CURVE_TOLERANCE,
  )
}

const srgbToLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4

/**
 * The numbers of each type of parametric curve that can have the shape of sRGB's curve. Chromium
 * writes type 4, most other programs type 3.
 */
const SRGB_LIKE_NUMBERS: Partial<Record<number, number>> = { 3: 5, 4: 7 }

/** Sections 10.6 and 10.18. */
function readCurve(tag: DataView): ((value: number) => number) | null {
  if (tag.byteLength < 12) return null
  const type = String.fromCharCode(...[0, 1, 2, 3].map((index) => tag.getUint8(index)))
  if (type === 'curv') {
    const count = tag.getUint32(8)
    if (count < 2 || tag.byteLength < 12 + 2 * count) return null
    return (value) => {
      const place = value * (count - 1)
      const index = Math.min(Math.floor(place), count - 2)
      const low = tag.getUint16(12 + 2 * index)
      const high = tag.getUint16(14 + 2 * index)
      return (low + (high - low) * (place - index)) / 65535
    }
  }
  const numberCount = type === 'para' ? SRGB_LIKE_NUMBERS[tag.getUint16(8)] : undefined
  if (numberCount === undefined || tag.byteLength < 12 + 4 * numberCount) return null
  const numbers = Array.from({ length: numberCount }, (_, index) => fixed(tag, 12 + 4 * index))
  const [gamma = 0, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers
  return (value) => (value >= d ? (a * value + b) ** gamma + e : c * value + f)
}
