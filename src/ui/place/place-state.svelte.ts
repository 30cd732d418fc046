import { createContext } from 'svelte'
import { boundsOfRects } from '../../index.ts'
import type { Anchor, Point, Rect, RendererConfig } from '../../index.ts'
import { namesOf } from '../history/change-words.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import { alignBoxes, distributeBoxes } from './arrange-boxes.ts'
import type { Alignment } from './arrange-boxes.ts'
import { boxAt, placeNearest, positionAt } from './box-position.ts'
import { isStretchable, moved, resized, withPosition } from './change-place.ts'
import { moveBox } from './move-box.ts'
import type { Following } from './move-box.ts'
import { broughtIn, overhangOf } from './overhang.ts'
import { boxOfSize, resizeBox } from './resize-box.ts'
import type { Handle } from './resize-box.ts'
import { snapLinesOf } from './snap-lines.ts'
import type { Axis, SnapLine } from './snap-lines.ts'
import {
  angleTowards,
  nextAngle,
  rotationOf,
  wayAlongSides,
  withRotation,
} from './turn-renderer.ts'
import type { Grip, PlacedBox } from './turn-renderer.ts'

export const [getPlace, setPlace] = createContext<PlaceState>()

/** How the pointer is followed. */
export interface DragKeys {
  /** Only along the axis of the longer way; a resized box keeps its shape; turned by whole 15°. */
  isStraight: boolean
  isFree: boolean
  /** How near a line must be to be snapped to, in pixels of the layout. */
  reachPx: number
}

interface Drag {
  boxes: readonly PlacedBox[]
  bounds: Rect
  renderers: readonly RendererConfig[]
  lines: readonly SnapLine[]
}

/** Where renderers stand on the frame: what is moved, resized and arranged by hand. */
export class PlaceState {
  #overlay: OverlayState
  #preview: PreviewState
  #drag: Drag | null = null
  #guides = $state.raw<readonly SnapLine[]>([])

  constructor(overlay: OverlayState, preview: PreviewState) {
    this.#overlay = overlay
    this.#preview = preview
  }

  /** The lines that what is dragged has snapped to. */
  get guides(): readonly SnapLine[] {
    return this.#guides
  }

