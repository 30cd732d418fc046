import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { FieldSummary } from '../../recording/recording.ts'
import type { MatchedSample } from '../../time/match.ts'
import { pointOnCircle } from '../shapes.ts'
import type { Shape } from '../shapes.ts'
import type { Point, Surface } from '../surface.ts'
import {
  DEGREES_PER_RADIAN,
  angleUnitOf,
  angleUnitSpec,
  isAngleNamed,
  toDegrees,
} from '../parts/angle-unit.ts'
import { drawBox } from '../parts/box.ts'
import { dialSpecs } from '../parts/dial.ts'
import { drawLabel } from '../parts/label.ts'
import type { LabelStyle } from '../parts/label.ts'
import { readNumber } from '../parts/read-number.ts'
import { defineRenderer } from './renderer.ts'
import { outlineOf, textBoxFont, textBoxSpecs } from '../parts/text-box.ts'

const specs = {
  rollField: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Roll',
    help: 'The field with the angle around the long axis.',
  },
  pitchField: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Pitch',
    help: 'The field with the angle of the nose above the horizon.',
  },
  fieldUnit: angleUnitSpec,
  positiveRoll: {
    kind: 'choice',
    choices: ['right', 'left'],
    default: 'right',
    label: 'Positive roll lowers',
    help: 'The side that goes down.',
  },
  positivePitch: {
    kind: 'choice',
    choices: ['up', 'down'],
    default: 'up',
    label: 'Positive pitch is nose',
  },
  shape: { kind: 'choice', choices: ['circle', 'rectangle'], default: 'circle', label: 'Shape' },
  size: {
    kind: 'number',
    default: 220,
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Size',
    help: 'The diameter of the circle, or the width of the rectangle.',
  },
  pitchSpan: {
    kind: 'number',
    default: 60,
    min: 5,
    max: 360,
    unit: '°',
    label: 'Pitch shown',
    help: 'From the lower to the upper edge.',
  },
  ladderStep: {
    kind: 'number',
    default: 10,
    min: 1,
    max: 90,
    unit: '°',
    label: 'Ladder step',
    help: 'Between two numbers of the pitch ladder.',
  },
  showRollScale: { kind: 'boolean', default: true, label: 'Roll scale' },
  skyColor: { kind: 'color', default: '#2f6fad', label: 'Sky colour' },
  earthColor: { kind: 'color', default: '#70512f', label: 'Earth colour' },
  horizonAlpha: {
    kind: 'number',
    default: 0.8,
    min: 0,
    max: 1,
    label: 'Opacity of sky and earth',
  },
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

type AttitudeOptions = OptionValues<typeof specs>

/** Height ÷ width of the rectangle. */
const RECTANGLE_ASPECT = 0.75

/** An artificial horizon. */
export const attitude = defineRenderer({
  label: 'Attitude',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit({ fields }) {
    const named = (names: RegExp): FieldSummary | undefined =>
      fields.find(({ name, type }) => type === 'number' && isAngleNamed(name, names))
    const [roll, pitch] = [named(/^(roll|bank)/), named(/^pitch/)]
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
    const instrument = placeInstrument(surface, options)
    const { outline, center } = instrument
    const now = readAttitude(sample, options)
    if (now) {
      surface.clipTo(outline, () => drawHorizon(surface, instrument, now, options))
      if (options.showRollScale) drawRollScale(surface, instrument, now.rollDeg, options)
    } else {
      surface.fillShape(outline, options.dialColor, options.dialAlpha)
    }
    drawAircraft(surface, instrument, options)
    const linePx = PARTS.line * instrument.radiusPx
    surface.strokeShape(outline, options.dialColor, 3 * linePx)
    surface.strokeShape(outline, options.textColor, linePx, 0.5)
    if (!now) {
      const below = { x: center.x, y: center.y + instrument.radiusPx * 0.42 }
      drawLabel(surface, 'N/A', below, labelStyle(options, 0.85))
    }
    return {}
  },
})

/** A ladder with more rungs cannot be read. */
const MOST_RUNGS = 20

