/** The largest step of a wheel event: a notch of a wheel is much larger than a step of a touchpad pinch. */
const MOST_WHEEL_PX = 60
const LINE_PX = 16
const LEAST_PINCH_PX = 8

/** How far a wheel turns, in CSS pixels. */
export interface WheelStep {
  isSideways: boolean
  /** Positive: to the right. */
  acrossPx: number
  /** Positive: downwards; at most a notch. */
  downPx: number
}

export function wheelStep(event: WheelEvent): WheelStep {
  const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
  return {
    isSideways: event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY),
    acrossPx: (event.deltaX || event.deltaY) * unitPx,
    downPx: Math.max(-MOST_WHEEL_PX, Math.min(MOST_WHEEL_PX, event.deltaY * unitPx)),
  }
}

/** By how much two fingers zoom, one of which moves while the other one rests. */
export function pinchFactor(fromPx: number, toPx: number, restingPx: number): number {
  const distance = (atPx: number): number => Math.max(LEAST_PINCH_PX, Math.abs(atPx - restingPx))
  return distance(toPx) / distance(fromPx)
}
