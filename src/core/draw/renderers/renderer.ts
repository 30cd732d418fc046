import type { Calibration } from '../camera.ts'
import type { MatchedSample } from '../../time/match.ts'
import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { Surface } from '../surface.ts'

/** All that a renderer is given for one frame. */
export interface DrawInput<Options> {
  frameIndex: number
  timestampMs: number
  /** IANA name. */
  timeZone: string
  options: Options
  /** Null where no record matched, and for renderers that need no sensor. */
  sample: MatchedSample | null
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

/**
 * One kind of overlay. `draw` is a pure function of its input: it keeps nothing between frames, so
 * any worker may draw any frame in any order.
 */
export interface Renderer<
  Specs extends OptionSpecs = OptionSpecs,
  Notes extends NoteSpecs = NoteSpecs,
> {
  label: string
  needsSensor: boolean
  needsCalibration: boolean
  specs: Specs
  /** What it may leave out. */
  notes: Notes
  /** @returns how often it left out what `notes` names */
  draw(surface: Surface, input: DrawInput<OptionValues<Specs>>): Record<keyof Notes, number>
}

export function defineRenderer<const Specs extends OptionSpecs, const Notes extends NoteSpecs>(
  renderer: Renderer<Specs, Notes>,
): Renderer<Specs, Notes> {
  return renderer
}
