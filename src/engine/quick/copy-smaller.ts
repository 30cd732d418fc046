import { usualMatrix } from '../../core/yuv/blend-yuv.ts'
import { isPlainFrame, mayConvert } from '../frames/frame-bitmap.ts'
import { FrameShrinker } from './frame-shrinker.ts'

/** One for each number of halvings: they use their memory again. */
const shrinkers: FrameShrinker[] = []

/**
 * Copies a picture of a video, smaller than it is shown. Its planes are made smaller before their colours
 * are converted, which takes half of the time of a copy of all pixels. One is copied at a time.
 * @param halvings how many times the width and the height are halved; both must be divisible by
 * 2^(halvings + 1)
 * @param into of the small size
 * @returns false if the frame cannot be copied so
 */
export async function copySmaller(
  frame: VideoFrame,
  halvings: number,
  into: { data: Uint8ClampedArray<ArrayBuffer> },
): Promise<boolean> {
  if (!mayConvert() || !isPlainFrame(frame)) return false
  shrinkers[halvings] ??= new FrameShrinker(halvings)
  try {
    const { bytes, widthPx, heightPx } = await shrinkers[halvings].shrink(frame.clone())
    const { primaries, transfer, matrix, fullRange } = frame.colorSpace
    const small = new VideoFrame(bytes, {
      format: 'I420',
      codedWidth: widthPx,
      codedHeight: heightPx,
      timestamp: frame.timestamp,
      // A browser would guess the colours from the size.
      colorSpace: {
        primaries,
        transfer,
        matrix: matrix ?? usualMatrix(frame.displayHeight),
        fullRange,
      },
    })
    try {
      await small.copyTo(into.data, { format: 'RGBA', colorSpace: 'srgb' })
    } finally {
      small.close()
    }
    return true
  } catch {
    // Browsers before version 127 copy frames only in their own format.
    return false
  }
}
