/**
 * The forward DCT of Arai, Agui and Nakajima, in 16 bits on eight columns at once, and quantisation.
 * Each output is a coefficient times a factor, which the divisors take into account.
 *
 * No sum overflows: samples are within ±2048, and a pass makes them at most 10.06 times as large.
 * Between the passes, each row is multiplied by its own factor, so that the largest possible value
 * is ±3200 in every row. Without this, the rows of high frequencies would be small and lose more by
 * rounding.
 */

import { storeZigzag } from '../zigzag'

const COS_2_16_SQRT_HALF: v128 = i16x8.splat(17734)
const COS_6_16: v128 = i16x8.splat(12540)
const SQRT_HALF: v128 = i16x8.splat(23170)
/** The cosine that is above 1, minus 1. */
const COS_REST: v128 = i16x8.splat(10045)

/**
 * Transforms a block and quantises it, in place. The result is stored by columns: the coefficient of
 * row v and column u is the 16-bit number 8 · u + v.
 * @param divisors eight vectors of factors 2^15 · 2^shift ÷ divisor, then eight of 2^(15 − shift)
 * @param zigzag 64 bytes, which get the coefficients in zigzag order, saturated to 8 bits
 * @returns a bit for each coefficient in zigzag order, set if the coefficient is not 0
 */
export function transformBlock(block: usize, divisors: usize, zigzag: usize): u64 {
  transformColumns(block)
  transposeScaled(block)
  transformColumns(block)
  for (let at: usize = 0; at < 128; at += 16) {
    const scaled = i16x8.q15mulr_sat_s(v128.load(block + at), v128.load(divisors + at))
    v128.store(block + at, i16x8.q15mulr_sat_s(scaled, v128.load(divisors + at, 128)))
  }
  return storeZigzag(block, zigzag)
}

// @ts-ignore: decorator
@inline
function transformColumns(block: usize): void {
  const d0 = v128.load(block)
  const d1 = v128.load(block, 16)
  const d2 = v128.load(block, 32)
  const d3 = v128.load(block, 48)
  const d4 = v128.load(block, 64)
  const d5 = v128.load(block, 80)
  const d6 = v128.load(block, 96)
  const d7 = v128.load(block, 112)
  const sum07 = i16x8.add(d0, d7)
  const sum16 = i16x8.add(d1, d6)
  const sum25 = i16x8.add(d2, d5)
  const sum34 = i16x8.add(d3, d4)
  const outer = i16x8.add(sum07, sum34)
  const inner = i16x8.add(sum16, sum25)
  v128.store(block, i16x8.add(outer, inner))
  v128.store(block, i16x8.sub(outer, inner), 64)
  const outerGap = i16x8.sub(sum07, sum34)
  const gaps = i16x8.add(i16x8.sub(sum16, sum25), outerGap)
  const turned = i16x8.q15mulr_sat_s(gaps, SQRT_HALF)
  v128.store(block, i16x8.add(outerGap, turned), 32)
  v128.store(block, i16x8.sub(outerGap, turned), 96)

  const gap07 = i16x8.sub(d0, d7)
  const gap16 = i16x8.sub(d1, d6)
  const gap25 = i16x8.sub(d2, d5)
  const gap34 = i16x8.sub(d3, d4)
  const low = i16x8.add(gap34, gap25)
  const middle = i16x8.q15mulr_sat_s(i16x8.add(gap25, gap16), SQRT_HALF)
  const high = i16x8.add(gap16, gap07)
  const shared = i16x8.q15mulr_sat_s(i16x8.sub(low, high), COS_6_16)
  const lowTurned = i16x8.add(i16x8.q15mulr_sat_s(low, COS_2_16_SQRT_HALF), shared)
  const highRest = i16x8.add(i16x8.q15mulr_sat_s(high, COS_REST), high)
  const highTurned = i16x8.add(highRest, shared)
  const above = i16x8.add(gap07, middle)
  const below = i16x8.sub(gap07, middle)
  v128.store(block, i16x8.add(above, highTurned), 16)
  v128.store(block, i16x8.sub(below, lowTurned), 48)
  v128.store(block, i16x8.add(below, lowTurned), 80)
  v128.store(block, i16x8.sub(above, highTurned), 112)
}

/** Interleaves the lower halves of two vectors, by lanes of 16 bits. */
// @ts-ignore: decorator
@inline
function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

// @ts-ignore: decorator
@inline
function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}

/**
 * Multiplies the rows by their factors, and transposes: interleaves rows that are four apart, three
 * times.
 */
// @ts-ignore: decorator
@inline
function transposeScaled(block: usize): void {
  const a0 = i16x8.q15mulr_sat_s(v128.load(block), i16x8.splat(6400))
  const a1 = i16x8.q15mulr_sat_s(v128.load(block, 16), i16x8.splat(5092))
  const a2 = i16x8.q15mulr_sat_s(v128.load(block, 32), i16x8.splat(5301))
  const a3 = i16x8.q15mulr_sat_s(v128.load(block, 48), i16x8.splat(6006))
  const a4 = i16x8.q15mulr_sat_s(v128.load(block, 64), i16x8.splat(6400))
  const a5 = i16x8.q15mulr_sat_s(v128.load(block, 80), i16x8.splat(8989))
  const a6 = i16x8.q15mulr_sat_s(v128.load(block, 96), i16x8.splat(12799))
  const a7 = i16x8.q15mulr_sat_s(v128.load(block, 112), i16x8.splat(25599))
  const b0 = zipLow(a0, a4)
  const b1 = zipHigh(a0, a4)
  const b2 = zipLow(a1, a5)
  const b3 = zipHigh(a1, a5)
  const b4 = zipLow(a2, a6)
  const b5 = zipHigh(a2, a6)
  const b6 = zipLow(a3, a7)
  const b7 = zipHigh(a3, a7)
  const c0 = zipLow(b0, b4)
  const c1 = zipHigh(b0, b4)
  const c2 = zipLow(b1, b5)
  const c3 = zipHigh(b1, b5)
  const c4 = zipLow(b2, b6)
  const c5 = zipHigh(b2, b6)
  const c6 = zipLow(b3, b7)
  const c7 = zipHigh(b3, b7)
  v128.store(block, zipLow(c0, c4))
  v128.store(block, zipHigh(c0, c4), 16)
  v128.store(block, zipLow(c1, c5), 32)
  v128.store(block, zipHigh(c1, c5), 48)
  v128.store(block, zipLow(c2, c6), 64)
  v128.store(block, zipHigh(c2, c6), 80)
  v128.store(block, zipLow(c3, c7), 96)
  v128.store(block, zipHigh(c3, c7), 112)
}
