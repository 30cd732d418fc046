/** The size of a picture, in pixels. */
export interface PictureSize {
  widthPx: number
  heightPx: number
}
