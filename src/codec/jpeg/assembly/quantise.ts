/** Turns the old coefficients of a block and their change into the symbols to write. */

import { putToken, putValue } from './scan/edits'
import { placeOf, storeZigzag } from './zigzag'

const ZERO_RUN: i32 = 0xf0
/** The largest AC coefficient of an 8-bit picture: ITU-T T.81, section F.1.2. */
const MOST_LEVEL: f32 = 1023
const LEAST_DC: f32 = -1024
/** 1.5 · 2²³ */
const ROUNDING: f32 = 12582912

/** The new coefficients of the block, i16 by columns. */
const changed: usize = memory.data(128, 16)
/** The same as bytes in zigzag order, saturated. */
const ordered: usize = memory.data(64, 16)

/**
 * Quantises a changed block: its quantised coefficients, plus their change times `factors`, rounded
 * to whole steps. All are 64 f32 by columns.
 */
export function quantise(from: usize, change: usize, factors: usize): void {
  const least = f32x4.splat(-MOST_LEVEL)
  let leastLow = f32x4.replace_lane(least, 0, LEAST_DC)
  for (let at: usize = 0; at < 256; at += 32) {
    const low = quantiseFour(from + at, change + at, factors + at, leastLow)
    const high = quantiseFour(from + at + 16, change + at + 16, factors + at + 16, least)
    leastLow = least
    v128.store(changed + (at >> 1), i16x8.narrow_i32x4_s(low, high))
  }
}

// @ts-ignore: decorator
@inline
function quantiseFour(from: usize, change: usize, factors: usize, least: v128): v128 {
  const sum = f32x4.add(v128.load(from), f32x4.mul(v128.load(change), v128.load(factors)))
  const kept = f32x4.pmax(least, f32x4.pmin(f32x4.splat(MOST_LEVEL), sum))
  // Adding so large a number rounds, because its sum has no bits for fractions.
  return i32x4.sub(f32x4.add(kept, f32x4.splat(ROUNDING)), f32x4.splat(ROUNDING))
}

/** The DC coefficient. */
export function quantisedLevel(): i32 {
  return <i32>load<i16>(changed)
}

/** Writes the tokens of the AC coefficients. @returns where the next token goes */
export function putAc(from: usize, slot: i32): usize {
  let token = from
  let left = storeZigzag(changed, ordered) & ~1
  let next = 1
  while (left != 0) {
    const k = <i32>ctz(left)
    let run = k - next
    for (; run > 15; run -= 16) token = putToken(token, slot, ZERO_RUN, 0, 0)
    const small = <i32>load<i8>(ordered + <usize>k)
    const isSmall = small > -128 && small < 127
    const value = isSmall ? small : <i32>load<i16>(changed + (placeOf(k) << 1))
    token = putValue(token, slot, run << 4, value)
    next = k + 1
    left &= left - 1
  }
  return next < 64 ? putToken(token, slot, 0, 0, 0) : token
}
