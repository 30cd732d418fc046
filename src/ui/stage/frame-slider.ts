export const FRAME_SLIDER_ID = 'frame-slider'

/** Gives the slider the keys, so that arrows and Space go on from the frame looked at. */
export function focusFrameSlider(): void {
  document.getElementById(FRAME_SLIDER_ID)?.focus()
}
