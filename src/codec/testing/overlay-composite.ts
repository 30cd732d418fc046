/** The exact result of drawing patches on pixels, computed from the definition. */

import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { seededNumbers } from './kinds-of-bytes.ts'

/**
 * @param rows straight RGB or RGBA, 8 or 16 bits with the high byte first
 * @param bytesPerPixel 3 or 4 with 8 bits, 6 or 8 with 16
 */
export function compositeRows(
  rows: Uint8Array,
  widthPx: number,
  bytesPerPixel: number,
  patches: readonly OverlayPatch[],
): Uint8Array {
  const result = rows.slice()
  for (const patch of patches) {
    for (let pixel = 0; pixel < patch.width * patch.height; pixel++) {
      const x = patch.x + (pixel % patch.width)
      const y = patch.y + Math.floor(pixel / patch.width)
      const ground = result.subarray((y * widthPx + x) * bytesPerPixel).subarray(0, bytesPerPixel)
      drawPixel(patch.rgba.subarray(pixel * 4, pixel * 4 + 4), ground)
    }
  }
  return result
}

function drawPixel(overlay: Uint8ClampedArray, ground: Uint8Array): void {
  const is16 = ground.length > 4
  const full = is16 ? 65535n : 255n
  const channelCount = is16 ? ground.length / 2 : ground.length
  const read = (channel: number) =>
    BigInt(
      is16
        ? ((ground[channel * 2] ?? 0) << 8) | (ground[channel * 2 + 1] ?? 0)
        : (ground[channel] ?? 0),
    )
  const write = (channel: number, value: bigint) => {
    if (is16) ground.set([Number(value >> 8n), Number(value & 255n)], channel * 2)
    else ground[channel] = Number(value)
  }
  const overlayAlpha = BigInt(overlay[3] ?? 0) * (full / 255n)
  if (overlayAlpha === 0n) return
  const groundAlpha = channelCount === 4 ? read(3) : full
  // Weights whose unit is `full` squared.
  const overlayShare = overlayAlpha * full
  const groundShare = groundAlpha * (full - overlayAlpha)
  const share = overlayShare + groundShare
  for (let channel = 0; channel < 3; channel++) {
    const colour = BigInt(overlay[channel] ?? 0) * (full / 255n)
    write(channel, roundedQuotient(colour * overlayShare + read(channel) * groundShare, share))
  }
  if (channelCount === 4) write(3, roundedQuotient(share, full))
}

function roundedQuotient(value: bigint, divisor: bigint): bigint {
  return (2n * value + divisor) / (2n * divisor)
}

/** A patch of shapes and single pixels on transparent ground, with every kind of alpha. */
export function makePatch(
  x: number,
  y: number,
  width: number,
  height: number,
  seed: number,
): OverlayPatch {
  const next = seededNumbers(seed)
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const isInPanel = (pixel % width) % 40 > 8 && Math.floor(pixel / width) % 30 > 6
    const kind = next() % 16
    if (isInPanel) rgba.set([40, 44, 48, 178], pixel * 4)
    if (kind === 0) rgba.set([255, 255, 255, 255], pixel * 4)
    if (kind === 1)
      rgba.set(
        [next(), next(), next(), next()].map((value) => value & 255),
        pixel * 4,
      )
    if (kind === 2) rgba.fill(0, pixel * 4, pixel * 4 + 4)
  }
  return { x, y, width, height, rgba }
}