interface Attitude {
  /** Positive: the right side is down. */
  rollDeg: number
  /** Positive: the nose is up. */
  pitchDeg: number
}

/** Null if one of the two is missing. */
export function readAttitude(
  sample: MatchedSample | null,
  { rollField, pitchField, fieldUnit, positiveRoll, positivePitch }: AttitudeOptions,
): Attitude | null {
  const [roll, pitch] = [readNumber(sample, rollField), readNumber(sample, pitchField)]
  if (roll === null || pitch === null) return null
  return {
    rollDeg: toDegrees(roll, fieldUnit) * (positiveRoll === 'right' ? 1 : -1),
    pitchDeg: toDegrees(pitch, fieldUnit) * (positivePitch === 'up' ? 1 : -1),
  }
}

interface Instrument {
  center: Point
  /** Half of the height. */
  radiusPx: number
  widthPx: number
  outline: Shape
  pxPerDeg: number
}

/** Parts of the instrument, as shares of its radius. */
const PARTS = {
  line: 0.016,
  horizon: 0.022,
  ladder: 0.7,
  rung: 0.22,
  shortRung: 0.11,
  rollScale: 0.9,
  rollTick: 0.08,
  wing: 0.74,
  wingEnd: 0.44,
  aircraft: 0.045,
}

function placeInstrument(surface: Surface, options: AttitudeOptions): Instrument {
  const { size, shape, pitchSpan } = options
  const heightPx = shape === 'circle' ? size : size * RECTANGLE_ASPECT
  const box = drawBox(surface, { widthPx: size, heightPx }, options)
  const center = { x: box.x + size / 2, y: box.y + heightPx / 2 }
  const radiusPx = heightPx / 2
  // The edge lies inside the box.
  const inset = (3 * PARTS.line * radiusPx) / 2
  const rect = {
    x: box.x + inset,
    y: box.y + inset,
    width: size - 2 * inset,
    height: heightPx - 2 * inset,
  }
  const outline: Shape =
    shape === 'circle'
      ? { kind: 'circle', center, radiusPx: radiusPx - inset }
      : { kind: 'rounded', rect, radiusPx: radiusPx * 0.15 }
  return { center, radiusPx, widthPx: size, outline, pxPerDeg: heightPx / pitchSpan }
}

function labelStyle(options: AttitudeOptions, share: number): LabelStyle {
  const font = textBoxFont(options)
  return {
    font: { ...font, sizePx: font.sizePx * share },
    color: options.textColor,
    outline: outlineOf(options),
    across: 'center',
    down: 'middle',
  }
}

/** Sky, earth, and the pitch ladder. */
function drawHorizon(
  surface: Surface,
  instrument: Instrument,
  { rollDeg, pitchDeg }: Attitude,
  options: AttitudeOptions,
): void {
  const { center, radiusPx, widthPx, pxPerDeg } = instrument
  const { textColor, skyColor, earthColor, horizonAlpha, ladderStep } = options
  // The picture turns against the roll.
  const rollRad = -rollDeg / DEGREES_PER_RADIAN
  const [cos, sin] = [Math.cos(rollRad), Math.sin(rollRad)]
  /** @param up in px above the middle of the instrument, at right angles to the horizon */
  const at = (right: number, up: number): Point => ({
    x: center.x + right * cos + up * sin,
    y: center.y + right * sin - up * cos,
  })
  const farPx = 2 * widthPx
  // Beyond this, no more of the horizon is seen.
  const horizonPx = Math.max(-farPx, Math.min(farPx, -pitchDeg * pxPerDeg))
  const half = (edgePx: number): Shape => ({
    kind: 'polygon',
    points: [
      at(-farPx, horizonPx),
      at(farPx, horizonPx),
      at(farPx, horizonPx + edgePx),
      at(-farPx, horizonPx + edgePx),
    ],
  })
  surface.fillShape(half(2 * farPx), skyColor, horizonAlpha)
  surface.fillShape(half(-2 * farPx), earthColor, horizonAlpha)
  const line = [at(-farPx, horizonPx), at(farPx, horizonPx)]
  surface.strokeLine(line, textColor, PARTS.horizon * radiusPx)

  const style = labelStyle(options, 0.5)
  const linePx = PARTS.line * radiusPx
  const numberPx = PARTS.rung * radiusPx + style.font.sizePx * 0.85
  const ladderPx = PARTS.ladder * radiusPx
  surface.clipTo({ kind: 'circle', center, radiusPx: ladderPx }, () => {
    const halfStep = ladderStep / 2
    // Rungs and numbers that the circle would cut are left out.
    const { sizePx } = style.font
    const reachPx = Math.sqrt(Math.max(0, ladderPx ** 2 - (numberPx + 0.7 * sizePx) ** 2))
    const halfSpan = Math.max(0, reachPx - 0.4 * sizePx) / pxPerDeg
    const first = Math.ceil(Math.max(-90, pitchDeg - halfSpan) / halfStep)
    const last = Math.floor(Math.min(90, pitchDeg + halfSpan) / halfStep)
    for (let rung = first; rung <= last; rung++) {
      if (rung === 0) continue
      const upPx = (rung * halfStep - pitchDeg) * pxPerDeg
      const isLong = rung % 2 === 0
      const halfPx = radiusPx * (isLong ? PARTS.rung : PARTS.shortRung)
      surface.strokeLine([at(-halfPx, upPx), at(halfPx, upPx)], textColor, linePx, 0.9)
      if (!isLong) continue
      const text = String(Math.abs(Number((rung * halfStep).toFixed(1))))
      for (const side of [-1, 1]) drawLabel(surface, text, at(side * numberPx, upPx), style)
    }
  })
}

