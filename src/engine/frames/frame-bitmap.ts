/** The primaries of sRGB, and those of which it may be taken for. Others need a conversion of colours. */
const PLAIN_PRIMARIES: readonly (string | null | undefined)[] = [
  'bt709',
  'smpte170m',
  'bt470bg',
  null,
  undefined,
]

/**
 * Whether this is Chromium, which says its brand so. WebKit on Linux has one converter of colours for all
 * threads, and closes a page that uses it beside its workers.
 */
export function mayConvert(): boolean {
  return 'userAgentData' in navigator
}

/**
 * The picture of a video as a bitmap. When a browser converts a frame by itself, it keeps a copy of the
 * converted picture for a long time: half an hour of frames on the stage took 100 MB.
 * @param frame is closed by this method
 */
export async function frameBitmap(frame: VideoFrame): Promise<ImageBitmap> {
  try {
    const { displayWidth, displayHeight } = frame
    const pixels = new ImageData(displayWidth, displayHeight)
    return await createImageBitmap((await copyPixels(frame, pixels)) ? pixels : frame)
  } finally {
    frame.close()
  }
}

/**
 * Copies a picture of a video as it is shown.
 * @param into of the same size
 * @returns false if the frame cannot be copied so
 */
export async function copyPixels(
  frame: VideoFrame,
  into: { data: Uint8ClampedArray<ArrayBuffer> },
): Promise<boolean> {
  if (!mayConvert() || !isPlainFrame(frame)) return false
  try {
    await frame.copyTo(into.data, { format: 'RGBA', colorSpace: 'srgb' })
    return true
  } catch {
    // Browsers before version 127 copy frames only in their own format.
    return false
  }
}

/** Whether a frame has planes of 8 bits, square pixels, and the colours of a screen. */
export function isPlainFrame(frame: VideoFrame): boolean {
  const { visibleRect, displayWidth, displayHeight } = frame
  const isSquare = visibleRect?.width === displayWidth && visibleRect.height === displayHeight
  return isSquare && hasPlainColours(frame)
}

/** Whether a frame has planes of 8 bits and the colours of a screen. */
export function hasPlainColours({ format, colorSpace }: VideoFrame): boolean {
  const isPlanar = format === 'I420' || format === 'NV12'
  return isPlanar && PLAIN_PRIMARIES.includes(colorSpace.primaries)
}
