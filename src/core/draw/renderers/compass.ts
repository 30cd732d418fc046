import { angleNamed, angleUnitOf } from '../parts/angle-unit.ts'
import { drawRose } from '../parts/compass/compass-rose.ts'
import { compassSpecs } from '../parts/compass/compass-specs.ts'
import { drawTape } from '../parts/compass/compass-tape.ts'
import { readHeadingDeg } from '../parts/compass/heading.ts'
import { defineRenderer } from './renderer.ts'

/** The heading on a rose or on a tape. */
export const compass = defineRenderer({
  label: 'Compass',
  needsSensor: true,
  needsCalibration: false,
  specs: compassSpecs,
  notes: {},
  place: null,
  fit(track) {
    for (const [index, names] of HEADING_NAMES.entries()) {
      const field = angleNamed(track, names)
      if (!field) continue
      const score = HEADING_NAMES.length - index
      return { score, options: { field: field.name, fieldUnit: angleUnitOf(field.name) } }
    }
    return null
  },
  draw(surface, { sample, options }) {
    const headingDeg = readHeadingDeg(sample, options)
    if (options.form === 'rose') drawRose(surface, headingDeg, options)
    else drawTape(surface, headingDeg, options)
    return {}
  },
})

/** The likeliest first. */
const HEADING_NAMES = [/heading|^hdg/, /bearing|azimuth/, /^yaw/, /course|^cog/]