  /** The chosen renderers that can be moved: they are on the frame, and not locked. */
  readonly movable: readonly PlacedBox[] = $derived.by(() => {
    const { chosenIndexes, config } = this.#overlay
    return this.#preview.boxes.filter(
      ({ index }) => chosenIndexes.includes(index) && config.renderers[index]?.locked === false,
    )
  })

  /** Renderers that are partly beside the frame, and where: `on the right by 12 px`. */
  readonly leaving: readonly { index: number; where: string }[] = $derived.by(() => {
    const size = this.#preview.layoutSize
    if (!size || this.#overlay.isDragging || this.#preview.playback === 'playing') return []
    return this.#preview.boxes.flatMap(({ index, bounds }) => {
      const where = overhangOf(bounds, size)
      return where === '' ? [] : [{ index, where }]
    })
  })

  /** The place of the frame that the one chosen renderer is nearest to; null if it is not on the frame. */
  readonly placeOfChosen: Anchor | null = $derived.by(() => {
    const { chosenIndexes, shown } = this.#overlay
    const [index, ...others] = chosenIndexes
    const placed = this.#preview.boxes.find((each) => each.index === index)
    const renderer = index === undefined ? undefined : shown.renderers[index]
    const frame = this.#preview.layoutSize
    if (!placed || !renderer || !frame || others.length > 0) return null
    return placeNearest(placed.bounds, renderer.options.position.anchor, frame, shown.safeMargin)
  })

  /** Begins to drag the chosen renderers. */
  begin(): void {
    const boxes = this.movable
    const bounds = boundsOfRects(boxes.map((each) => each.bounds))
    const size = this.#preview.layoutSize
    if (!bounds || !size) return
    const others = this.#preview.boxes.filter((each) => !boxes.includes(each))
    this.#drag = {
      boxes,
      bounds,
      renderers: this.#overlay.config.renderers,
      lines: snapLinesOf(
        size,
        this.#overlay.config.safeMargin,
        others.map((each) => each.bounds),
      ),
    }
  }

  /** @param by since the beginning, in pixels of the layout */
  moveBy(by: Point, { isStraight, isFree, reachPx }: DragKeys): void {
    const drag = this.#drag
    if (!drag) return
    const following: Following = {
      lines: drag.lines,
      reachPx: isFree ? 0 : reachPx,
      keepsAxis: isStraight,
    }
    const { box, guides } = moveBox(drag.bounds, by, following)
    const moved = { x: box.x - drag.bounds.x, y: box.y - drag.bounds.y }
    this.#guides = guides
    this.#overlay.drag(this.#shifted(drag.renderers, drag.boxes, moved))
  }

  /** Resizes the one chosen renderer. Corners scale it, unless its sides can change alone. */
  resizeBy(handle: Handle, by: Point, { isStraight, isFree, reachPx }: DragKeys): void {
    const drag = this.#drag
    const [placed, ...others] = drag?.boxes ?? []
    const renderer = placed && drag?.renderers[placed.index]
    const size = this.#preview.layoutSize
    if (!drag || !placed || !renderer || !size || others.length > 0) return
    const { index, box: before, angleDeg } = placed
    // The edges of a turned box are on no line.
    const following = { lines: drag.lines, reachPx: isFree || angleDeg !== 0 ? 0 : reachPx }
    const isScaled = isStraight || !isStretchable(renderer, handle)
    const way = wayAlongSides(by, angleDeg)
    const { box, guides } = resizeBox(before, handle, way, following, isScaled)
    this.#guides = guides
    const after = resized(renderer, before, box, handle, isScaled, size)
    this.#overlay.drag(drag.renderers.with(index, after))
  }

  /** Turns the one chosen renderer. @param grip where one of its sides shall point to */
  turnTowards(grip: Grip, { isStraight, isFree }: Omit<DragKeys, 'reachPx'>): void {
    const drag = this.#drag
    const [placed, ...others] = drag?.boxes ?? []
    const renderer = placed && drag?.renderers[placed.index]
    if (!drag || !renderer || others.length > 0) return
    const snaps = isStraight ? 'always' : isFree ? 'never' : 'near'
    const turned = withRotation(renderer, angleTowards(grip, placed.box, snaps))
    this.#overlay.drag(drag.renderers.with(placed.index, turned))
  }

  /** Ends dragging. @param words what it is called in the history; null: all is as it was */
  end(words: 'move' | 'resize' | 'rotate' | null): void {
    const drag = this.#drag
    this.#drag = null
    this.#guides = []
    const { renderers } = this.#overlay.shown
    this.#overlay.drag(null)
    if (!drag || words === null) return
    const names = this.#namesOf(drag.boxes)
    this.#overlay.changeRenderers([...renderers], { words: `${words} ${names}` })
  }

  /** Moves the chosen renderers by whole pixels. Steps that follow each other are one. */
  nudge(by: Point): void {
    const { config } = this.#overlay
    const boxes = this.movable
    const [first] = boxes
    if (!first) return
    const names = this.#namesOf(boxes)
    const kind = `nudge ${boxes.map(({ index }) => index).join()}`
    const renderers = this.#shifted(config.renderers, boxes, by)
    this.#overlay.changeRenderers(renderers, { words: `move ${names}`, kind })
    const place = `${Math.round(first.box.x + by.x)}, ${Math.round(first.box.y + by.y)}`
    this.#overlay.announce(`${names} at ${place}`)
  }

  /** Makes the one chosen renderer larger or smaller. Its middle stays. */
  grow(byPx: number): void {
    const { renderers } = this.#overlay.config
    const [placed, ...others] = this.movable
    const renderer = placed && renderers[placed.index]
    const frame = this.#preview.layoutSize
    if (!placed || !renderer || !frame || others.length > 0) return
    const { index, box: before } = placed
    const handle = { x: 0, y: 0 } as const
    const size = 'size' in renderer.options ? renderer.options.size : renderer.options.font.size
    const share = Math.max(1, size + byPx) / size
    const { width, height } = before
    const box = boxOfSize(before, handle, { width: width * share, height: height * share })
    const after = resized(renderer, before, box, handle, true, frame)
    const [words, kind] = [`resize ${namesOf([renderer])}`, `grow ${index}`]
    this.#overlay.changeRenderers(renderers.with(index, after), { words, kind })
    this.#overlay.announce(
      `${namesOf([renderer])}: ${Math.round(box.width)} × ${Math.round(box.height)}`,
    )
  }

  /**
   * Turns the one chosen renderer by 1°. Steps that follow each other are one.
   * @param isBig to the next multiple of 15°
   */
  turn(direction: 1 | -1, isBig: boolean): void {
    const { renderers } = this.#overlay.config
    const [placed, ...others] = this.movable
    const renderer = placed && renderers[placed.index]
    if (!renderer || others.length > 0) return
    const [name, rotation] = [namesOf([renderer]), rotationOf(renderer)]
    if (rotation === null) {
      this.#overlay.announce(`${name} cannot be rotated`)
      return
    }
    const angleDeg = nextAngle(rotation, direction, isBig)
    const change = { words: `rotate ${name}`, kind: `turn ${placed.index}` }
    const turned = withRotation(renderer, angleDeg)
    this.#overlay.changeRenderers(renderers.with(placed.index, turned), change)
    this.#overlay.announce(`${name}: rotated by ${angleDeg}°`)
  }

  /** Puts the chosen renderers at one of the nine places of the frame. */
  placeAt(anchor: Anchor): void {
    const { config } = this.#overlay
    const chosen = this.#overlay.chosenIndexes.filter((index) => !config.renderers[index]?.locked)
    if (chosen.length === 0) return
    const position = positionAt(anchor, config.safeMargin)
    const renderers = config.renderers.map((renderer, index) => {
      if (!chosen.includes(index)) return renderer
      const placed = this.movable.find((each) => each.index === index)
      return this.#at(anchor, placed, withPosition(renderer, position))
    })
    const words = `move ${namesOf(chosen.flatMap((index) => config.renderers[index] ?? []))}`
    this.#overlay.changeRenderers(renderers, { words })
    this.#overlay.announce(`${words} to ${anchor.replace('_', ' ')}`)
  }

  /** Puts the chosen renderers where they are on the frame as a whole. */
  bringIn(): void {
    const size = this.#preview.layoutSize
    if (size)
      this.#arrange('move', 'onto the frame', (boxes) => boxes.map((box) => broughtIn(box, size)))
  }

  align(alignment: Alignment): void {
    this.#arrange(`align`, alignment, (boxes) => alignBoxes(boxes, alignment))
  }

  distribute(axis: Axis): void {
    const direction = axis === 'x' ? 'across' : 'down'
    this.#arrange('distribute', direction, (boxes) => distributeBoxes(boxes, axis))
  }

  /** A renderer at a place of the frame, so that it touches the margin as it is turned. */
  #at(anchor: Anchor, placed: PlacedBox | undefined, renderer: RendererConfig): RendererConfig {
    const frame = this.#preview.layoutSize
    if (!frame || !placed || placed.angleDeg === 0) return renderer
    const { box, bounds } = placed
    const margin = this.#overlay.config.safeMargin
    const [upright, turned] = [box, bounds].map((each) => boxAt(anchor, each, frame, margin))
    if (!upright || !turned) return renderer
    const x = turned.x + (bounds.width - box.width) / 2
    const y = turned.y + (bounds.height - box.height) / 2
    return this.#moved(renderer, upright, { ...upright, x, y })
  }

  #arrange(verb: string, how: string, arrange: (boxes: Rect[]) => Rect[]): void {
    const boxes = this.movable
    const { renderers } = this.#overlay.config
    const arranged = arrange(boxes.map(({ bounds }) => bounds))
    const next = [...renderers]
    boxes.forEach(({ index, bounds: from }, each) => {
      const [renderer, to] = [renderers[index], arranged[each]]
      if (renderer && to) next[index] = this.#moved(renderer, from, to)
    })
    const words = `${verb} ${this.#namesOf(boxes)}`
    this.#overlay.changeRenderers(next, { words })
    this.#overlay.announce(`${words}, ${how}`)
  }

  #namesOf(boxes: readonly PlacedBox[]): string {
    const { renderers } = this.#overlay.config
    return namesOf(boxes.flatMap(({ index }) => renderers[index] ?? []))
  }

  #shifted(
    renderers: readonly RendererConfig[],
    boxes: readonly PlacedBox[],
    by: Point,
  ): RendererConfig[] {
    return renderers.map((renderer, index) => {
      const box = boxes.find((each) => each.index === index)?.box
      if (!box) return renderer
      return this.#moved(renderer, box, { ...box, x: box.x + by.x, y: box.y + by.y })
    })
  }

  #moved(renderer: RendererConfig, from: Rect, to: Rect): RendererConfig {
    const size = this.#preview.layoutSize
    return size ? moved(renderer, from, to, size) : renderer
  }
}
