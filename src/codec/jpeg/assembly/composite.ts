/**
 * The changes of the overlay in a tile of 8 × 8 pixels, for each component. Where the overlay is
 * drawn, a change is the sample of the mixed colour minus the old sample. Elsewhere it is 0.
 */

/** The chroma changes of each pixel, in rows of 8 f32. */
export const cbOfPixels: usize = memory.data(256, 16)
export const crOfPixels: usize = memory.data(256, 16)

// ITU-R BT.601, as JFIF uses it.
const RED_OF_CR: f32 = 1.402
const GREEN_OF_CB: f32 = -0.344136286
const GREEN_OF_CR: f32 = -0.714136286
const BLUE_OF_CB: f32 = 1.772
const Y_OF_RED: f32 = 0.299
const Y_OF_GREEN: f32 = 0.587
const Y_OF_BLUE: f32 = 0.114

// @ts-ignore: decorator
@inline
function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor))
}

// @ts-ignore: decorator
@inline
function channel(pixels: v128, shift: i32): v128 {
  return f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(pixels, shift), i32x4.splat(255)))
}

// @ts-ignore: decorator
@inline
function clamp(value: v128, least: f32, most: f32): v128 {
  return f32x4.pmin(f32x4.splat(most), f32x4.pmax(f32x4.splat(least), value))
}

/** Mixes the overlay's colour with the colour that a viewer sees below it. */
// @ts-ignore: decorator
@inline
function mix(below: v128, colour: v128, alpha: v128): v128 {
  const seen = clamp(below, 0, 255)
  return f32x4.add(seen, f32x4.mul(alpha, f32x4.sub(colour, seen)))
}

/** The samples of 4 neighbouring pixels; each sample covers `1 << log` pixels. */
// @ts-ignore: decorator
@inline
function spread(samples: usize, column: usize, log: i32): v128 {
  const at = samples + ((column >> <usize>log) << 2)
  if (log == 0) return v128.load(at)
  if (log == 1) {
    const pair = v128.load64_splat(at)
    return i32x4.shuffle(pair, pair, 0, 0, 1, 1)
  }
  return v128.load32_splat(at)
}

/**
 * @param pixels RGBA of the overlay
 * @param luma samples of the tile, minus 128; the changes are written to `lumaChange`
 * @param cb, cr first sample of the tile in its block, rows of 32 bytes; the changes are written to
 * {@link cbOfPixels} and {@link crOfPixels}, one for each pixel
 */
export function compositeColour(
  pixels: usize,
  luma: usize,
  lumaChange: usize,
  cb: usize,
  cr: usize,
  acrossLog: i32,
  downLog: i32,
): void {
  for (let row: usize = 0; row < 8; row++) {
    const chroma = (row >> <usize>downLog) << 5
    for (let column: usize = 0; column < 8; column += 4) {
      const at = (row << 5) + (column << 2)
      const overlay = v128.load(pixels + at)
      const opacity = i32x4.shr_u(overlay, 24)
      if (!v128.any_true(opacity)) {
        v128.store(lumaChange + at, f32x4.splat(0))
        v128.store(cbOfPixels + at, f32x4.splat(0))
        v128.store(crOfPixels + at, f32x4.splat(0))
        continue
      }
      const alpha = times(f32x4.convert_i32x4_s(opacity), 1.0 / 255)
      const y = f32x4.add(v128.load(luma + at), f32x4.splat(128))
      const blueness = spread(cb + chroma, column, acrossLog)
      const redness = spread(cr + chroma, column, acrossLog)
      // Decoders clamp the samples too.
      const seenY = clamp(y, 0, 255)
      const seenCb = clamp(blueness, -128, 127)
      const seenCr = clamp(redness, -128, 127)
      const greenOfBoth = f32x4.add(times(seenCb, GREEN_OF_CB), times(seenCr, GREEN_OF_CR))

      const below = f32x4.add(seenY, times(seenCr, RED_OF_CR))
      const red = mix(below, channel(overlay, 0), alpha)
      const green = mix(f32x4.add(seenY, greenOfBoth), channel(overlay, 8), alpha)
      const blue = mix(f32x4.add(seenY, times(seenCb, BLUE_OF_CB)), channel(overlay, 16), alpha)

      const redAndBlue = f32x4.add(times(red, Y_OF_RED), times(blue, Y_OF_BLUE))
      const newY = f32x4.add(redAndBlue, times(green, Y_OF_GREEN))
      const newCb = times(f32x4.sub(blue, newY), 1.0 / BLUE_OF_CB)
      const newCr = times(f32x4.sub(red, newY), 1.0 / RED_OF_CR)
      const isDrawn = i32x4.ne(opacity, i32x4.splat(0))
      v128.store(lumaChange + at, v128.and(f32x4.sub(newY, y), isDrawn))
      v128.store(cbOfPixels + at, v128.and(f32x4.sub(newCb, blueness), isDrawn))
      v128.store(crOfPixels + at, v128.and(f32x4.sub(newCr, redness), isDrawn))
    }
  }
}

