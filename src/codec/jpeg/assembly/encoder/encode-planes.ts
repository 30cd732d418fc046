/**
 * Converts the planes of a video picture, with chroma at half the size, to the samples of blocks: luma
 * and chroma of JFIF, minus 128, times 16. Both are YCbCr, so the conversion is linear, and no chroma
 * sample is split or averaged.
 */

/**
 * Seven numbers of 16 bits from the host, each times 2^15. With y the stored luma, and b and r the
 * stored chroma less 128, times 128:
 * 16 · luma = 32 · y · [0] + b · [1] + r · [2] + the offset; 16 · Cb = b · [3] + r · [4];
 * 16 · Cr = b · [5] + r · [6].
 */
const WEIGHTS: usize = memory.data(16, 16)

const BLOCK_BYTES: usize = 128
const CHROMA_ZERO: v128 = i16x8.splat(128)
/** What the DCT takes. A video has samples beyond: brighter than white, or of no colour of RGB. */
const LEAST: v128 = i16x8.splat(-2048)
const MOST: v128 = i16x8.splat(2047)

export function encoderWeights(): usize {
  return WEIGHTS
}

// @ts-ignore: decorator
@inline
function weigh(samples: v128, weight: usize): v128 {
  return i16x8.q15mulr_sat_s(samples, v128.load16_splat(WEIGHTS + 2 * weight))
}

/**
 * Converts 16 × 16 pixels to four blocks of luma and one block each of Cb and Cr.
 * @param stride distance from one row of luma to the next; of chroma it is half of that
 * @param offset of luma, times 16
 */
export function convertPlanes(
  luma: usize,
  blue: usize,
  red: usize,
  stride: usize,
  offset: i32,
  blocks: usize,
): void {
  const offsets = i16x8.splat(<i16>offset)
  for (let pair: usize = 0; pair < 8; pair++) {
    const b = chromaRow(blue + pair * (stride >> 1))
    const r = chromaRow(red + pair * (stride >> 1))
    const chroma = blocks + 4 * BLOCK_BYTES + pair * 16
    v128.store(chroma, bound(i16x8.add(weigh(b, 3), weigh(r, 4))))
    v128.store(chroma, bound(i16x8.add(weigh(b, 5), weigh(r, 6))), BLOCK_BYTES)
    // What chroma adds to the luma of its 2 × 2 pixels.
    const added = i16x8.add(i16x8.add(weigh(b, 1), weigh(r, 2)), offsets)
    const left = i8x16.shuffle(added, added, 0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7)
    const right = i8x16.shuffle(
      added, added, 8, 9, 8, 9, 10, 11, 10, 11, 12, 13, 12, 13, 14, 15, 14, 15,
    )
    const target = blocks + (pair >> 2) * 2 * BLOCK_BYTES + (pair & 3) * 32
    const upper = luma + 2 * pair * stride
    lumaRow(upper, left, right, target)
    lumaRow(upper + stride, left, right, target + 16)
  }
}

// @ts-ignore: decorator
@inline
function bound(samples: v128): v128 {
  return i16x8.min_s(i16x8.max_s(samples, LEAST), MOST)
}

// @ts-ignore: decorator
@inline
function chromaRow(place: usize): v128 {
  return i16x8.shl(i16x8.sub(v128.load8x8_u(place), CHROMA_ZERO), 7)
}

/** Sixteen pixels: eight of the left block, and eight of the right one. */
// @ts-ignore: decorator
@inline
function lumaRow(place: usize, left: v128, right: v128, target: usize): void {
  const first = i16x8.shl(v128.load8x8_u(place), 5)
  const second = i16x8.shl(v128.load8x8_u(place, 8), 5)
  v128.store(target, bound(i16x8.add(weigh(first, 0), left)))
  v128.store(target + BLOCK_BYTES, bound(i16x8.add(weigh(second, 0), right)))
}
