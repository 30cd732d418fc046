import type { Surface } from '../../surface.ts'
import { drawCentered, drawFitted } from '../label.ts'
import { numberText, textStyles, TRACK_ALPHA } from '../scale/instrument.ts'
import { roundUp, ticksBetween } from '../scale/scale.ts'
import { parseZones, zoneColorAt } from '../scale/zones.ts'
import { TURNS_DEG } from './gauge-specs.ts'
import type { GaugeOptions } from './gauge-specs.ts'
import { angleAt, drawNumbers, drawZones, scaleArc, SMALL_TEXT_SHARE } from './round-scale.ts'
import type { Round } from './round-scale.ts'

/** Shares of the radius. */
const RING = {
  middle: 0.91,
  thickness: 0.17,
  zoneInner: 0.76,
  zoneOuter: 0.79,
  numbers: 0.58,
  valueWidth: 0.98,
  arcLabel: 0.72,
}

/** A thick arc to be filled, with its numbers, its label and its unit; a donut goes all around. */
export function drawRing(
  surface: Surface,
  { center, radiusPx }: Round,
  options: GaugeOptions,
): void {
  const { min, max, style, textColor } = options
  const styles = textStyles(options, SMALL_TEXT_SHARE)
  const zones = parseZones(options.zones)
  const arc = scaleArc(center, RING.middle * radiusPx, options)
  surface.strokeShape(arc, textColor, RING.thickness * radiusPx, TRACK_ALPHA)
  drawZones(surface, zones, options, center, RING.zoneInner * radiusPx, RING.zoneOuter * radiusPx)
  if (style === 'arc' && options.ticks.numbers) {
    const step = options.ticks.step ?? roundUp((max - min) / TURNS_DEG.arc.mostSteps)
    const numbers = ticksBetween(min, max, step)
    drawNumbers(surface, numbers, step, center, RING.numbers * radiusPx, styles.small, options)
  }
  const rowPx = (styles.large.font.sizePx + styles.small.font.sizePx * options.font.lineSpacing) / 2
  drawCentered(surface, options.unit, { x: center.x, y: center.y + rowPx }, styles.small)
  const labelY = style === 'arc' ? center.y + RING.arcLabel * radiusPx : center.y - rowPx
  drawCentered(surface, options.label ?? options.field, { x: center.x, y: labelY }, styles.small)
}

/** The arc from zero to the value, and the number in the middle. */
export function drawRingValue(
  surface: Surface,
  { center, radiusPx }: Round,
  value: number | null,
  options: GaugeOptions,
): void {
  if (value !== null) {
    const [zeroRad, valueRad] = [angleAt(0, options), angleAt(value, options)]
    const [fromRad, toRad] = [Math.min(zeroRad, valueRad), Math.max(zeroRad, valueRad)]
    const color = zoneColorAt(parseZones(options.zones), value) ?? options.color
    const arc = { kind: 'arc', center, radiusPx: RING.middle * radiusPx, fromRad, toRad } as const
    if (fromRad < toRad) surface.strokeShape(arc, color, RING.thickness * radiusPx)
  }
  const { large } = textStyles(options, SMALL_TEXT_SHARE)
  const text = numberText(value, options.decimals)
  drawFitted(surface, text, center, large, RING.valueWidth * radiusPx)
}
