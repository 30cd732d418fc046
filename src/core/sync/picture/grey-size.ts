/** The size of the small grey pictures that motion is measured in. */
export const GREY_WIDTH_PX = 160
export const GREY_HEIGHT_PX = 90
