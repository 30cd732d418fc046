import { channelsOf, readThemeColours } from '../parts/theme-colours.ts'

/** A colour as red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

/** The colours of the theme, as the painter of lanes needs them. */
export interface LanePalette {
  ground: Rgb
  /** Where the log has nothing. */
  uncovered: Rgb
  hatch: Rgb
  records: Rgb
  chosenRecords: Rgb
  frames: Rgb
  /** In their order in a lane. */
  curves: readonly Rgb[]
}

/** The colours of curves, in their order in a lane. */
export const CURVE_COLOURS = ['--load', '--save', '--match', '--draw'] as const
export type CurveColour = (typeof CURVE_COLOURS)[number]

export function colourOf(index: number): CurveColour {
  return CURVE_COLOURS[index % CURVE_COLOURS.length] ?? '--load'
}

/** Reads the colours at an element. An effect that calls this runs again when the theme changes. */
export function readLanePalette(element: HTMLElement): LanePalette {
  return readThemeColours(element, (readColour) => {
    const read = (name: string): Rgb => channelsOf(readColour(name))
    return {
      ground: read('--sunken'),
      uncovered: read('--panel'),
      hatch: read('--hairline'),
      records: read('--edge'),
      chosenRecords: read('--lane'),
      frames: read('--edge'),
      curves: CURVE_COLOURS.map(read),
    }
  })
}
