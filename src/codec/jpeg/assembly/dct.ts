/**
 * The DCT of 8 × 8 samples in floating point, after Arai, Agui and Nakajima. Its scale factors are
 * part of the quantisation tables. Coefficients are stored by columns, so one transposition between
 * the two passes is enough.
 */

import { placeOf } from './zigzag'

/** For each component: 64 factors, by columns. */
const dequantisation: usize = memory.data(3 * 256, 16)
const quantisation: usize = memory.data(3 * 256, 16)

/** cos(k · π / 16) · √2, and 1 for k = 0. */
const scales: usize = memory.data<f64>([
  1.0, 1.387039845322148, 1.306562964876377, 1.175875602419359, 1.0, 0.785694958387102,
  0.541196100146197, 0.275899379282943,
])

/** @param table 64 steps of 16 bits, in zigzag order */
export function setQuantisation(component: i32, table: usize): void {
  for (let index = 0; index < 64; index++) {
    const place = placeOf(index)
    const scale =
      load<f64>(scales + ((place >> 3) << 3)) * load<f64>(scales + ((place & 7) << 3))
    const step = <f64>load<u16>(table + (<usize>index << 1))
    const at = (<usize>component << 8) + (place << 2)
    store<f32>(dequantisation + at, <f32>((step * scale) / 8))
    store<f32>(quantisation + at, <f32>(1 / (step * scale * 8)))
  }
}

/** The factors that turn a transformed block into quantised coefficients. */
// @ts-ignore: decorator
@inline
export function quantisationOf(component: i32): usize {
  return quantisation + (<usize>component << 8)
}

// @ts-ignore: decorator
@inline
export function dequantisationOf(component: i32): usize {
  return dequantisation + (<usize>component << 8)
}

// @ts-ignore: decorator
@inline
function plus(a: v128, b: v128): v128 {
  return f32x4.add(a, b)
}

// @ts-ignore: decorator
@inline
function minus(a: v128, b: v128): v128 {
  return f32x4.sub(a, b)
}

// @ts-ignore: decorator
@inline
function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor))
}

/** The inverse DCT of four columns at `at`, half of a block; rows of 32 bytes. */
function invertColumns(at: usize): void {
  const in0 = v128.load(at)
  const in1 = v128.load(at, 32)
  const in2 = v128.load(at, 64)
  const in3 = v128.load(at, 96)
  const in4 = v128.load(at, 128)
  const in5 = v128.load(at, 160)
  const in6 = v128.load(at, 192)
  const in7 = v128.load(at, 224)

  const e10 = plus(in0, in4)
  const e11 = minus(in0, in4)
  const e13 = plus(in2, in6)
  const e12 = minus(times(minus(in2, in6), 1.414213562), e13)
  const e0 = plus(e10, e13)
  const e3 = minus(e10, e13)
  const e1 = plus(e11, e12)
  const e2 = minus(e11, e12)

  const z13 = plus(in5, in3)
  const z10 = minus(in5, in3)
  const z11 = plus(in1, in7)
  const z12 = minus(in1, in7)
  const o7 = plus(z11, z13)
  const o11 = times(minus(z11, z13), 1.414213562)
  const z5 = times(plus(z10, z12), 1.847759065)
  const o10 = minus(z5, times(z12, 1.0823922))
  const o12 = minus(z5, times(z10, 2.61312593))
  const o6 = minus(o12, o7)
  const o5 = minus(o11, o6)
  const o4 = minus(o10, o5)

  v128.store(at, plus(e0, o7))
  v128.store(at, plus(e1, o6), 32)
  v128.store(at, plus(e2, o5), 64)
  v128.store(at, plus(e3, o4), 96)
  v128.store(at, minus(e3, o4), 128)
  v128.store(at, minus(e2, o5), 160)
  v128.store(at, minus(e1, o6), 192)
  v128.store(at, minus(e0, o7), 224)
}

/** The forward DCT; see {@link invertColumns}. */
function transformColumns(at: usize): void {
  const in0 = v128.load(at)
  const in1 = v128.load(at, 32)
  const in2 = v128.load(at, 64)
  const in3 = v128.load(at, 96)
  const in4 = v128.load(at, 128)
  const in5 = v128.load(at, 160)
  const in6 = v128.load(at, 192)
  const in7 = v128.load(at, 224)

  const s0 = plus(in0, in7)
  const s7 = minus(in0, in7)
  const s1 = plus(in1, in6)
  const s6 = minus(in1, in6)
  const s2 = plus(in2, in5)
  const s5 = minus(in2, in5)
  const s3 = plus(in3, in4)
  const s4 = minus(in3, in4)

  const e10 = plus(s0, s3)
  const e13 = minus(s0, s3)
  const e11 = plus(s1, s2)
  const e12 = minus(s1, s2)
  const z1 = times(plus(e12, e13), 0.707106781)

  const o10 = plus(s4, s5)
  const o11 = plus(s5, s6)
  const o12 = plus(s6, s7)
  const z5 = times(minus(o10, o12), 0.382683433)
  const z2 = plus(times(o10, 0.5411961), z5)
  const z4 = plus(times(o12, 1.306562965), z5)
  const z3 = times(o11, 0.707106781)
  const z11 = plus(s7, z3)
  const z13 = minus(s7, z3)

  v128.store(at, plus(e10, e11))
  v128.store(at, plus(z11, z4), 32)
  v128.store(at, plus(e13, z1), 64)
  v128.store(at, minus(z13, z2), 96)
  v128.store(at, minus(e10, e11), 128)
  v128.store(at, plus(z13, z2), 160)
  v128.store(at, minus(e13, z1), 192)
  v128.store(at, minus(z11, z4), 224)
}

/** Transposes the 4 × 4 values at `from` and at `to`, and swaps them; rows of 32 bytes. */
// @ts-ignore: decorator
@inline
function turn(from: usize, to: usize): void {
  const a0 = v128.load(from)
  const a1 = v128.load(from, 32)
  const a2 = v128.load(from, 64)
  const a3 = v128.load(from, 96)
  const b0 = v128.load(to)
  const b1 = v128.load(to, 32)
  const b2 = v128.load(to, 64)
  const b3 = v128.load(to, 96)
  storeTurned(to, a0, a1, a2, a3)
  storeTurned(from, b0, b1, b2, b3)
}

// @ts-ignore: decorator
@inline
function storeTurned(to: usize, row0: v128, row1: v128, row2: v128, row3: v128): void {
  const low01 = i32x4.shuffle(row0, row1, 0, 4, 1, 5)
  const high01 = i32x4.shuffle(row0, row1, 2, 6, 3, 7)
  const low23 = i32x4.shuffle(row2, row3, 0, 4, 1, 5)
  const high23 = i32x4.shuffle(row2, row3, 2, 6, 3, 7)
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2))
  v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 32)
  v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 64)
  v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 96)
}

function transpose(block: usize): void {
  turn(block, block)
  turn(block + 144, block + 144)
  turn(block + 16, block + 128)
}

/** Turns dequantised coefficients by columns into samples by rows, in place. */
export function inverseDct(block: usize): void {
  invertColumns(block)
  invertColumns(block + 16)
  transpose(block)
  invertColumns(block)
  invertColumns(block + 16)
}

/** Turns samples by rows into coefficients by columns, in place. */
export function forwardDct(block: usize): void {
  transformColumns(block)
  transformColumns(block + 16)
  transpose(block)
  transformColumns(block)
  transformColumns(block + 16)
}