/** The same for a frame with luma only. */
export function compositeGrey(pixels: usize, luma: usize, lumaChange: usize): void {
  for (let at: usize = 0; at < 256; at += 16) {
    const overlay = v128.load(pixels + at)
    const opacity = i32x4.shr_u(overlay, 24)
    const alpha = times(f32x4.convert_i32x4_s(opacity), 1.0 / 255)
    const y = f32x4.add(v128.load(luma + at), f32x4.splat(128))
    let colour = times(channel(overlay, 0), Y_OF_RED)
    colour = f32x4.add(colour, times(channel(overlay, 8), Y_OF_GREEN))
    colour = f32x4.add(colour, times(channel(overlay, 16), Y_OF_BLUE))
    const isDrawn = i32x4.ne(opacity, i32x4.splat(0))
    const mixed = mix(y, colour, alpha)
    v128.store(lumaChange + at, v128.and(f32x4.sub(mixed, y), isDrawn))
  }
}

/** Averages the pixels that each sample covers; `to` has rows of 32 bytes. */
export function averagePixels(from: usize, to: usize, acrossLog: i32, downLog: i32): void {
  const share: f32 = 1 / <f32>(1 << (acrossLog + downLog))
  for (let row = 0; row < 8; row += 1 << downLog) {
    let left = v128.load(from)
    let right = v128.load(from, 16)
    from += 32
    for (let more = 1; more < 1 << downLog; more++) {
      left = f32x4.add(left, v128.load(from))
      right = f32x4.add(right, v128.load(from, 16))
      from += 32
    }
    if (acrossLog == 0) {
      v128.store(to, times(left, share))
      v128.store(to, times(right, share), 16)
    } else {
      let sums = addNeighbours(left, right)
      if (acrossLog == 1) {
        v128.store(to, times(sums, share))
      } else {
        sums = addNeighbours(sums, sums)
        v128.store64_lane(to, times(sums, share), 0)
      }
    }
    to += 32
  }
}

// @ts-ignore: decorator
@inline
function addNeighbours(left: v128, right: v128): v128 {
  return f32x4.add(
    i32x4.shuffle(left, right, 0, 2, 4, 6),
    i32x4.shuffle(left, right, 1, 3, 5, 7),
  )
}

/**
 * Repeats the last change beyond the picture's edge, because a jump inside the block would cost
 * bits.
 */
export function extendChange(block: usize, columns: i32, rows: i32): void {
  for (let row = 0; row < min(rows, 8); row++) {
    const last = load<f32>(block + (<usize>(row * 8 + columns - 1) << 2))
    for (let column = columns; column < 8; column++) {
      store<f32>(block + (<usize>(row * 8 + column) << 2), last)
    }
  }
  for (let row = rows; row < 8; row++) {
    memory.copy(block + (<usize>row << 5), block + (<usize>(rows - 1) << 5), 32)
  }
}
