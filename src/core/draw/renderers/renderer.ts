import type {
  GroupOption,
  OptionSpec,
  OptionSpecs,
  OptionValues,
} from '../../config/option-specs.ts'
import type { SensorTrack } from '../../recording/recording.ts'
import type { LogEvent } from '../../time/log-event.ts'
import type { MatchedSample } from '../../time/match.ts'
import type { Series } from '../../time/series.ts'
import type { DrawCommand } from '../../own/draw-command.ts'
import type { Calibration } from '../camera.ts'
import type { TextBoxOptions, textBoxSpecs } from '../parts/text-box.ts'
import type { OverlayImage } from '../overlay-image.ts'
import type { Surface } from '../surface.ts'

/** All that a renderer is given for one frame. */
export interface DrawInput<Options> {
  frameIndex: number
  timestampMs: number
  /** Times of the first and the last frame of the recording. */
  recordingRangeMs: readonly [number, number]
  /** IANA name. */
  timeZone: string
  options: Options
  /** Null if no record matched, and for renderers that need no sensor. */
  sample: MatchedSample | null
  /** What the renderer's `series` asked for, in the same order. */
  series: readonly Series[]
  /** What the renderer's `events` asked for, the newest first. */
  events: readonly LogEvent[]
  /** What the renderer's `images` asked for, in the same order. */
  images: readonly OverlayImage[]
  calibration: Calibration | null
  /** What the module of a renderer of one's own has drawn on this frame. */
  drawing?: readonly DrawCommand[]
}

/** Something that a renderer may leave out. Its key is also the key in the report. */
export interface NoteSpec {
  /** Shown in the page before the count. */
  label: string
}

interface NoteSpecs {
  readonly [reportKey: string]: NoteSpec
}

/** Where a proposed overlay puts a renderer, so that no renderer covers another. */
interface Place {
  position: TextBoxOptions['position']
  /** The font size, as a share of the proposal's text size. */
  fontShare: number
}

/** How well a log suits a renderer, and with which options. */
export interface Fit<Options> {
  /** Above 0. Of several logs, the renderer shows the one with the highest score. */
  score: number
  options: Partial<Options>
}

/** Why the options of a renderer contradict each other. */
export interface OptionFault<Options = Record<string, unknown>> {
  /** The option to blame. An option of a group is named with a dot: `group.option`. */
  option: (keyof Options & string) | `${keyof Options & string}.${string}`
  /** A sentence. */
  message: string
}

/** A field that an option names among other things. */
export interface NamedField<Options = Record<string, unknown>> {
  /** The option that names it, as in {@link OptionFault}. */
  option: OptionFault<Options>['option']
  /** A key or a dotted path. */
  field: string
}

/** A field of the renderer's own sensor over time. */
export interface SeriesRequest {
  /** A key or a dotted path. */
  field: string
  /** How far before or after a frame the series is drawn, in ms; null: the whole recording. */
  windowMs: number | null
}

/**
 * A track on the ground over the whole recording. It becomes a series of latitudes, one of
 * longitudes, and one of values if a field is named. All of them have the same times.
 */
export interface TrackRequest {
  /** Fields in degrees, each a key or a dotted path. */
  latitude: string
  longitude: string
  /** Another field along the track. */
  value: string | null
  /**
   * How far to the north or east the thinned track may be from the recorded one at any time, in
   * metres. Null: so little that it is not seen where the whole track is drawn.
   */
  detailM: number | null
  /** The track has a gap between two records that are further apart than this, in ms. */
  longestMs: number
}

/** The last records before a frame whose field says something. */
export interface EventRequest {
  /** A key or a dotted path. */
  field: string
  count: number
}

/** An image file of the recording. */
export interface ImageRequest<Options = Record<string, unknown>> {
  /** The option that names it, as in {@link OptionFault}. */
  option: OptionFault<Options>['option']
  /** Inside the recording. */
  path: string
}

/** The laps of a log: the one of a frame, and the last before it. */
export interface LapRequest {
  /** A lap begins where this field changes; not looked at if there is a line. */
  field: string
  /** A lap begins where the track crosses the line between two places; null: by the field. */
  line: {
    /** Fields of the track, in degrees. */
    latitude: string
    longitude: string
    from: Coordinates
    to: Coordinates
  } | null
  count: number
}

interface Coordinates {
  /** Degrees, as `longitude`. */
  latitude: number
  longitude: number
}

/** Options of a renderer that are about numbers of one unit. All are dotted paths to options. */
export interface UnitUse {
  /** The unit in which the numbers are drawn. */
  unit: string
  /** The unit of the log, if the renderer converts by itself. */
  fieldUnit?: string
  /** The fields of the numbers, each with the option of its label, which is the field without one. */
  fields: readonly { field: string; label?: string }[]
  /** Ends of scales. In another unit they are rounded outwards. */
  limits?: readonly { min: string; max: string }[]
  /** Other numbers in this unit. */
  numbers?: readonly string[]
  zones?: string
  /** Between ticks: chosen anew for another unit. */
  step?: string
}

/** Specs of the same kinds, whatever their defaults. */
type LikeSpecs<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends GroupOption<infer Inner>
    ? GroupOption<LikeSpecs<Inner>>
    : Extract<OptionSpec, Pick<Specs[Name], 'kind'>>
}

/** Every renderer has a place and a font, so that a proposal can set them. */
type RendererSpecs = OptionSpecs &
  LikeSpecs<Pick<typeof textBoxSpecs, 'position' | 'font' | 'panel'>>

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
  /** A sensor may be named, though it is not needed. Default false. */
  mayHaveSensor?: boolean
  needsCalibration: boolean
  /** Fields that the log must have, in addition to those that the options name. */
  needsFields?: readonly string[]
  specs: Specs
  /** What the renderer may leave out. */
  notes: Notes
  /** Null: the renderer is never proposed, and drawn only if the user adds it. */
  place: Place | null
  /** Null: the log does not suit the renderer. Without this function, all logs suit it equally. */
  fit?(track: SensorTrack): Fit<OptionValues<Specs>> | null
  /** Checks the options against each other. Each single option is checked by its spec. */
  check?(options: OptionValues<Specs>): OptionFault<OptionValues<Specs>>[]
  /** Fields that are named inside the options, beside the options that are fields themselves. */
  namedFields?(options: OptionValues<Specs>): NamedField<OptionValues<Specs>>[]
  /** The series that the renderer draws. */
  series?(options: OptionValues<Specs>): (SeriesRequest | TrackRequest)[]
  /** The events that the renderer draws. */
  events?(options: OptionValues<Specs>): EventRequest | LapRequest
  /** What is shown in other units if the overlay asks for them. */
  units?(options: OptionValues<Specs>): UnitUse[]
  /** The images that the renderer draws. */
  images?(options: OptionValues<Specs>): ImageRequest<OptionValues<Specs>>[]
  /** @returns how many things it left out, for each of `notes` */
  draw(surface: Surface, input: DrawInput<OptionValues<Specs>>): Record<keyof Notes, number>
}

export function defineRenderer<const Specs extends RendererSpecs, const Notes extends NoteSpecs>(
  renderer: Renderer<Specs, Notes>,
): Renderer<Specs, Notes> {
  return renderer
}
