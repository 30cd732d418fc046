import { angleNamed, angleUnitOf } from '../parts/angle-unit.ts'
import { attitudeSpecs } from '../parts/attitude/attitude-specs.ts'
import { PARTS, placeHorizon } from '../parts/attitude/horizon-place.ts'
import {
  drawAircraft,
  drawHorizon,
  drawRollPointer,
  drawRollScale,
} from '../parts/attitude/horizon.ts'
import { readAttitude } from '../parts/attitude/read-attitude.ts'
import { drawCentered } from '../parts/label.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { textStyle } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'

/** An artificial horizon. */
export const attitude = defineRenderer({
  label: 'Attitude',
  needsSensor: true,
  needsCalibration: false,
  specs: attitudeSpecs,
  notes: {},
  place: null,
  fit(track) {
    const [roll, pitch] = [angleNamed(track, /^(roll|bank)/), angleNamed(track, /^pitch/)]
    if (!roll || !pitch) return null
    const fieldUnit = angleUnitOf(pitch.name)
    return { score: 1, options: { rollField: roll.name, pitchField: pitch.name, fieldUnit } }
  },
  check({ ladderStep, pitchSpan }) {
    if (pitchSpan / ladderStep <= MOST_RUNGS) return []
    const message = `steps of ${ladderStep}° make more than ${MOST_RUNGS} rungs of ${pitchSpan}°.`
    return [{ option: 'ladderStep', message }]
  },
  draw(surface, { sample, options }) {
    const place = placeHorizon(surface, options)
    const { outline, center } = place
    const now = readAttitude(sample, options)
    if (now) {
      surface.clipTo(outline, () => drawHorizon(surface, place, now, options))
    } else {
      surface.fillShape(outline, options.dialColor, options.dialAlpha)
    }
    const linePx = PARTS.line * place.radiusPx
    surface.drawStill(['attitude', now === null, options], () => {
      if (now && options.showRollScale) drawRollScale(surface, place, options)
      drawAircraft(surface, place, options)
      surface.strokeShape(outline, options.dialColor, 3 * linePx)
      surface.strokeShape(outline, options.textColor, linePx, 0.5)
    })
    if (now && options.showRollScale) drawRollPointer(surface, place, now.rollDeg, options)
    if (!now) {
      const below = { x: center.x, y: center.y + place.radiusPx * 0.42 }
      drawCentered(surface, NO_VALUE, below, textStyle(options, 0.85))
    }
    return {}
  },
})

/** A ladder with more rungs cannot be read. */
const MOST_RUNGS = 20
