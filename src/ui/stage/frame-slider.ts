export const FRAME_SLIDER_ID = 'frame-slider'

/** Focuses the slider, so that the arrow keys and Space continue from the current frame. */
export function focusFrameSlider(): void {
  document.getElementById(FRAME_SLIDER_ID)?.focus()
}
