const ORIENTATION = 0x0112
const SHORT = 3

/**
 * How a viewer must turn the picture, 1 to 8; 1 means as it is stored. Exif 2.32, section 4.6.4.
 * @param tiff the Exif data after `Exif\0\0`
 * @returns 1 if the data have no orientation
 */
export function readOrientation(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (view.byteLength < 8) return 1
  const isLittle = view.getUint16(0) === 0x4949
  const directory = view.getUint32(4, isLittle)
  if (directory + 2 > view.byteLength) return 1
  const count = view.getUint16(directory, isLittle)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + 12 * index
    if (entry + 12 > view.byteLength) return 1
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue
    const value = view.getUint16(entry + 8, isLittle)
    return view.getUint16(entry + 2, isLittle) === SHORT && value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
