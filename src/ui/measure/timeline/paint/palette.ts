import { STEPS } from '../../../../measure/index.ts'
import type { Step } from '../../../../index.ts'
import { channelsOf, readThemeColours } from '../../../parts/theme-colours.ts'
import type { Ink, Pixel } from './paint-columns.ts'

/** The colours of the theme, in the forms that a canvas and pixels need. */
export interface Palette {
  text: string
  muted: string
  accent: string
  warning: string
  error: string
  ground: string
  /** The colour of numbers inside blocks. */
  onBlock: string
  fontFamily: string
  grid: Pixel
  waitingLine: Pixel
  waitingArea: Ink
  /** The colours of each step. */
  inks: Ink[]
}

/** A step has the colour of its stage. Steps of the disk are striped. */
export const STEP_LOOKS = {
  read: { colour: '--load', isStriped: true },
  decode: { colour: '--load', isStriped: false },
  draw: { colour: '--draw', isStriped: false },
  walk: { colour: '--save', isStriped: false },
  splice: { colour: '--save', isStriped: false },
  encode: { colour: '--save', isStriped: false },
  write: { colour: '--save', isStriped: true },
} as const satisfies Record<Step, { colour: string; isStriped: boolean }>

/** How much of the step's colour a stripe has. The rest is the background. */
const STRIPE_SHARE = 0.4

/** Reads the colours at an element. An effect that calls this runs again when the theme changes. */
export function readPalette(element: HTMLElement): Palette {
  const { fontFamily } = getComputedStyle(element)
  return readThemeColours(element, (read) => {
    const ground = read('--sunken')
    const hairline = toPixel(channelsOf(read('--hairline')))
    return {
      text: read('--text'),
      muted: read('--muted'),
      accent: read('--accent'),
      warning: read('--warning'),
      error: read('--error'),
      ground,
      onBlock: read('--on-accent'),
      fontFamily,
      grid: hairline,
      waitingLine: toPixel(channelsOf(read('--edge'))),
      waitingArea: { plain: hairline, stripe: hairline },
      inks: STEPS.map((step) => {
        const { colour, isStriped } = STEP_LOOKS[step]
        const channels = channelsOf(read(colour))
        const mixed = channels.map(
          (value, index) =>
            value * STRIPE_SHARE + (channelsOf(ground)[index] ?? 0) * (1 - STRIPE_SHARE),
        )
        return { plain: toPixel(channels), stripe: toPixel(isStriped ? mixed : channels) }
      }),
    }
  })
}

function toPixel([red = 0, green = 0, blue = 0]: readonly number[]): Pixel {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
}
