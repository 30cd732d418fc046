import type { Attachment } from 'svelte/attachments'
import { pinchFactor, wheelStep } from '../measure/timeline/gesture-steps.ts'
import type { TimelineState } from './timeline-state.svelte.ts'

const WHEEL_ZOOM = 0.005
/** A pinch on a touchpad comes as a wheel with Ctrl, in small steps. */
const PINCH_ZOOM = 0.01
const MIDDLE_BUTTON = 1

/** What a pointer does that was pressed on the plot. */
export interface PlotDrag {
  /** @param xPx on the plot */
  move(xPx: number): void
  /** @param isDropped false: it was cancelled */
  end?(isDropped: boolean): void
}

interface Pressed {
  xPx: number
  drag: PlotDrag | null
}

/**
 * Zooms and pans the timeline by wheel, pinch and middle button.
 * @param press what a pointer does, from where it was pressed
 */
export function timelineGestures(
  timeline: TimelineState,
  press: (event: PointerEvent, xPx: number) => PlotDrag | null,
): Attachment<HTMLElement> {
  return (plot) => {
    const pointers = new Map<number, Pressed>()
    const xOf = (event: MouseEvent): number => event.clientX - plot.getBoundingClientRect().left

    function wheel(event: WheelEvent): void {
      const { isSideways, acrossPx, downPx } = wheelStep(event)
      if (isSideways) timeline.pan(acrossPx / timeline.widthPx)
      else {
        timeline.zoom(Math.exp(-downPx * (event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM)), xOf(event))
      }
      event.preventDefault()
    }

    function pointerdown(event: PointerEvent): void {
      const isPan = event.button === MIDDLE_BUTTON
      if (event.button !== 0 && !isPan) return
      if (isPan) event.preventDefault()
      plot.setPointerCapture(event.pointerId)
      const xPx = xOf(event)
      const [other] = pointers.values()
      // A second finger pinches. What the first one did ends where it is.
      other?.drag?.end?.(true)
      if (other) other.drag = null
      pointers.set(event.pointerId, { xPx, drag: isPan || other ? null : press(event, xPx) })
    }

    function pointermove(event: PointerEvent): void {
      const xPx = xOf(event)
      const pressed = pointers.get(event.pointerId)
      if (event.pointerType !== 'touch') timeline.point(xPx)
      if (!pressed) return
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
      if (other) timeline.zoom(pinchFactor(pressed.xPx, xPx, other.xPx), other.xPx)
      else if (pressed.drag) pressed.drag.move(xPx)
      else timeline.pan((pressed.xPx - xPx) / timeline.widthPx)
      pressed.xPx = xPx
    }

    function release(event: PointerEvent, isDropped: boolean): void {
      const pressed = pointers.get(event.pointerId)
      pointers.delete(event.pointerId)
      pressed?.drag?.end?.(isDropped)
    }

    const listening = new AbortController()
    const { signal } = listening
    plot.addEventListener('wheel', wheel, { passive: false, signal })
    plot.addEventListener('pointerdown', pointerdown, { signal })
    plot.addEventListener('pointermove', pointermove, { signal })
    plot.addEventListener('pointerup', (event) => release(event, true), { signal })
    plot.addEventListener('pointercancel', (event) => release(event, false), { signal })
    plot.addEventListener('pointerleave', () => timeline.point(null), { signal })
    return () => listening.abort()
  }
}
