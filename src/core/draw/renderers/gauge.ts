import { middleOf } from '../geometry.ts'
import { drawBox } from '../parts/box.ts'
import { drawDial } from '../parts/gauge/gauge-dial.ts'
import { drawRing } from '../parts/gauge/gauge-ring.ts'
import { gaugeSpecs } from '../parts/gauge/gauge-specs.ts'
import type { GaugeOptions } from '../parts/gauge/gauge-specs.ts'
import type { Round } from '../parts/gauge/round-scale.ts'
import { readNumber } from '../parts/read-number.ts'
import { fitScale } from '../parts/scale/fit-scale.ts'
import { checkScale, scaleUnits } from '../parts/scale/instrument.ts'
import type { Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

const MOST_TICKS = 100

/** A number on a round scale. */
export const gauge = defineRenderer({
  label: 'Gauge',
  needsSensor: true,
  needsCalibration: false,
  specs: gaugeSpecs,
  notes: {},
  place: null,
  fit: fitScale,
  units: () => [{ ...scaleUnits, step: 'ticks.step' }],
  check(options) {
    const faults = checkScale(options)
    const { min, max, ticks } = options
    const stepCount = ticks.step === null ? 0 : (max - min) / ticks.step
    if (stepCount <= MOST_TICKS) return faults
    const message = `a tick every ${ticks.step} is ${Math.floor(stepCount)} ticks, and ${MOST_TICKS} are possible.`
    return [...faults, { option: 'ticks.step', message }]
  },
  draw(surface, { sample, options }) {
    const value = readNumber(sample, options.field)
    const round = drawFace(surface, options)
    if (options.style === 'dial') drawDial(surface, round, value, options)
    else drawRing(surface, round, value, options)
    return {}
  },
})

/** The face is a circle around the scale, with the padding between them. */
function drawFace(surface: Surface, { size, position, panel }: GaugeOptions): Round {
  const radiusPx = size / 2
  const faceRadiusPx = radiusPx + (panel.enabled ? panel.padding : 0)
  const diameterPx = 2 * faceRadiusPx
  const content = { widthPx: diameterPx, heightPx: diameterPx }
  const rect = drawBox(surface, content, { position, panel: { ...panel, enabled: false } })
  const center = middleOf(rect)
  if (panel.enabled) {
    surface.fillShape(
      { kind: 'circle', center, radiusPx: faceRadiusPx },
      panel.bgColor,
      panel.bgAlpha,
    )
    const { borderThickness } = panel
    const edge = { kind: 'circle', center, radiusPx: faceRadiusPx - borderThickness / 2 } as const
    if (borderThickness > 0) surface.strokeShape(edge, panel.borderColor, borderThickness)
  }
  return { center, radiusPx }
}
