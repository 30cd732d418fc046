import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { SensorTrack } from '../../recording/recording.ts'
import type { MatchedSample } from '../../time/match.ts'
import type { Series } from '../../time/series.ts'
import type { Calibration } from '../camera.ts'
import type { Surface } from '../surface.ts'
import type { TextBoxOptions, textBoxSpecs } from './text-box.ts'

/** All that a renderer is given for one frame. */
export interface DrawInput<Options> {
  frameIndex: number
  timestampMs: number
  /** IANA name. */
  timeZone: string
  options: Options
  /** Null where no record matched, and for renderers that need no sensor. */
  sample: MatchedSample | null
  /** What the renderer's `series` asked for, in the same order. */
  series: readonly Series[]
  calibration: Calibration | null
}

/** Something that a renderer counts as left out. Its key is the key in the report. */
export interface NoteSpec {
  /** In the page, before the count. */
  label: string
}

interface NoteSpecs {
  readonly [reportKey: string]: NoteSpec
}

/** Where a proposed overlay puts a renderer, so that none covers another. */
interface Place {
  position: TextBoxOptions['position']
  /** Of the size that the proposal's text has. */
  fontShare: number
}

/** How well a log suits a renderer, and with which options. */
export interface Fit<Options> {
  /** Above 0. Of several logs, the renderer shows the one with the highest score. */
  score: number
  options: Partial<Options>
}

/** Why the options of a renderer do not go together. */
export interface OptionFault<Options = Record<string, unknown>> {
  /** The option to blame; dots reach into groups. */
  option: (keyof Options & string) | `${keyof Options & string}.${string}`
  /** A sentence. */
  message: string
}

/** A field of the renderer's own sensor over time. */
export interface SeriesRequest {
  /** Its key, or a dotted path. */
  field: string
  /** The longest time, in ms before or after a frame, that is drawn; null: the whole recording. */
  windowMs: number | null
}

/** Every renderer has a place and a font, so that a proposal can set them. */
type RendererSpecs = OptionSpecs & Pick<typeof textBoxSpecs, 'position' | 'font' | 'panel'>

/**
 * One kind of overlay. `draw` is a pure function of its input: it keeps nothing between frames, so
 * any worker may draw any frame in any order.
 */
export interface Renderer<
  Specs extends RendererSpecs = RendererSpecs,
  Notes extends NoteSpecs = NoteSpecs,
> {
  label: string
  needsSensor: boolean
  needsCalibration: boolean
  /** Fields that the log must have, beside those that the options name. */
  needsFields?: readonly string[]
  specs: Specs
  /** What it may leave out. */
  notes: Notes
  /** Null: it is not proposed, and only drawn where it is asked for. */
  place: Place | null
  /** Null: the log does not suit it. Without this, none is better than another. */
  fit?(track: SensorTrack): Fit<OptionValues<Specs>> | null
  /** Checks the options against each other; each by itself is checked by its spec. */
  check?(options: OptionValues<Specs>): OptionFault<OptionValues<Specs>>[]
  /** What it draws over time. */
  series?(options: OptionValues<Specs>): SeriesRequest[]
  /** @returns how often it left out what `notes` names */
  draw(surface: Surface, input: DrawInput<OptionValues<Specs>>): Record<keyof Notes, number>
}

export function defineRenderer<const Specs extends RendererSpecs, const Notes extends NoteSpecs>(
  renderer: Renderer<Specs, Notes>,
): Renderer<Specs, Notes> {
  return renderer
}
