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
  presets: [
    { name: 'rose', title: 'Rose', options: { size: 260, font: { size: 34 } } },
    {
      name: 'north_up',
      title: 'Rose with north at the top',
      options: { up: 'north', size: 240, font: { size: 30 }, dialAlpha: 0.75 },
    },
    {
      name: 'tape',
      title: 'Tape',
      options: { form: 'tape', size: 640, tapeSpan: 120, font: { size: 26, weight: 700 } },
    },
    {
      name: 'slim_tape',
      title: 'Slim tape, no ground',
      options: {
        form: 'tape',
        size: 520,
        tapeSpan: 90,
        dialAlpha: 0,
        font: { size: 26, weight: 700 },
        outlineColor: '#101418',
        outlineThickness: 4,
      },
    },
  ],
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
