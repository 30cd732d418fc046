import { middleOf } from '../geometry.ts'
import { drawBox } from '../parts/box.ts'
import { drawDial, drawNeedle } from '../parts/gauge/gauge-dial.ts'
import { drawRing, drawRingValue } from '../parts/gauge/gauge-ring.ts'
import { gaugeSpecs } from '../parts/gauge/gauge-specs.ts'
import type { GaugeOptions } from '../parts/gauge/gauge-specs.ts'
import type { Round } from '../parts/gauge/round-scale.ts'
import { readNumber } from '../parts/read-number.ts'
import { fitScale } from '../parts/scale/fit-scale.ts'
import { checkScale, scaleUnits } from '../parts/scale/instrument.ts'
import type { Rect, Surface } from '../surface.ts'
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
    const isDial = options.style === 'dial'
    const { face, round } = placeFace(surface, options)
    surface.drawStill(['gauge', options], () => {
      drawPanel(surface, face, options)
      if (isDial) drawDial(surface, round, options)
      else drawRing(surface, round, options)
    })
    if (isDial) drawNeedle(surface, round, value, options)
    else drawRingValue(surface, round, value, options)
    return {}
  },
})

/** The face is a circle around the scale, with the padding between them. */
function placeFace(
  surface: Surface,
  { size, position, panel }: GaugeOptions,
): { face: Rect; round: Round } {
  const diameterPx = size + 2 * (panel.enabled ? panel.padding : 0)
  const content = { widthPx: diameterPx, heightPx: diameterPx }
  const face = drawBox(surface, content, { position, panel: { ...panel, enabled: false } })
  return { face, round: { center: middleOf(face), radiusPx: size / 2 } }
}

function drawPanel(surface: Surface, face: Rect, { size, panel }: GaugeOptions): void {
  if (!panel.enabled) return
  const { bgColor, bgAlpha, borderColor, borderThickness, padding } = panel
  const [center, radiusPx] = [middleOf(face), size / 2 + padding]
  surface.fillShape({ kind: 'circle', center, radiusPx }, bgColor, bgAlpha)
  const edge = { kind: 'circle', center, radiusPx: radiusPx - borderThickness / 2 } as const
  if (borderThickness > 0) surface.strokeShape(edge, borderColor, borderThickness)
}
