import { SvelteMap } from 'svelte/reactivity'
import {
  defaultSensorConfig,
  emptyConfig,
  findTrack,
  measuresOther,
  planFrames,
  readingOf,
  WHOLE_RANGE,
} from '../../index.ts'
import type {
  FieldOption,
  FramePlan,
  OverlayConfig,
  Problem,
  RecordingFolder,
  RendererConfig,
  SensorConfig,
  SensorTrack,
} from '../../index.ts'
import { wordsOfOption } from '../history/change-words.ts'
import {
  closeChange,
  emptyHistory,
  noteChange,
  redoChange,
  undoChange,
} from '../history/history.ts'
import type { History, Step } from '../history/history.ts'
import { checkConfig, followTheme, isSameConfig, keyOf, replaceAt } from '../options/option-path.ts'
import type { OptionPath } from '../options/option-path.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** What a step of the history restores. */
interface Edited {
  config: OverlayConfig
  chosenIndexes: readonly number[]
}

/** How a change is noted in the history. */
interface Noted {
  /** What the change is called after "Undo": `move Speed`. */
  words: string
  /** Changes of one kind that follow each other are one step. Default: a step by itself. */
  kind?: string
  /** Which renderers are chosen after it. Default: those that are chosen. */
  chosenIndexes?: readonly number[]
}

/** The overlay being edited: what is drawn, how sensors are matched, what is rendered. */
export class OverlayState {
  #recording: RecordingState
  #config = $state.raw<OverlayConfig>(emptyConfig())
  /** The configuration while something is dragged. It becomes the real one where it is dropped. */
  #dragged = $state.raw<OverlayConfig | null>(null)
  #history = $state.raw<History<Edited>>(emptyHistory())
  #historySteps = $state(0)
  #announcement = $state('')
  /** The last one is the one whose options are shown. */
  #chosenIndexes = $state.raw<readonly number[]>([])
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
    const { startTime, endTime } = this.#config.range
    if (startTime === null && endTime === null) return this.plan
    return planFrames(recording, { ...this.#config, range: WHOLE_RANGE })
  })

  constructor(recording: RecordingState) {
    this.#recording = recording
  }

  get config(): OverlayConfig {
    return this.#config
  }
  /** The configuration with what is being dragged. Plans do not follow it: only options move. */
  get shown(): OverlayConfig {
    return this.#dragged ?? this.#config
  }
  get isDragging(): boolean {
    return this.#dragged !== null
  }
  /** -1 if nothing is chosen. */
  get chosenIndex(): number {
    return this.#chosenIndexes.at(-1) ?? -1
  }
  get chosenIndexes(): readonly number[] {
    return this.#chosenIndexes
  }
  get chosen(): RendererConfig | null {
    return this.shown.renderers[this.chosenIndex] ?? null
  }
  /** What would be undone, such as "move Speed"; null if there is nothing to undo. */
  get undoWords(): string | null {
    return this.#history.past.at(-1)?.words ?? null
  }
  get redoWords(): string | null {
    return this.#history.future.at(-1)?.words ?? null
  }
  /** Grows with each undo and redo. What is being typed ends with it. */
  get historySteps(): number {
    return this.#historySteps
  }
  /** What was just done, for screen readers. */
  get announcement(): string {
    return this.#announcement
  }

  /** Takes the overlay of a recording that was just opened. */
  load(recording: RecordingFolder): void {
    this.#config = recording.config
    this.#dragged = null
    this.#history = emptyHistory()
    const { renderers } = recording.config
    const first = Math.max(
      0,
      renderers.findIndex(({ sensor }) => sensor),
    )
    this.#chosenIndexes = renderers.length > 0 ? [first] : []
    this.fieldProblems.clear()
  }

  /** Takes another format in place of a proposed one, which is no step of the history. */
  proposeFormat(format: OverlayConfig['output']['format']): void {
    this.#config = { ...this.#config, output: { ...this.#config.output, format } }
  }

  choose(...indexes: readonly number[]): void {
    this.#chosenIndexes = indexes
  }

