/** The part of a run that is visible. */
export interface TimeWindow {
  fromMs: number
  toMs: number
}

/** Clocks of browsers have a resolution of 0.005 ms at best. So a closer view would show nothing more. */
const LEAST_SPAN_MS = 1
/** The share of the window that a chosen frame takes. */
const FRAME_SHARE = 0.4

export function wholeWindow(durationMs: number): TimeWindow {
  return { fromMs: 0, toMs: Math.max(durationMs, LEAST_SPAN_MS) }
}

export function spanOf({ fromMs, toMs }: TimeWindow): number {
  return toMs - fromMs
}

/** Moves a window into the whole run. A window that is too long becomes the whole run. */
function fitWindow(fromMs: number, spanMs: number, whole: TimeWindow): TimeWindow {
  const span = Math.min(Math.max(spanMs, LEAST_SPAN_MS), spanOf(whole))
  const from = Math.min(Math.max(fromMs, whole.fromMs), whole.toMs - span)
  return { fromMs: from, toMs: from + span }
}

/**
 * Zooms in or out. The time `anchorMs` keeps its place on the screen.
 * @param factor above 1 zooms in
 */
export function zoomWindow(
  window: TimeWindow,
  factor: number,
  anchorMs: number,
  whole: TimeWindow,
): TimeWindow {
  const spanMs = Math.min(Math.max(spanOf(window) / factor, LEAST_SPAN_MS), spanOf(whole))
  const share = (anchorMs - window.fromMs) / spanOf(window)
  return fitWindow(anchorMs - share * spanMs, spanMs, whole)
}

export function panWindow(window: TimeWindow, byMs: number, whole: TimeWindow): TimeWindow {
  return fitWindow(window.fromMs + byMs, spanOf(window), whole)
}

/** The window that shows a frame in the middle, with its neighbours. */
export function windowAround(startMs: number, endMs: number, whole: TimeWindow): TimeWindow {
  const spanMs = Math.max((endMs - startMs) / FRAME_SHARE, LEAST_SPAN_MS)
  return fitWindow((startMs + endMs - spanMs) / 2, spanMs, whole)
}
