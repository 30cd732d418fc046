import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { FrameShrinker as Shrinker } from './frame-shrinker.ts'

let FrameShrinker: typeof Shrinker
beforeAll(async () => {
  // The module asks which browser it is in.
  vi.stubGlobal('navigator', {})
  ;({ FrameShrinker } = await import('./frame-shrinker.ts'))
})

const [WIDTH, HEIGHT] = [8, 8]
const lumaAt = (x: number, y: number): number => 16 + 4 * x + 8 * y
const blueAt = (x: number, y: number): number => 100 + 4 * x + y
const redAt = (x: number, y: number): number => 200 - 4 * x - y

/** A frame of 8×8 pixels; NV12 has blue and red in turn. */
function fakeFrame(
  format: 'I420' | 'NV12',
  { primaries = 'bt709', close = () => undefined }: { primaries?: string; close?: () => void } = {},
): VideoFrame {
  const at = (width: number, height: number, valueAt: typeof lumaAt): number[] =>
    Array.from({ length: width * height }, (_, index) =>
      valueAt(index % width, Math.floor(index / width)),
    )
  const luma = at(WIDTH, HEIGHT, lumaAt)
  const [blue, red] = [at(4, 4, blueAt), at(4, 4, redAt)]
  const inTurn = blue.flatMap((each, index) => [each, red[index] ?? 0])
  const isApart = format === 'I420'
  return {
    format,
    displayWidth: WIDTH,
    displayHeight: HEIGHT,
    visibleRect: { x: 0, y: 0, width: WIDTH, height: HEIGHT },
    colorSpace: { primaries, matrix: 'bt709', fullRange: false },
    allocationSize: () => 96,
    copyTo: (into: Uint8Array) => {
      into.set([...luma, ...(isApart ? [...blue, ...red] : inTurn)])
      const layout = isApart
        ? [
            { offset: 0, stride: 8 },
            { offset: 64, stride: 4 },
            { offset: 80, stride: 4 },
          ]
        : [
            { offset: 0, stride: 8 },
            { offset: 64, stride: 8 },
          ]
      return Promise.resolve(layout)
    },
    close,
  } as unknown as VideoFrame
}

describe.each(['I420', 'NV12'] as const)('of a frame in %s', (format) => {
  test('the small picture has the means of its planes, which lie apart', async () => {
    const close = vi.fn()
    const small = await new FrameShrinker(1).shrink(fakeFrame(format, { close }))
    expect([small.widthPx, small.heightPx]).toEqual([4, 4])
    expect([...small.bytes.subarray(0, 4)]).toEqual([22, 30, 38, 46])
    expect([...small.bytes.subarray(16, 18)]).toEqual([103, 111])
    expect([small.blue, small.red].map(({ offset, step }) => [offset, step])).toEqual([
      [16, 1],
      [20, 1],
    ])
    expect(close).toHaveBeenCalledOnce()
  })

  test('without a halving, all samples stay, and its planes lie apart', async () => {
    const { bytes, blue, red, matrix } = await new FrameShrinker(0).shrink(fakeFrame(format))
    expect([blue, red].map(({ offset, stride, step }) => [offset, stride, step])).toEqual([
      [64, 4, 1],
      [80, 4, 1],
    ])
    expect([bytes[9], bytes[64 + 5], bytes[80 + 5]]).toEqual([lumaAt(1, 1), 105, 195])
    expect(matrix).toBe('bt709')
  })
})

test('the colours of a wide gamut would be wrong, so such a frame is refused', async () => {
  const close = vi.fn()
  const frame = fakeFrame('I420', { primaries: 'bt2020', close })
  await expect(new FrameShrinker(1).shrink(frame)).rejects.toThrow('does not give out')
  expect(close).toHaveBeenCalledOnce()
})
