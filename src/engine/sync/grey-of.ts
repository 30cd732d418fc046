import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from '../../core/sync/picture/grey-size.ts'

/**
 * The brightness of a picture, 160×90 px.
 * @param context of a canvas of that size
 */
export function greyOf(
  picture: CanvasImageSource,
  context: OffscreenCanvasRenderingContext2D,
): Uint8Array {
  // The mean of all pixels: a picture that is only picked from flickers.
  context.imageSmoothingQuality = 'medium'
  context.drawImage(picture, 0, 0, GREY_WIDTH_PX, GREY_HEIGHT_PX)
  const { data } = context.getImageData(0, 0, GREY_WIDTH_PX, GREY_HEIGHT_PX)
  const grey = new Uint8Array(GREY_WIDTH_PX * GREY_HEIGHT_PX)
  for (let at = 0; at < grey.length; at++) {
    const [red, green, blue] = [data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0]
    grey[at] = (77 * red + 150 * green + 29 * blue) >> 8
  }
  return grey
}
