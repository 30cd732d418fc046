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

/** What a renderer could not draw, for the report. */
export interface DrawNotes {
  /** Targets left out for want of a distance or an angle, or as they stand behind the camera. */
  skippedTargetCount: number
}

export const NOTHING_SKIPPED: DrawNotes = { skippedTargetCount: 0 }

/**
 * One kind of overlay. `draw` is a pure function of its input: it keeps nothing between frames, so
 * any worker may draw any frame in any order.
 */
export interface Renderer<Specs extends OptionSpecs = OptionSpecs> {
  label: string
  needsSensor: boolean
  needsCalibration: boolean
  specs: Specs
  draw(surface: Surface, input: DrawInput<OptionValues<Specs>>): DrawNotes
}

export function defineRenderer<const Specs extends OptionSpecs>(
  renderer: Renderer<Specs>,
): Renderer<Specs> {
  return renderer
}
