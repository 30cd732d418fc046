/**
 * Draws straight RGBA over pixels, and rounds each channel to the nearest value. On opaque ground,
 * the result is ground + alpha · (colour − ground). On ground with alpha, it is "source over" of
 * the CSS Compositing specification; the result is straight RGBA again.
 */

/**
 * @param overlay pixels of four bytes
 * @param ground pixels of 3 or 4 bytes, or of 6 or 8 bytes with 16 bits per channel
 */
export function composite(
  overlay: usize,
  ground: usize,
  pixelCount: usize,
  bytesPerPixel: usize,
): void {
  const overlayEnd = overlay + (pixelCount << 2)
  if (bytesPerPixel == 3) {
    for (; overlay + 8 <= overlayEnd; overlay += 8, ground += 6) drawTwoOver8(overlay, ground)
  }
  for (; overlay < overlayEnd; overlay += 4, ground += bytesPerPixel) {
    const colour = load<u32>(overlay)
    const alpha = colour >> 24
    if (alpha == 0) continue
    if (bytesPerPixel == 3) drawOver8(colour, alpha, ground)
    else if (bytesPerPixel == 4) drawOver8WithAlpha(colour, alpha, ground)
    else if (bytesPerPixel == 6) drawOver16(colour, alpha, ground)
    else drawOver16WithAlpha(colour, alpha, ground)
  }
}

/** The same as {@link drawOver8} for two pixels. Two bytes after them are read. */
// @ts-ignore: decorator
@inline
function drawTwoOver8(overlay: usize, ground: usize): void {
  if ((load<u64>(overlay) & 0xff000000ff000000) == 0) return
  const colours = v128.load64_zero(overlay)
  const spread = i8x16(0, 1, 2, -1, 3, 4, 5, -1, -1, -1, -1, -1, -1, -1, -1, -1)
  const below = i8x16.swizzle(v128.load64_zero(ground), spread)
  const ofAlpha = i8x16(3, 3, 3, 3, 7, 7, 7, 7, -1, -1, -1, -1, -1, -1, -1, -1)
  const alphas = i16x8.extend_low_i8x16_u(i8x16.swizzle(colours, ofAlpha))
  const share = i16x8.mul(i16x8.extend_low_i8x16_u(colours), alphas)
  const rest = i16x8.mul(i16x8.extend_low_i8x16_u(below), i16x8.sub(i16x8.splat(255), alphas))
  const sum = i16x8.add(i16x8.add(share, rest), i16x8.splat(128))
  const mixed = i16x8.shr_u(i16x8.add(sum, i16x8.shr_u(sum, 8)), 8)
  const together = i8x16(0, 1, 2, 4, 5, 6, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)
  const bytes = i8x16.swizzle(i8x16.narrow_i16x8_u(mixed, mixed), together)
  v128.store32_lane(ground, bytes, 0)
  v128.store16_lane(ground, bytes, 2, 4)
}

// @ts-ignore: decorator
@inline
function drawOver8(colour: u32, alpha: u32, ground: usize): void {
  store<u8>(ground, mix8(colour & 255, load<u8>(ground), alpha))
  store<u8>(ground, mix8((colour >> 8) & 255, load<u8>(ground, 1), alpha), 1)
  store<u8>(ground, mix8((colour >> 16) & 255, load<u8>(ground, 2), alpha), 2)
}

function drawOver8WithAlpha(colour: u32, alpha: u32, ground: usize): void {
  const groundAlpha: u32 = load<u8>(ground, 3)
  if (groundAlpha == 255) {
    drawOver8(colour, alpha, ground)
    return
  }
  const overlayShare = alpha * 255
  const groundShare = groundAlpha * (255 - alpha)
  const share = overlayShare + groundShare
  for (let channel: usize = 0; channel < 3; channel++) {
    const value = (colour >> (<u32>channel << 3)) & 255
    const sum = value * overlayShare + load<u8>(ground + channel) * groundShare
    store<u8>(ground + channel, <u8>((sum + (share >> 1)) / share))
  }
  store<u8>(ground, <u8>((share + 127) / 255), 3)
}

function drawOver16(colour: u32, alpha: u32, ground: usize): void {
  for (let channel: usize = 0; channel < 3; channel++) {
    const place = ground + (channel << 1)
    const value = ((colour >> (<u32>channel << 3)) & 255) * 257
    const sum = value * alpha + <u32>bswap(load<u16>(place)) * (255 - alpha)
    store<u16>(place, bswap(<u16>((sum + 127) / 255)))
  }
}

function drawOver16WithAlpha(colour: u32, alpha: u32, ground: usize): void {
  const groundAlpha: u64 = bswap(load<u16>(ground, 6))
  const overlayShare = <u64>alpha * 65535
  const groundShare = groundAlpha * (255 - alpha)
  const share = overlayShare + groundShare
  for (let channel: usize = 0; channel < 3; channel++) {
    const place = ground + (channel << 1)
    const value: u64 = ((colour >> (<u32>channel << 3)) & 255) * 257
    const sum = value * overlayShare + <u64>bswap(load<u16>(place)) * groundShare
    store<u16>(place, bswap(<u16>((sum + (share >> 1)) / share)))
  }
  store<u16>(ground, bswap(<u16>((share + 127) / 255)), 6)
}

/** @returns the overlay and the ground, mixed with the weights alpha and 255 − alpha */
// @ts-ignore: decorator
@inline
function mix8(overlay: u32, ground: u32, alpha: u32): u8 {
  const sum = overlay * alpha + ground * (255 - alpha) + 128
  // This is exactly the division by 255, for all sums that can occur.
  return <u8>((sum + (sum >> 8)) >> 8)
}
