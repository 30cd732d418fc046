import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { withMinusSign } from '../../text/minus-sign.ts'
import { drawBox } from '../parts/box.ts'
import { drawLabel } from '../parts/label.ts'
import { fontSpecOf, panelBoxSpecs } from '../parts/panel-box.ts'
import { NO_VALUE, readNumber } from '../parts/read-number.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { fitScale } from '../parts/scale/fit-scale.ts'
import {
  checkScale,
  instrumentSpecs,
  numberText,
  scaleUnits,
  textStyles,
  TRACK_ALPHA,
} from '../parts/scale/instrument.ts'
import type { TextStyles } from '../parts/scale/instrument.ts'
import { shareOf } from '../parts/scale/scale.ts'
import { parseZones, zoneColorAt } from '../parts/scale/zones.ts'
import type { Point, Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

const { field, label, unit, decimals, min, max, zones, color } = instrumentSpecs

const specs = {
  field,
  direction: {
    kind: 'choice',
    choices: ['horizontal', 'vertical'],
    default: 'horizontal',
    label: 'Direction',
  },
  label,
  unit,
  decimals,
  min,
  max,
  zero: {
    kind: 'nullable-number',
    default: null,
    nullMeans: '0, or the limit next to it',
    label: 'Zero',
    help: 'The value that the bar begins at.',
  },
  zones,
  color,
  length: { kind: 'number', default: 320, min: 1, max: 10_000, unit: 'px', label: 'Length' },
  thickness: { kind: 'number', default: 18, min: 1, max: 1000, unit: 'px', label: 'Thickness' },
  limits: { kind: 'boolean', default: true, label: 'Numbers at the limits' },
  ...panelBoxSpecs,
  font: fontSpecOf(32),
  ...rotationSpecs,
} as const satisfies OptionSpecs

type BarOptions = OptionValues<typeof specs>

/** A number as the length of a bar. */
export const bar = defineRenderer({
  label: 'Bar',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit: fitScale,
  units: () => [{ ...scaleUnits, numbers: ['zero'] }],
  check: checkScale,
  draw(surface, { sample, options }) {
    const value = readNumber(sample, options.field)
    if (options.direction === 'horizontal') drawHorizontal(surface, value, options)
    else drawVertical(surface, value, options)
    return {}
  },
})

/** Of label, unit and limits, as a share of the font's size. */
const SMALL_TEXT_SHARE = 0.5

/** What a bar's texts say, and how much room they need. */
interface BarTexts {
  label: string
  value: string
  unit: string
  limits: { min: string; max: string }
  styles: TextStyles
  /** Room for any value of the scale, so that the bar does not move with its number. */
  valueWidthPx: number
  unitWidthPx: number
  labelWidthPx: number
  limitWidthPx: number
}

function layTexts(surface: Surface, value: number | null, options: BarOptions): BarTexts {
  const { min, max, decimals, unit } = options
  const styles = textStyles(options, SMALL_TEXT_SHARE)
  const limits = { min: withMinusSign(String(min)), max: withMinusSign(String(max)) }
  const label = options.label ?? options.field
  const widest = (texts: readonly string[], style: keyof TextStyles): number =>
    Math.max(...texts.map((text) => surface.measureText(text, styles[style].font).widthPx))
  const text = numberText(value, decimals)
  return {
    label,
    value: text,
    unit,
    limits,
    styles,
    valueWidthPx: widest(
      [numberText(min, decimals), numberText(max, decimals), text, NO_VALUE],
      'large',
    ),
    unitWidthPx: unit === '' ? 0 : widest([` ${unit}`], 'small'),
    labelWidthPx: widest([label], 'small'),
    limitWidthPx: options.limits ? widest([limits.min, limits.max], 'small') : 0,
  }
}

/** Label and number over the bar, the limits under it. */
function drawHorizontal(surface: Surface, value: number | null, options: BarOptions): void {
  const { length, thickness } = options
  const thickPx = wholeThickness(options)
  const texts = layTexts(surface, value, options)
  const { large, small } = texts.styles
  const [rowPx, gapPx] = [large.font.sizePx, 0.3 * large.font.sizePx]
  const limitsPx = options.limits ? gapPx + small.font.sizePx : 0
  const topPx = texts.labelWidthPx + gapPx + texts.valueWidthPx + texts.unitWidthPx
  const rect = drawBox(
    surface,
    { widthPx: Math.max(length, topPx), heightPx: rowPx + gapPx + thickPx + limitsPx },
    options,
  )
  const track = { x: rect.x, y: rect.y + rowPx + gapPx, width: rect.width, height: thickness }
  const baselineY = rect.y + 0.85 * rowPx
  const right = rect.x + rect.width
  drawLabel(surface, texts.label, { x: rect.x, y: baselineY }, small)
  drawLabel(surface, texts.unit, { x: right, y: baselineY }, { ...small, across: 'right' })
  const valueEnd = { x: right - texts.unitWidthPx, y: baselineY }
  drawLabel(surface, texts.value, valueEnd, { ...large, across: 'right' })
  drawScale(surface, track, value, options)
  if (!options.limits) return
  const y = track.y + thickPx + gapPx + 0.85 * small.font.sizePx
  drawLabel(surface, texts.limits.min, { x: rect.x, y }, small)
  drawLabel(surface, texts.limits.max, { x: right, y }, { ...small, across: 'right' })
}

/** The label over the bar, number and unit under it, the limits beside it. */
function drawVertical(surface: Surface, value: number | null, options: BarOptions): void {
  const { length, thickness, unit } = options
  const thickPx = wholeThickness(options)
  const texts = layTexts(surface, value, options)
  const { large, small } = texts.styles
  const gapPx = 0.3 * large.font.sizePx
  const labelPx = texts.label === '' ? 0 : small.font.sizePx + gapPx
  const unitPx = unit === '' ? 0 : small.font.sizePx * options.font.lineSpacing
  const sidePx = options.limits ? texts.limitWidthPx + gapPx : 0
  const width = Math.max(
    texts.valueWidthPx,
    texts.unitWidthPx,
    texts.labelWidthPx,
    thickPx + 2 * sidePx,
  )
  const heightPx = labelPx + length + gapPx + large.font.sizePx + unitPx
  const rect = drawBox(surface, { widthPx: width, heightPx }, options)
  const middleX = rect.x + rect.width / 2
  const track = {
    x: middleX - thickPx / 2,
    y: rect.y + labelPx,
    width: thickness,
    height: length,
  }
  const centered = { across: 'center' } as const
  const labelY = rect.y + 0.85 * small.font.sizePx
  drawLabel(surface, texts.label, { x: middleX, y: labelY }, { ...small, ...centered })
  const valueY = track.y + length + gapPx + 0.85 * large.font.sizePx
  drawLabel(surface, texts.value, { x: middleX, y: valueY }, { ...large, ...centered })
  drawLabel(surface, unit, { x: middleX, y: valueY + unitPx }, { ...small, ...centered })
  drawScale(surface, track, value, options)
  if (!options.limits) return
  const x = track.x + thickPx + gapPx
  drawLabel(surface, texts.limits.max, { x, y: track.y }, { ...small, down: 'top' })
  drawLabel(surface, texts.limits.min, { x, y: track.y + length }, { ...small, down: 'bottom' })
}

/** The zones are a stripe beside the bar. Shares of the bar's thickness. */
const ZONES = { gap: 0.2, thickness: 0.22 }

/** How thick the bar is together with its zones. */
function wholeThickness({ thickness, zones }: BarOptions): number {
  return thickness * (zones.trim() === '' ? 1 : 1 + ZONES.gap + ZONES.thickness)
}

/** The bar itself: its track, the part from zero to the value, the zones, and where zero is. */
function drawScale(surface: Surface, track: Rect, value: number | null, options: BarOptions): void {
  const { min, max, textColor, direction, thickness } = options
  const isHorizontal = direction === 'horizontal'
  const zones = parseZones(options.zones)
  /** Between two values; `near` and `far` are lengths from the left or upper side of the bar. */
  const partOf = (from: number, to: number, near = 0, far = thickness): Rect => {
    const [low, high] = [shareOf(Math.min(from, to), options), shareOf(Math.max(from, to), options)]
    const { x, y, width, height } = track
    return isHorizontal
      ? { x: x + low * width, y: y + near, width: (high - low) * width, height: far - near }
      : {
          x: x + near,
          y: y + (1 - high) * height,
          width: far - near,
          height: (high - low) * height,
        }
  }
  const zero = options.zero ?? Math.min(max, Math.max(min, 0))
  surface.clipTo({ kind: 'rounded', rect: track, radiusPx: thickness / 2 }, () => {
    surface.fillRect(track, textColor, TRACK_ALPHA)
    if (value === null) return
    surface.fillRect(partOf(zero, value), zoneColorAt(zones, value) ?? options.color)
  })
  const nearPx = thickness * (1 + ZONES.gap)
  for (const { from, to, color } of zones) {
    surface.fillRect(partOf(from, to, nearPx, nearPx + thickness * ZONES.thickness), color)
  }
  if (zero > min && zero < max) {
    const at = partOf(zero, zero)
    const [from, to]: [Point, Point] = [at, { x: at.x + at.width, y: at.y + at.height }]
    surface.strokeLine([from, to], textColor, 0.12 * thickness)
  }
}
