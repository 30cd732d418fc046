import { pointOnCircle } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { DARK_COLOR } from '../colors.ts'
import { drawCentered, drawFitted } from '../label.ts'
import { numberText, textStyles, TRACK_ALPHA } from '../scale/instrument.ts'
import type { TextStyles } from '../scale/instrument.ts'
import { roundUp, ticksBetween } from '../scale/scale.ts'
import { parseZones } from '../scale/zones.ts'
import { TURNS_DEG } from './gauge-specs.ts'
import type { GaugeOptions } from './gauge-specs.ts'
import { angleAt, drawNumbers, drawZones, scaleArc, SMALL_TEXT_SHARE } from './round-scale.ts'
import type { Round } from './round-scale.ts'

/** Shares of the radius. */
const DIAL = {
  edge: 0.97,
  edgeThickness: 0.02,
  zoneInner: 0.91,
  tickOuter: 0.97,
  majorInner: 0.85,
  minorInner: 0.91,
  majorThickness: 0.022,
  minorThickness: 0.012,
  numbers: 0.71,
  label: -0.32,
  value: 0.56,
  valueWidth: 0.66,
  unit: 0.82,
}

/** A scale with ticks, its label and its unit. */
export function drawDial(
  surface: Surface,
  { center, radiusPx }: Round,
  options: GaugeOptions,
): void {
  const styles = textStyles(options, SMALL_TEXT_SHARE)
  const zones = parseZones(options.zones)
  const at = (share: number): Point => ({ x: center.x, y: center.y + share * radiusPx })
  const edge = scaleArc(center, DIAL.edge * radiusPx, options)
  surface.strokeShape(edge, options.textColor, DIAL.edgeThickness * radiusPx, 2 * TRACK_ALPHA)
  drawZones(surface, zones, options, center, DIAL.zoneInner * radiusPx, DIAL.edge * radiusPx)
  drawTicks(surface, { center, radiusPx }, styles, options)

  drawCentered(surface, options.label ?? options.field, at(DIAL.label), styles.small)
  drawCentered(surface, options.unit, at(DIAL.unit), styles.small)
}

/** The value as a number and by a needle. */
export function drawNeedle(
  surface: Surface,
  { center, radiusPx }: Round,
  value: number | null,
  options: GaugeOptions,
): void {
  const { large } = textStyles(options, SMALL_TEXT_SHARE)
  const text = numberText(value, options.decimals)
  const place = { x: center.x, y: center.y + DIAL.value * radiusPx }
  drawFitted(surface, text, place, large, DIAL.valueWidth * radiusPx)
  if (value !== null) pointAt(surface, { center, radiusPx }, angleAt(value, options), options)
  else {
    const hub = { kind: 'circle', center, radiusPx: 0.07 * radiusPx } as const
    surface.fillShape(hub, options.textColor, 0.4)
  }
}

function drawTicks(
  surface: Surface,
  { center, radiusPx }: Round,
  { small }: TextStyles,
  options: GaugeOptions,
): void {
  const { min, max, ticks, textColor } = options
  const step = ticks.step ?? roundUp((max - min) / TURNS_DEG.dial.mostSteps)
  const lineAt = (tick: number, inner: number): [Point, Point] => {
    const angle = angleAt(tick, options)
    return [
      pointOnCircle(center, DIAL.tickOuter * radiusPx, angle),
      pointOnCircle(center, inner * radiusPx, angle),
    ]
  }
  const majors = ticksBetween(min, max, step)
  const minors = ticksBetween(min, max, step / minorCount(step))
  const strokeTicks = (places: readonly number[], inner: number, share: number, alpha: number) => {
    const lines = places.map((place) => lineAt(place, inner))
    if (lines.length === 0) return
    surface.strokeShape({ kind: 'lines', lines }, textColor, share * radiusPx, alpha)
  }
  strokeTicks(minors, DIAL.minorInner, DIAL.minorThickness, 0.7)
  strokeTicks(majors, DIAL.majorInner, DIAL.majorThickness, 1)
  if (ticks.numbers)
    drawNumbers(surface, majors, step, center, DIAL.numbers * radiusPx, small, options)
}

/** Into how many parts the stretch between two numbers is divided: round ones. */
function minorCount(step: number): number {
  const leading = Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9))
  return leading % 2 === 0 ? 4 : 5
}

/** Shares of the radius: along the needle, and to its sides. */
const NEEDLE = { tip: 0.86, tail: -0.18, tipWidth: 0.008, width: 0.032, hub: 0.075, pin: 0.028 }

function pointAt(
  surface: Surface,
  { center, radiusPx }: Round,
  angle: number,
  { color }: GaugeOptions,
): void {
  const [cos, sin] = [Math.cos(angle) * radiusPx, Math.sin(angle) * radiusPx]
  const corner = (along: number, aside: number): Point => ({
    x: center.x + along * cos - aside * sin,
    y: center.y + along * sin + aside * cos,
  })
  const points = [
    corner(NEEDLE.tail, -NEEDLE.width),
    corner(NEEDLE.tip, -NEEDLE.tipWidth),
    corner(NEEDLE.tip, NEEDLE.tipWidth),
    corner(NEEDLE.tail, NEEDLE.width),
  ]
  // A dark edge keeps the needle apart from the zones and the numbers.
  surface.strokeShape({ kind: 'polygon', points }, 'black', 0.03 * radiusPx, 0.35)
  surface.fillShape({ kind: 'polygon', points }, color)
  surface.fillShape({ kind: 'circle', center, radiusPx: NEEDLE.hub * radiusPx }, color)
  surface.fillShape({ kind: 'circle', center, radiusPx: NEEDLE.pin * radiusPx }, DARK_COLOR)
}
