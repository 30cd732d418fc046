/** An image that renderers draw, decoded. */
export interface OverlayImage {
  widthPx: number
  heightPx: number
  /** An `ImageBitmap`: core has no DOM types. */
  bitmap: object
}
