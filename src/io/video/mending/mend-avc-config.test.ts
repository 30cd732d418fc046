import { describe, expect, it } from 'vitest'
import { mendAvcConfig } from './mend-avc-config.ts'

const SPS = '67640016acd940a02ff961000003000100001e84800f162d96'
const PPS = '68ebe3cb22c0'
const HIGH_PROFILE_TAIL = 'fdf8f800'
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const record = (sps: string, pps: string, tail = '') =>
  hex(`01640016ffe1${sized(sps)}01${sized(pps)}${tail}`)
const sized = (unit: string) => (unit.length / 2).toString(16).padStart(4, '0') + unit

describe('mendAvcConfig', () => {
  it('takes out the first byte of a parameter set where it stands twice', () => {
    expect(mendAvcConfig(record(`67${SPS}`, `68${PPS}`))).toEqual(record(SPS, PPS))
  })

  it('keeps what follows the parameter sets', () => {
    const found = mendAvcConfig(record(`67${SPS}`, `68${PPS}`, HIGH_PROFILE_TAIL))
    expect(found).toEqual(record(SPS, PPS, HIGH_PROFILE_TAIL))
  })

  it('leaves a right record as it is', () => {
    const right = record(SPS, PPS, HIGH_PROFILE_TAIL)
    expect(mendAvcConfig(right)).toBe(right)
  })

  it('leaves a picture parameter set that begins with two equal bytes, if the others are right', () => {
    const right = record(SPS, `68${PPS}`)
    expect(mendAvcConfig(right)).toBe(right)
  })

  it.each([0, 4, 5, 6, 7, 20, 33])('leaves a record that ends after %i bytes', (length) => {
    const cut = record(`67${SPS}`, `68${PPS}`).subarray(0, length)
    expect(mendAvcConfig(cut)).toBe(cut)
  })
})
