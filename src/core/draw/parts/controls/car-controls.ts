import { readPath } from '../../../plain-object.ts'
import type { MatchedSample } from '../../../time/match.ts'
import { pointOnCircle } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { toDegrees } from '../angle-unit.ts'
import { drawBox } from '../box.ts'
import { drawCentered, drawFitted } from '../label.ts'
import type { TextStyle } from '../label.ts'
import { NO_VALUE, readNumber } from '../read-number.ts'
import { numberText, textStyles, TRACK_ALPHA } from '../scale/instrument.ts'
import { shareOf } from '../scale/scale.ts'
import type { ControlsOptions } from './controls-specs.ts'

/** As they lie in a car, from left to right. */
export const PEDALS = [
  { name: 'clutch', caption: 'CLT' },
  { name: 'brake', caption: 'BRK' },
  { name: 'throttle', caption: 'THR' },
] as const

/** Shares of the height of the controls. */
const PEDAL = { width: 0.15, gap: 0.14 }
const GEAR = { width: 0.5, letter: 0.62 }
/** Of the captions, as a share of the font's size. */
const CAPTION_SHARE = 0.75
/** Between the wheel, the pedals and the gear. */
const GROUP_GAP = 0.24

/** One control: what it is, and how it is drawn around the middle of its place. */
interface Control {
  widthPx: number
  caption: string
  /** Drawn under the control. */
  text: string
  draw(middle: Point): void
}

/** Draws those controls of a car that have a field, side by side, with their values under them. */
export function drawCarControls(
  surface: Surface,
  sample: MatchedSample | null,
  options: ControlsOptions,
): void {
  const { size, font, steering, gear } = options
  const { large: style, small: caption } = textStyles(options, CAPTION_SHARE)
  const groups = [
    steering.field === '' ? [] : [wheelControl(surface, sample, options)],
    PEDALS.filter(({ name }) => options[name].field !== '').map((pedal) =>
      pedalControl(surface, sample, pedal, options, style),
    ),
    gear.field === '' ? [] : [gearControl(surface, sample, options, style)],
  ].filter((controls) => controls.length > 0)

  const [gapPx, groupGapPx] = [PEDAL.gap * size, GROUP_GAP * size]
  const widthPx = groups.reduce(
    (sum, controls, index) =>
      sum +
      (index > 0 ? groupGapPx : 0) +
      (controls.length - 1) * gapPx +
      controls.reduce((width, control) => width + control.widthPx, 0),
    0,
  )
  const rowPx = font.size * font.lineSpacing
  const hasCaptions = groups.flat().some((control) => control.caption !== '')
  const textsPx = rowPx * (hasCaptions ? 1.9 : 1.2)
  const rect = drawBox(surface, { widthPx, heightPx: size + textsPx }, options)
  let { x } = rect
  groups.forEach((controls, index) => {
    if (index > 0) x += groupGapPx - gapPx
    for (const control of controls) {
      const middleX = x + control.widthPx / 2
      control.draw({ x: middleX, y: rect.y + size / 2 })
      const textY = rect.y + size + 0.8 * rowPx
      drawCentered(surface, control.text, { x: middleX, y: textY }, style)
      drawCentered(surface, control.caption, { x: middleX, y: textY + 0.8 * rowPx }, caption)
      x += control.widthPx + gapPx
    }
  })
}

/** Shares of the wheel's diameter. */
const WHEEL = { rim: 0.445, rimThickness: 0.095, hub: 0.12, spokeWidth: 0.075, mark: 0.22 }
/** Opacity of a wheel whose angle is not known. */
const UNKNOWN_ALPHA = 0.3

