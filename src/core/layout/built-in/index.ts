import type { Layout } from '../layout.ts'
import { parseLayout } from '../layout.ts'
import { adasReview } from './adas-review.ts'
import { bike } from './bike.ts'
import { boat } from './boat.ts'
import { dashCam } from './dash-cam.ts'
import { flight } from './flight.ts'
import { lab } from './lab.ts'
import { robot } from './robot.ts'
import { trackDay } from './track-day.ts'

/** The layouts that come with Overlane, as their files say them. */
const SOURCES = {
  dash_cam: dashCam,
  adas_review: adasReview,
  track_day: trackDay,
  flight,
  bike,
  boat,
  robot,
  lab,
}

export type LayoutName = keyof typeof SOURCES
export const LAYOUT_NAMES = Object.keys(SOURCES) as LayoutName[]

export function builtInLayout(name: LayoutName): Layout {
  return parseLayout(SOURCES[name])
}
