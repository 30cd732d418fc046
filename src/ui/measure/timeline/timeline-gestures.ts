import type { Attachment } from 'svelte/attachments'
import { pinchFactor, wheelStep } from './gesture-steps.ts'
import { AXIS_PX } from './timeline-scene.ts'
import type { TimelineView } from './timeline-view.svelte.ts'

const KEY_ZOOM = 1.5
const KEY_PAN = 0.1
const WHEEL_ZOOM = 0.01
/** A press that moves less than this is a click. */
const CLICK_PX = 4

const KEYS: Readonly<Record<string, (view: TimelineView) => void>> = {
  '+': (view) => view.zoom(KEY_ZOOM),
  '=': (view) => view.zoom(KEY_ZOOM),
  '-': (view) => view.zoom(1 / KEY_ZOOM),
  _: (view) => view.zoom(1 / KEY_ZOOM),
  '0': (view) => view.showWhole(),
  ArrowLeft: (view) => view.pan(-KEY_PAN),
  ArrowRight: (view) => view.pan(KEY_PAN),
  Home: (view) => view.pan(-Infinity),
  End: (view) => view.pan(Infinity),
}

/** Zooms and pans a timeline by wheel, pointer, touch and key. The wheel without a key scrolls the page. */
export function timelineGestures(view: TimelineView): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const pointers = new Map<number, { xPx: number; yPx: number }>()
    let movedPx = 0

    const placeOf = (event: MouseEvent): { xPx: number; yPx: number } => {
      const { left, top } = canvas.getBoundingClientRect()
      return { xPx: event.clientX - left, yPx: event.clientY - top }
    }

    function wheel(event: WheelEvent): void {
      const { isSideways, acrossPx, downPx } = wheelStep(event)
      if (event.ctrlKey || event.metaKey) {
        view.zoom(Math.exp(-downPx * WHEEL_ZOOM), placeOf(event).xPx)
      } else {
        if (!isSideways) return
        view.pan(acrossPx / view.widthPx)
      }
      event.preventDefault()
    }

    function pointerdown(event: PointerEvent): void {
      if (event.button !== 0) return
      if (pointers.size === 0) movedPx = 0
      pointers.set(event.pointerId, placeOf(event))
      canvas.setPointerCapture(event.pointerId)
    }

    function pointermove(event: PointerEvent): void {
      const place = placeOf(event)
      const before = pointers.get(event.pointerId)
      if (!before) {
        view.point(place.xPx, place.yPx - AXIS_PX)
        return
      }
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
      movedPx += Math.abs(place.xPx - before.xPx) + Math.abs(place.yPx - before.yPx)
      if (other) {
        view.zoom(pinchFactor(before.xPx, place.xPx, other.xPx), other.xPx)
      } else if (movedPx >= CLICK_PX) {
        view.leave()
        view.pan((before.xPx - place.xPx) / view.widthPx)
      }
      pointers.set(event.pointerId, place)
    }

    function pointerup(event: PointerEvent): void {
      if (!pointers.delete(event.pointerId) || movedPx >= CLICK_PX) return
      const { xPx, yPx } = placeOf(event)
      view.chooseAt(xPx, yPx - AXIS_PX)
    }

    function keydown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const act = KEYS[event.key]
      if (!act) return
      act(view)
      // The page uses some of these keys too. It ignores events whose default is prevented.
      event.preventDefault()
    }

    const listening = new AbortController()
    const { signal } = listening
    canvas.addEventListener('wheel', wheel, { passive: false, signal })
    canvas.addEventListener('pointerdown', pointerdown, { signal })
    canvas.addEventListener('pointermove', pointermove, { signal })
    canvas.addEventListener('pointerup', pointerup, { signal })
    canvas.addEventListener('pointercancel', (event) => pointers.delete(event.pointerId), {
      signal,
    })
    canvas.addEventListener('pointerleave', () => view.leave(), { signal })
    canvas.addEventListener('keydown', keydown, { signal })
    return () => listening.abort()
  }
}
