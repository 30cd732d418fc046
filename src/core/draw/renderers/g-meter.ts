import { drawTag, tagSize } from '../parts/dial.ts'
import { fitAccelerations, readAcceleration } from '../parts/g-meter/acceleration.ts'
import { drawDot, drawGDial } from '../parts/g-meter/g-dial.ts'
import { drawPeaks, drawTrail, seriesOf } from '../parts/g-meter/g-history.ts'
import { gMeterSpecs } from '../parts/g-meter/g-meter-specs.ts'
import { drawCentered } from '../parts/label.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { checkRings } from '../parts/scale/rings.ts'
import { textStyle } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'

/** The acceleration in two directions, with its trail and its peaks. */
export const gMeter = defineRenderer({
  label: 'G-meter',
  needsSensor: true,
  needsCalibration: false,
  specs: gMeterSpecs,
  notes: {},
  place: null,
  fit: fitAccelerations,
  check: (options) => checkRings(options, 'g'),
  series: seriesOf,
  draw(surface, input) {
    const { options, sample } = input
    const dial = drawGDial(surface, options)
    const now = readAcceleration(sample, options)
    if (now) {
      drawTrail(surface, dial, input)
      drawDot(surface, dial, now, options)
    }
    drawPeaks(surface, dial, input)
    if (!now) drawCentered(surface, NO_VALUE, dial.center, textStyle(options, 1, 700))
    if (options.showTotal && now) {
      const text = `${Math.hypot(now.x, now.y).toFixed(2)} g`
      const style = textStyle(options, 0.85, 700)
      const x = dial.center.x - tagSize(surface, text, style).widthPx / 2
      drawTag(surface, text, { x, y: dial.totalY }, style, options)
    }
    return {}
  },
})
