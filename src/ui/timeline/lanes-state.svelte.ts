import { SvelteMap } from 'svelte/reactivity'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { fieldsOf, firstFieldsOf } from './lane-fields.ts'
import type { LaneField } from './lane-fields.ts'
import type { LaneTrack } from './signal-tracks.ts'
import type { SignalsState } from './signals-state.svelte.ts'

export const LANE_SIZES = ['folded', 'normal', 'high'] as const
export type LaneSize = (typeof LANE_SIZES)[number]

/** Heights, in CSS pixels. */
export const SIZES_PX = { folded: 20, normal: 48, high: 112 } as const satisfies Record<
  LaneSize,
  number
>
export const LANE_GAP_PX = 3
/** With more logs, all of them are folded. */
const MOST_OPEN = 3
export const MOST_CURVES = 4
/** What the lanes of the picture and the sound show at first. */
const SIGNAL_FIELDS = ['motion', 'turn right', 'loudness']

/** The lane of one log, or of what the recording itself tells. */
export interface Lane {
  track: LaneTrack
  /** Logs can be moved against the video; the motion in its own picture cannot. */
  isLog: boolean
  size: LaneSize
  isHidden: boolean
  /** What is shown in it. */
  fields: readonly LaneField[]
}

interface Choices {
  size: LaneSize
  isHidden: boolean
  /** Null: those that are shown at first. */
  fields: readonly string[] | null
}

/** The lanes of the timeline: their order, their heights, and what they show. */
export class LanesState {
  #recording: RecordingState
  #overlay: OverlayState
  #signals: SignalsState
  #choices = new SvelteMap<string, Choices>()
  /** Names of logs; those that are not in it come after it. */
  #order = $state.raw<readonly string[]>([])
  /** The log that was chosen by hand, and the renderer that was chosen then. */
  #picked = $state.raw<{ name: string; chosenIndex: number } | null>(null)

  constructor(recording: RecordingState, overlay: OverlayState, signals: SignalsState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#signals = signals
  }

  /** Other changes of the configuration do not change the lanes, for example while a log is dragged. */
  readonly #renderers = $derived.by(() => this.#overlay.config.renderers)

  /** All lanes in their order, the hidden ones too. */
  readonly all: readonly Lane[] = $derived.by(() => {
    const { sensors = [] } = this.#recording.current ?? {}
    const placeOf = ({ name }: LaneTrack): number => {
      const place = this.#order.indexOf(name)
      return place < 0 ? this.#order.length : place
    }
    return [...this.#signals.tracks, ...sensors]
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map((track) => {
        const { size, isHidden, fields } = this.#choicesOf(track)
        const shown = fields ?? firstFieldsOf(track, this.#renderers)
        const known = fieldsOf(track)
        return {
          track,
          isLog: !this.#signals.tracks.includes(track),
          size,
          isHidden,
          fields: shown.flatMap((name) => known.find((field) => field.name === name) ?? []),
        }
      })
  })
  readonly shown: readonly Lane[] = $derived.by(() => this.all.filter(({ isHidden }) => !isHidden))

  /** The lane that is worked on: the one chosen by hand, else that of the chosen renderer. */
  readonly chosen: Lane | null = $derived.by(() => {
    const { chosen, chosenIndex } = this.#overlay
    const name = this.#picked?.chosenIndex === chosenIndex ? this.#picked.name : chosen?.sensor
    const named = this.all.find(({ track }) => track.name === name)
    const log = this.shown.find(({ isLog }) => isLog)
    return named ?? log ?? this.shown[0] ?? this.all[0] ?? null
  })

  choose(name: string): void {
    this.#picked = { name, chosenIndex: this.#overlay.chosenIndex }
  }

  /** @param by -1: one place up */
  move(name: string, by: -1 | 1): void {
    const names = this.all.map(({ track }) => track.name)
    const from = names.indexOf(name)
    const to = from + by
    if (from < 0 || to < 0 || to >= names.length) return
    names.splice(from, 1)
    names.splice(to, 0, name)
    this.#order = names
    this.#overlay.announce(`${name} is lane ${to + 1} of ${names.length}`)
  }

  resize(name: string, size: LaneSize): void {
    this.#set(name, { size })
  }

  setHidden(name: string, isHidden: boolean): void {
    this.#set(name, { isHidden })
  }

  /** Shows one more field, or one less. */
  toggleField(name: string, field: string): void {
    const lane = this.all.find(({ track }) => track.name === name)
    if (!lane) return
    const shown = lane.fields.map((each) => each.name)
    const others = shown.filter((each) => each !== field)
    this.#set(name, { fields: others.length < shown.length ? others : [...shown, field] })
  }

  #set(name: string, part: Partial<Choices>): void {
    const lane = this.all.find(({ track }) => track.name === name)
    if (lane) this.#choices.set(name, { ...this.#choicesOf(lane.track), ...part })
  }

  #choicesOf(track: LaneTrack): Choices {
    const { name, isMinor } = track
    const chosen = this.#choices.get(name)
    if (chosen) return chosen
    const { sensors = [] } = this.#recording.current ?? {}
    if (this.#signals.tracks.includes(track)) {
      const [first] = this.#signals.tracks
      return {
        size: track === first ? 'normal' : 'folded',
        isHidden: false,
        fields: SIGNAL_FIELDS,
      }
    }
    const isEmpty = firstFieldsOf(track, this.#renderers).length === 0
    const isFolded = sensors.length > MOST_OPEN || isEmpty
    const isSecondary = isMinor && sensors.some((each) => !each.isMinor)
    return { size: isFolded ? 'folded' : 'normal', isHidden: isSecondary, fields: null }
  }
}
