import type { Point } from '../../index.ts'

/** In pixels of the page: the pointer moves so far before something is dragged. */
const SLACK_PX = 3

/** What dragging does. */
export interface DragActions {
  begin?: () => void
  /** @param by since the pointer was pressed, in pixels of the page */
  follow: (by: Point, event: PointerEvent) => void
  /** @param isDropped false: it was cancelled */
  end?: (isDropped: boolean) => void
  /** The pointer was released where it was pressed. */
  click?: () => void
}

/**
 * Follows one pointer from where it was pressed until it is released. Of the moves between two
 * pictures of the screen, only the last one is followed.
 */
export class PointerDrag {
  #isUnderWay = $state(false)
  #actions: DragActions | null = null
  #pointerId = 0
  #from: Point = { x: 0, y: 0 }
  #latest: PointerEvent | null = null
  #request = 0

  get isUnderWay(): boolean {
    return this.#isUnderWay
  }
  get isPressed(): boolean {
    return this.#actions !== null
  }

  press(event: PointerEvent & { currentTarget: HTMLElement }, actions: DragActions): void {
    event.currentTarget.setPointerCapture(event.pointerId)
    this.#actions = actions
    this.#pointerId = event.pointerId
    this.#from = { x: event.clientX, y: event.clientY }
  }

  move(event: PointerEvent): void {
    if (!this.#actions || event.pointerId !== this.#pointerId) return
    const { x, y } = this.#from
    if (!this.#isUnderWay) {
      if (Math.hypot(event.clientX - x, event.clientY - y) < SLACK_PX) return
      this.#isUnderWay = true
      this.#actions.begin?.()
    }
    this.#latest = event
    if (this.#request === 0) this.#request = requestAnimationFrame(() => this.#follow())
  }

  release(event: PointerEvent): void {
    if (!this.#actions || event.pointerId !== this.#pointerId) return
    if (this.#request !== 0) {
      cancelAnimationFrame(this.#request)
      this.#follow()
    }
    const { click, end } = this.#actions
    if (this.#isUnderWay) end?.(true)
    else click?.()
    this.#reset()
  }

  cancel(): void {
    if (this.#isUnderWay) this.#actions?.end?.(false)
    this.#reset()
  }

  #follow(): void {
    this.#request = 0
    if (!this.#latest || !this.#actions) return
    const { clientX, clientY } = this.#latest
    this.#actions.follow({ x: clientX - this.#from.x, y: clientY - this.#from.y }, this.#latest)
  }

  #reset(): void {
    cancelAnimationFrame(this.#request)
    this.#request = 0
    this.#actions = null
    this.#latest = null
    this.#isUnderWay = false
  }
}
