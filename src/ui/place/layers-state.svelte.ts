import { createContext } from 'svelte'
import { newRendererConfig, readableFontPx } from '../../index.ts'
import type { RendererConfig, RendererType } from '../../index.ts'
import { nameOf, namesOf } from '../history/change-words.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { movePosition, positionAt } from './box-position.ts'
import { findRoom } from './find-room.ts'
import { duplicateLayers, moveLayers, removeLayers, stepLayer } from './layer-list.ts'
import type { Rearranged } from './layer-list.ts'

export const [getLayers, setLayers] = createContext<LayersState>()

/** A copy stands so far beside its original, in pixels of the layout. */
const COPY_OFFSET_PX = 24

/** The list of renderers: what is added, copied, taken away and reordered. */
export class LayersState {
  #recording: RecordingState
  #overlay: OverlayState
  #preview: PreviewState

  constructor(recording: RecordingState, overlay: OverlayState, preview: PreviewState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#preview = preview
  }

  /** Adds a renderer on top, where there is room for it on the frame. */
  add(type: RendererType): void {
    const { config } = this.#overlay
    const { sensors = [], source = null } = this.#recording.current ?? {}
    const smallestPx = readableFontPx(config.referenceHeight, source?.heightPx ?? 0)
    const added = newRendererConfig(type, sensors, smallestPx, config.theme)
    const size = this.#preview.layoutSize
    const box = this.#preview.measureBox(added)
    if (size && box) {
      const others = this.#preview.boxes.map(({ bounds }) => bounds)
      const anchor = findRoom(box, others, size, config.safeMargin)
      added.options.position = positionAt(anchor, config.safeMargin)
    }
    this.#overlay.changeRenderers([...config.renderers, added], {
      words: `add ${nameOf(added)}`,
      chosenIndexes: [config.renderers.length],
    })
    this.#overlay.announce(`Added ${nameOf(added)}`)
  }

  remove(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    const names = this.#namesOf(indexes)
    this.#take(removeLayers(this.#overlay.config.renderers, indexes), `remove ${names}`)
    this.#overlay.announce(`Removed ${names}`)
  }

  duplicate(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    const names = this.#namesOf(indexes)
    const copied = duplicateLayers(this.#overlay.config.renderers, indexes, (renderer, index) =>
      this.#copyBeside(renderer, index),
    )
    this.#take(copied, `duplicate ${names}`)
    this.#overlay.announce(`Duplicated ${names}`)
  }

  /** @param before as {@link moveLayers} */
  move(indexes: readonly number[], before: number): void {
    const moved = moveLayers(this.#overlay.config.renderers, indexes, before)
    this.#take(moved, `reorder ${this.#namesOf(indexes)}`)
    const [first = 0] = moved.chosenIndexes
    this.#overlay.announce(`${this.#namesOf(moved.chosenIndexes)}: place ${first + 1}`)
  }

  /** Draws a renderer one place earlier (-1) or later (1). */
  step(index: number, step: -1 | 1): void {
    const moved = stepLayer(this.#overlay.config.renderers, index, step)
    if (!moved) return
    this.#take(moved, `reorder ${this.#namesOf([index])}`)
    const { length } = this.#overlay.config.renderers
    const name = this.#namesOf(moved.chosenIndexes)
    this.#overlay.announce(`${name}: place ${index + step + 1} of ${length}`)
  }

  toggle(index: number, mark: 'hidden' | 'locked'): void {
    const renderer = this.#overlay.config.renderers[index]
    if (renderer) this.#overlay.set(['renderers', index, mark], !renderer[mark])
  }

  rename(index: number, name: string): void {
    this.#overlay.set(['renderers', index, 'name'], name.trim() === '' ? null : name.trim())
  }

  #namesOf(indexes: readonly number[]): string {
    const { renderers } = this.#overlay.config
    return namesOf(renderers.filter((_, index) => indexes.includes(index)))
  }

  #copyBeside(renderer: RendererConfig, index: number): RendererConfig {
    const box = this.#preview.boxes.find((each) => each.index === index)?.box
    const size = this.#preview.layoutSize
    if (!box || !size) return renderer
    const place = (start: number, length: number, limit: number): number =>
      start + length + COPY_OFFSET_PX <= limit ? start + COPY_OFFSET_PX : start - COPY_OFFSET_PX
    const beside = {
      ...box,
      x: place(box.x, box.width, size.widthPx),
      y: place(box.y, box.height, size.heightPx),
    }
    const position = movePosition(renderer.options.position, box, beside, size)
    return { ...renderer, options: { ...renderer.options, position } } as RendererConfig
  }

  #take({ renderers, chosenIndexes }: Rearranged, words: string): void {
    this.#overlay.changeRenderers(renderers, { words, chosenIndexes })
  }
}