function wheelControl(
  surface: Surface,
  sample: MatchedSample | null,
  { size, color, textColor, steering }: ControlsOptions,
): Control {
  const value = readNumber(sample, steering.field)
  const angleDeg = value === null ? null : toDegrees(value, steering.unit)
  const clockwiseDeg = (steering.positive === 'left' ? -1 : 1) * (angleDeg ?? 0)
  return {
    widthPx: size,
    caption: '',
    text: angleDeg === null ? NO_VALUE : `${numberText(angleDeg, 0)}°`,
    draw(center) {
      const alpha = angleDeg === null ? UNKNOWN_ALPHA : 1
      const turnRad = (clockwiseDeg * Math.PI) / 180
      const at = (share: number, angleRad: number): Point =>
        pointOnCircle(center, share * size, angleRad + turnRad)
      const [inner, outer] = [0.97 * WHEEL.hub, WHEEL.rim - 0.46 * WHEEL.rimThickness]
      for (const spokeRad of [0, Math.PI / 2, Math.PI]) {
        // They hardly reach into hub and rim: where shapes overlap, a faint wheel is brighter.
        const points = [
          at(inner, spokeRad - WHEEL.spokeWidth / 2 / inner),
          at(outer, spokeRad - WHEEL.spokeWidth / 2 / outer),
          at(outer, spokeRad + WHEEL.spokeWidth / 2 / outer),
          at(inner, spokeRad + WHEEL.spokeWidth / 2 / inner),
        ]
        surface.fillShape({ kind: 'polygon', points }, textColor, alpha)
      }
      surface.fillShape({ kind: 'circle', center, radiusPx: WHEEL.hub * size }, textColor, alpha)
      const ring = { center, radiusPx: WHEEL.rim * size }
      const thicknessPx = WHEEL.rimThickness * size
      surface.strokeShape({ kind: 'circle', ...ring }, textColor, thicknessPx, alpha)
      if (angleDeg === null) return
      const topRad = turnRad - Math.PI / 2
      surface.fillShape(
        {
          kind: 'band',
          center,
          innerPx: ring.radiusPx - thicknessPx / 2,
          outerPx: ring.radiusPx + thicknessPx / 2,
          fromRad: topRad - WHEEL.mark / 2,
          toRad: topRad + WHEEL.mark / 2,
        },
        color,
      )
    },
  }
}

function pedalControl(
  surface: Surface,
  sample: MatchedSample | null,
  { name, caption }: (typeof PEDALS)[number],
  options: ControlsOptions,
  { font }: TextStyle,
): Control {
  const { size, pedalMax, textColor } = options
  const { field, color } = options[name]
  const value = readNumber(sample, field)
  const share = value === null ? null : shareOf(value, { min: 0, max: pedalMax })
  const widthPx = PEDAL.width * size
  return {
    // No wider with a number of three digits than with one.
    widthPx: Math.max(widthPx, surface.measureText('100', font).widthPx),
    caption,
    text: share === null ? NO_VALUE : numberText(share * 100, 0),
    draw(middle) {
      const track = {
        x: middle.x - widthPx / 2,
        y: middle.y - size / 2,
        width: widthPx,
        height: size,
      }
      surface.clipTo({ kind: 'rounded', rect: track, radiusPx: 0.3 * widthPx }, () => {
        surface.fillRect(track, textColor, TRACK_ALPHA)
        const height = (share ?? 0) * size
        surface.fillRect({ ...track, y: track.y + size - height, height }, color)
      })
    },
  }
}

function gearControl(
  surface: Surface,
  sample: MatchedSample | null,
  { size, gear, font }: ControlsOptions,
  style: TextStyle,
): Control {
  const widthPx = GEAR.width * size
  const text = gearText(sample, gear.field)
  const letter = { ...style, font: { ...style.font, sizePx: GEAR.letter * size } }
  return {
    widthPx: Math.max(widthPx, 2 * font.size),
    caption: 'GEAR',
    text: '',
    draw(middle) {
      if (text !== '') drawFitted(surface, text, middle, letter, widthPx)
    },
  }
}

/** `3`, `N` for 0, `R` below it, or the log's own text. */
function gearText(sample: MatchedSample | null, field: string): string {
  const found = sample && readPath(sample.record, field)
  if (typeof found === 'string') return found
  const gear = readNumber(sample, field)
  if (gear === null) return NO_VALUE
  // Between two records, an interpolated gear is none that exists.
  const whole = Math.round(gear)
  return whole < 0 ? 'R' : whole === 0 ? 'N' : String(whole)
}