const ROLL_TICKS_DEG = [-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60]

/** A fixed scale, and a pointer that stays upright with the sky. */
function drawRollScale(
  surface: Surface,
  { center, radiusPx }: Instrument,
  rollDeg: number,
  { textColor, accentColor }: AttitudeOptions,
): void {
  const scalePx = PARTS.rollScale * radiusPx
  const tickPx = PARTS.rollTick * radiusPx
  const linePx = PARTS.line * radiusPx
  const angleOf = (clockwiseDeg: number): number => (clockwiseDeg - 90) / DEGREES_PER_RADIAN
  for (const tickDeg of ROLL_TICKS_DEG) {
    const isLong = tickDeg % 30 === 0
    const ends = [scalePx, scalePx - tickPx * (isLong ? 1 : 0.55)].map((fromPx) =>
      pointOnCircle(center, fromPx, angleOf(tickDeg)),
    )
    surface.strokeLine(ends, textColor, linePx * (tickDeg === 0 ? 2 : 1))
  }
  const atRad = angleOf(-rollDeg)
  const tipPx = scalePx - tickPx * 1.15
  const points = [
    pointOnCircle(center, tipPx, atRad),
    pointOnCircle(center, tipPx - tickPx * 1.3, atRad + 0.085),
    pointOnCircle(center, tipPx - tickPx * 1.3, atRad - 0.085),
  ]
  surface.fillShape({ kind: 'polygon', points }, accentColor)
}

/** Two wings and the nose, which never move. */
function drawAircraft(
  surface: Surface,
  { center, radiusPx }: Instrument,
  { accentColor, dialColor }: AttitudeOptions,
): void {
  const thicknessPx = PARTS.aircraft * radiusPx
  const [outerPx, innerPx] = [PARTS.wing * radiusPx, PARTS.wingEnd * radiusPx]
  const wings = [-1, 1].map((side) => [
    { x: center.x + side * outerPx, y: center.y },
    { x: center.x + side * innerPx, y: center.y },
    { x: center.x + side * innerPx, y: center.y + radiusPx * 0.08 },
  ])
  const nose = { kind: 'circle', center, radiusPx: thicknessPx * 0.8 } as const
  // A dark edge keeps it visible on any sky.
  for (const wing of wings) surface.strokeLine(wing, dialColor, thicknessPx * 1.8)
  surface.strokeShape(nose, dialColor, thicknessPx * 0.8)
  for (const wing of wings) surface.strokeLine(wing, accentColor, thicknessPx)
  surface.fillShape(nose, accentColor)
}