  /** Chooses one more, or one less. */
  toggleChosen(index: number): void {
    const others = this.#chosenIndexes.filter((each) => each !== index)
    this.#chosenIndexes = others.length < this.#chosenIndexes.length ? others : [...others, index]
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

  /** The log of the renderer or the channel that an option belongs to; null if it has none. */
  logAt([section, index]: OptionPath): { name: string; track: SensorTrack } | null {
    const { renderers, channels } = this.#config
    const owner =
      section === 'renderers'
        ? renderers[Number(index)]
        : section === 'channels'
          ? channels[String(index)]
          : null
    const name = owner?.sensor ?? null
    const { sensors = [] } = this.#recording.current ?? {}
    const track = name ? findTrack(name, this.sensorConfig(name), sensors) : undefined
    return name && track ? { name, track } : null
  }

  /** The fields that an option of kind `field` offers: channels too, but not as fields of channels. */
  fieldsAt(
    path: OptionPath,
    { holds, quantity }: Pick<FieldOption, 'holds' | 'quantity'>,
  ): string[] {
    const fields = (this.logAt(path)?.track.fields ?? [])
      .filter(({ type }) => holds === 'anything' || type === 'number' || type === 'mixed')
      .map((field) => field.name)
      .filter((field) => quantity === undefined || !measuresOther(field, quantity))
    const channels = path[0] === 'channels' ? [] : Object.keys(this.#config.channels)
    return [...channels, ...fields.filter((field) => !channels.includes(field))]
  }

  /**
   * Sets one option; a value that cannot be is remembered as that field's problem.
   * @param isTyped one step of the history with what was typed into the field before
   */
  set(path: OptionPath, value: unknown, isTyped = false): void {
    let base = this.#config
    const [section, name] = path
    if (section === 'sensors' && typeof name === 'string' && !Object.hasOwn(base.sensors, name)) {
      base = { ...base, sensors: { ...base.sensors, [name]: defaultSensorConfig() } }
    }
    const next = followTheme(base, replaceAt(base, path, value))
    const key = keyOf(path)
    // A fault of one channel may be told at another one, as they name each other.
    const isFault = ({ where }: Problem): boolean =>
      where.key === key || (section === 'channels' && where.key?.startsWith('channels.') === true)
    const fault = checkConfig(next).find(isFault)
    if (fault) {
      this.fieldProblems.set(key, fault)
      return
    }
    this.fieldProblems.delete(key)
    const words = wordsOfOption(path, value, this.#config)
    this.change(next, { words, ...(isTyped && { kind: key }) })
  }

  /** A field is gone, and with it what was typed into it. */
  forget(path: OptionPath): void {
    this.fieldProblems.delete(keyOf(path))
  }

  /** Takes another configuration, as a step that can be undone. */
  change(next: OverlayConfig, { words, kind, chosenIndexes }: Noted): void {
    this.#dragged = null
    if (isSameConfig(next, this.#config)) return
    this.#history = noteChange(this.#history, this.#edited, words, kind)
    this.#take({ config: next, chosenIndexes: chosenIndexes ?? this.#chosenIndexes })
  }

  /** As {@link change}, for some settings of a sensor. */
  changeSensor(name: string, part: Partial<SensorConfig>, noted: Noted): void {
    const sensor = { ...this.sensorConfig(name), ...part }
    this.change({ ...this.#config, sensors: { ...this.#config.sensors, [name]: sensor } }, noted)
  }

  /** As {@link change}, for another list of renderers. */
  changeRenderers(renderers: RendererConfig[], noted: Noted): void {
    if (renderers.length !== this.#config.renderers.length) this.#forgetRendererFields()
    this.change({ ...this.#config, renderers }, noted)
  }

  /** Shows renderers where they are dragged; null: where they were. It is no step of the history. */
  drag(renderers: RendererConfig[] | null): void {
    this.#dragged = renderers && { ...this.#config, renderers }
  }

  /** What is typed next is a step by itself. */
  closeStep(): void {
    this.#history = closeChange(this.#history)
  }

  undo(): void {
    this.#follow(undoChange(this.#history, this.#edited), 'Undone')
  }

  redo(): void {
    this.#follow(redoChange(this.#history, this.#edited), 'Redone')
  }

  /** Says to screen readers what was done. */
  announce(text: string): void {
    this.#announcement = text
  }

  /** Takes the overlay of a layout, as a step that can be undone. */
  applyLayout(next: OverlayConfig, name: string): void {
    this.fieldProblems.clear()
    this.change(next, { words: `apply layout ${name}`, chosenIndexes: [0] })
  }

  get #edited(): Edited {
    return { config: this.#config, chosenIndexes: this.#chosenIndexes }
  }

  #follow(step: Step<Edited> | null, done: string): void {
    this.#dragged = null
    if (!step) return
    this.#history = step.history
    this.#historySteps++
    this.fieldProblems.clear()
    this.#take(step.state)
    this.announce(`${done}: ${step.words}`)
  }

  #forgetRendererFields(): void {
    for (const key of this.fieldProblems.keys()) {
      if (key.startsWith('renderers[')) this.fieldProblems.delete(key)
    }
  }

  #take({ config, chosenIndexes }: Edited): void {
    const isReadAnew =
      readingOf(config) !== readingOf(this.#config) ||
      namedLogs(config) !== namedLogs(this.#config) ||
      config.timeZone !== this.#config.timeZone
    this.#config = config
    this.#chosenIndexes = chosenIndexes.filter((index) => index < config.renderers.length)
    if (isReadAnew) void this.#recording.reread(config)
  }
}

/** The files that sensors name: one that was no log before is read as one. */
function namedLogs({ sensors }: OverlayConfig): string {
  const files = Object.values(sensors).flatMap(({ file }) => (file === null ? [] : [file]))
  return JSON.stringify(files.sort())
}
