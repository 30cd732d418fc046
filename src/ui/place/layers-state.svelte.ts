import { createContext } from 'svelte'
import { newRendererConfig, readableFontPx, renderers } from '../../index.ts'
import type {
  AppliedPreset,
  loadLayouts,
  OverlayConfig,
  RendererConfig,
  RendererType,
} from '../../index.ts'
import { nameOf, namesOf } from '../history/change-words.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { movePosition, positionAt } from './box-position.ts'
import { findRoom } from './find-room.ts'
import { duplicateLayers, moveLayers, removeLayers, stepLayer } from './layer-list.ts'
import { onlyRenderer } from './only-renderer.ts'
import type { Rearranged } from './layer-list.ts'

export const [getLayers, setLayers] = createContext<LayersState>()

/** A preset, applied to a renderer. */
export interface ReadyLook extends AppliedPreset {
  preset: ReturnType<Layouts['presetsOf']>[number]
}

type Layouts = Awaited<ReturnType<typeof loadLayouts>>

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
    const added = this.#newOf(type)
    this.#put(added, this.#overlay.config.channels, `add ${nameOf(added)}`)
  }

  /** As {@link add}, with a look that is ready. */
  addLook(type: RendererType, { preset, renderer, channels }: ReadyLook): void {
    const kind = renderers[type].label
    this.#put(structuredClone(renderer), channels, `add ${kind}, ${preset.title}`)
  }

  /** Gives a renderer a look that is ready. */
  useLook(index: number, { preset, renderer, channels, note }: ReadyLook): void {
    const { config } = this.#overlay
    const list = config.renderers.map((each, at) => (at === index ? renderer : each))
    const [name, { title }] = [nameOf(renderer), preset]
    const next = { ...config, channels, renderers: list }
    this.#overlay.fieldProblems.clear()
    this.#overlay.change(next, { words: `apply preset ${title} to ${name}` })
    this.#overlay.announce(`${name}: ${title}. ${note ?? ''}`.trim())
  }

  /**
   * The looks that are ready for a kind of renderer, with the logs of the recording.
   * @param current the renderer that gets one; null: a new one
   */
  looksOf(
    type: RendererType,
    current: RendererConfig | null,
    { applyPreset, presetsOf }: Pick<Layouts, 'applyPreset' | 'presetsOf'>,
  ): ReadyLook[] {
    const { current: recording } = this.#recording
    if (!recording) return []
    const { config } = this.#overlay
    const base = current ?? this.#newOf(type)
    return presetsOf(type).map((preset) => ({
      preset,
      ...applyPreset(base, preset, recording, config, this.#smallestPx),
    }))
  }

  /** The overlay with nothing but a renderer, which is always shown. */
  alone({ renderer, channels }: ReadyLook): OverlayConfig {
    return onlyRenderer({ ...this.#overlay.config, channels }, renderer)
  }

  get #smallestPx(): number {
    const { source = null } = this.#recording.current ?? {}
    return readableFontPx(this.#overlay.config.referenceHeight, source?.heightPx ?? 0)
  }

  #newOf(type: RendererType): RendererConfig {
    const { sensors = [] } = this.#recording.current ?? {}
    return newRendererConfig(type, sensors, this.#smallestPx, this.#overlay.config.theme)
  }

  #put(added: RendererConfig, channels: OverlayConfig['channels'], words: string): void {
    const { config } = this.#overlay
    const size = this.#preview.layoutSize
    const box = this.#preview.measureBox(added)
    if (size && box) {
      const others = this.#preview.boxes.map(({ bounds }) => bounds)
      const anchor = findRoom(box, others, size, config.safeMargin)
      added.options.position = positionAt(anchor, config.safeMargin)
    }
    const next = { ...config, channels, renderers: [...config.renderers, added] }
    this.#overlay.change(next, { words, chosenIndexes: [config.renderers.length] })
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
