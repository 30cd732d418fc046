/** A rectangle of the overlay, drawn on a transparent background. */
export interface OverlayPatch {
  /** Place and size in pixels of the frame; inside the frame; patches do not overlap. */
  x: number
  y: number
  width: number
  height: number
  /** Straight (not premultiplied) RGBA as getImageData gives it, 4 bytes a pixel, row by row. */
  rgba: Uint8ClampedArray<ArrayBuffer>
}
