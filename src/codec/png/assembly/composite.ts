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
