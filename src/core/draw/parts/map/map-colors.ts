import type { Series } from '../../../time/series.ts'
import { shareOf } from '../scale/scale.ts'
import type { MapOptions } from './map-specs.ts'

/** The colours of values along a track. */
export interface MapColors {
  /** From low to high. */
  colors: string[]
  lowest: number
  highest: number
  indexOf: (value: number) => number
}

/** So many that no one sees a step. */
const COLOR_COUNT = 24

/** Null if the track is not coloured by a field, or the field has no value. */
export function mapColors(
  values: Series | null,
  { colorBy: { low, high, min, max } }: MapOptions,
): MapColors | null {
  if (!values || Number.isNaN(values.minValue)) return null
  const [lowest, highest] = [min ?? values.minValue, max ?? values.maxValue]
  const colors = Array.from({ length: COLOR_COUNT }, (_, index) => {
    const share = (100 * index) / (COLOR_COUNT - 1)
    // By the hue, so that the colours between are as strong as the ends.
    return `color-mix(in oklch, ${high} ${share.toFixed(1)}%, ${low})`
  })
  const limits = { min: lowest, max: highest }
  const indexOf = (value: number): number => Math.round(shareOf(value, limits) * (COLOR_COUNT - 1))
  return { colors, lowest, highest, indexOf }
}
