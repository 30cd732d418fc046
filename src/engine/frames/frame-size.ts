export interface FrameSize {
  widthPx: number
  heightPx: number
}

/** The size of a picture as it is shown. */
export function sizeOf(picture: ImageBitmap | VideoFrame): FrameSize {
  return 'displayWidth' in picture
    ? { widthPx: picture.displayWidth, heightPx: picture.displayHeight }
    : { widthPx: picture.width, heightPx: picture.height }
}
