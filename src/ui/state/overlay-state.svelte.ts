import { SvelteMap } from 'svelte/reactivity'
import {
  defaultSensorConfig,
  emptyConfig,
  findTrack,
  measuresOther,
  newRendererConfig,
  planFrames,
  readableFontPx,
  readingOf,
} from '../../index.ts'
import type {
  FieldOption,
  FramePlan,
  OverlayConfig,
  Problem,
  RecordingFolder,
  RendererConfig,
  RendererType,
  SensorConfig,
} from '../../index.ts'
import { checkConfig, keyOf, replaceAt } from '../options/option-path.ts'
import type { OptionPath } from '../options/option-path.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** The overlay being edited: what is drawn, how sensors are matched, what is rendered. */
export class OverlayState {
  #recording: RecordingState
  #config = $state.raw<OverlayConfig>(emptyConfig())
  #chosenIndex = $state(0)
  /** What was typed and cannot be taken, by key; the configuration keeps its last good value. */
  readonly fieldProblems = new SvelteMap<string, Problem>()

  /** The frames of a run, and what stands in its way. */
  readonly plan: FramePlan | null = $derived.by(() => {
    const recording = this.#recording.current
    return recording ? planFrames(recording, this.#config) : null
  })

  /** How many frames a run renders. Frames without a file are planned, and then skipped. */
  readonly plannedCount: number = $derived.by(
    () => this.plan?.frames.filter(({ fileName }) => fileName !== null).length ?? 0,
  )

  /** All frames, whatever the range: positions are those of `recording.frames`. */
  readonly previewPlan: FramePlan | null = $derived.by(() => {
    const recording = this.#recording.current
    if (!recording) return null
    return planFrames(recording, {
      ...this.#config,
      range: { startTime: null, endTime: null },
    })
  })

  constructor(recording: RecordingState) {
    this.#recording = recording
  }

  get config(): OverlayConfig {
    return this.#config
  }
  get chosenIndex(): number {
    return this.#chosenIndex
  }
  get chosen(): RendererConfig | null {
    return this.#config.renderers[this.#chosenIndex] ?? null
  }
  /** Takes the overlay of a recording that was just opened. */
  load(recording: RecordingFolder): void {
    this.#config = recording.config
    this.#chosenIndex = Math.max(
      0,
      recording.config.renderers.findIndex(({ sensor }) => sensor),
    )
    this.fieldProblems.clear()
  }

  choose(index: number): void {
    this.#chosenIndex = index
  }

  sensorConfig(name: string): SensorConfig {
    const { sensors } = this.#config
    return (Object.hasOwn(sensors, name) ? sensors[name] : null) ?? defaultSensorConfig()
  }

  /** The problem of one option, found by the configuration itself or by the plan. */
  problemAt(path: OptionPath): Problem | null {
    const key = keyOf(path)
    return (
      this.fieldProblems.get(key) ??
      this.plan?.problems.find(({ where }) => where.key === key) ??
      null
    )
  }

  /** The fields of a renderer's log that an option of kind `field` offers. */
  fieldsAt(
    [section, index]: OptionPath,
    { holds, quantity }: Pick<FieldOption, 'holds' | 'quantity'>,
  ): string[] {
    const { renderers } = this.#config
    const name = section === 'renderers' ? renderers[Number(index)]?.sensor : null
    const { sensors = [] } = this.#recording.current ?? {}
    const track = name ? findTrack(name, this.sensorConfig(name), sensors) : undefined
    const fields = track?.fields ?? []
    return fields
      .filter(({ type }) => holds === 'anything' || type === 'number' || type === 'mixed')
      .map((field) => field.name)
      .filter((field) => quantity === undefined || !measuresOther(field, quantity))
  }

  /** Sets one option; a value that cannot be is remembered as that field's problem. */
  set(path: OptionPath, value: unknown): void {
    let base = this.#config
    const [section, name] = path
    if (section === 'sensors' && typeof name === 'string' && !Object.hasOwn(base.sensors, name)) {
      base = { ...base, sensors: { ...base.sensors, [name]: defaultSensorConfig() } }
    }
    const next = replaceAt(base, path, value)
    const key = keyOf(path)
    const fault = checkConfig(next).find(({ where }) => where.key === key)
    if (fault) {
      this.fieldProblems.set(key, fault)
      return
    }
    this.fieldProblems.delete(key)
    this.#change(next)
  }

  /** A field is gone, and with it what was typed into it. */
  forget(path: OptionPath): void {
    this.fieldProblems.delete(keyOf(path))
  }

  addRenderer(type: RendererType): void {
    const { sensors = [], source = null } = this.#recording.current ?? {}
    const smallestPx = readableFontPx(this.#config.referenceHeight, source?.heightPx ?? 0)
    const added = newRendererConfig(type, sensors, smallestPx)
    this.#replaceRenderers([...this.#config.renderers, added])
    this.#chosenIndex = this.#config.renderers.length - 1
  }

  removeRenderer(index: number): void {
    this.#replaceRenderers(this.#config.renderers.filter((_, each) => each !== index))
    const last = Math.max(0, this.#config.renderers.length - 1)
    if (this.#chosenIndex >= index) this.#chosenIndex = Math.max(0, this.#chosenIndex - 1)
    this.#chosenIndex = Math.min(this.#chosenIndex, last)
  }

  /** Moves a renderer up (-1, drawn earlier) or down (+1, drawn later and so on top). */
  moveRenderer(index: number, step: -1 | 1): void {
    const list = [...this.#config.renderers]
    const [moved] = list.splice(index, 1)
    if (!moved || index + step < 0 || index + step > list.length) return
    list.splice(index + step, 0, moved)
    this.#replaceRenderers(list)
    this.#chosenIndex = index + step
  }

  /** Shifts the chosen renderer's sensor on the video's clock. */
  nudgeChosenSensor(byMs: number): void {
    const name = this.chosen?.sensor
    if (!name) return
    const { timeOffsetMs } = this.sensorConfig(name)
    this.set(['sensors', name, 'timeOffsetMs'], Math.round((timeOffsetMs + byMs) * 1000) / 1000)
  }

  #replaceRenderers(list: RendererConfig[]): void {
    for (const key of this.fieldProblems.keys()) {
      if (key.startsWith('renderers[')) this.fieldProblems.delete(key)
    }
    this.#change({ ...this.#config, renderers: list })
  }

  #change(next: OverlayConfig): void {
    const isReadAnew =
      readingOf(next) !== readingOf(this.#config) || next.timeZone !== this.#config.timeZone
    this.#config = next
    if (isReadAnew) void this.#recording.reread(next)
  }
}
