import { createSubscriber } from 'svelte/reactivity'
import { MOST_CURVES } from './lanes-state.svelte.ts'

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
  ticks: Rgb
  frames: Rgb
  curves: readonly Rgb[]
}

/** The colours of curves, in their order in a lane. */
export const CURVE_COLOURS = ['--load', '--save', '--match', '--draw'] as const
export type CurveColour = (typeof CURVE_COLOURS)[number]

export function colourOf(index: number): CurveColour {
  return CURVE_COLOURS[index % MOST_CURVES] ?? '--load'
}

const watchTheme = createSubscriber((update) => {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const observer = new MutationObserver(update)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  system.addEventListener('change', update)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', update)
  }
})

/** Reads the colours at an element. An effect that calls this runs again when the theme changes. */
export function readLanePalette(element: HTMLElement): LanePalette {
  watchTheme()
  const style = getComputedStyle(element)
  const { color: colorBefore } = element.style
  const read = (name: string): Rgb => {
    element.style.color = `var(${name})`
    const [red = 0, green = 0, blue = 0] = (style.color.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue]
  }
  const palette = {
    ground: read('--sunken'),
    uncovered: read('--panel'),
    hatch: read('--hairline'),
    records: read('--edge'),
    chosenRecords: read('--lane'),
    ticks: read('--muted'),
    frames: read('--edge'),
    curves: CURVE_COLOURS.map(read),
  }
  element.style.color = colorBefore
  return palette
}
