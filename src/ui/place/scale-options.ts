import { renderers } from '../../index.ts'
import type { OptionSpec, OptionSpecs, RendererConfig } from '../../index.ts'
import { tidy } from './box-position.ts'

type Values = Readonly<Record<string, unknown>>

/** The option that is the width or the height of a renderer. The other lengths do not follow it. */
export interface SideOptions {
  width: string | null
  height: string | null
}

/** Which sides of a renderer can be changed alone. */
export function sidesOf({ type, options }: RendererConfig): SideOptions {
  const specs: OptionSpecs = renderers[type].specs
  const lengthOf = (name: string): string | null => (isLength(specs[name]) ? name : null)
  if (type === 'bar') {
    const isHorizontal = options.direction === 'horizontal'
    return { width: isHorizontal ? 'length' : null, height: isHorizontal ? null : 'length' }
  }
  return { width: lengthOf('width'), height: lengthOf('height') }
}

/** Makes the sides longer by so many pixels of the layout. */
export function stretchOptions(
  renderer: RendererConfig,
  by: { width: number; height: number },
): RendererConfig {
  const specs: OptionSpecs = renderers[renderer.type].specs
  const sides = sidesOf(renderer)
  let options: Values = { ...renderer.options }
  for (const side of ['width', 'height'] as const) {
    const name = sides[side]
    const spec = name === null ? undefined : specs[name]
    if (name === null || !isLength(spec)) continue
    options = { ...options, [name]: clamped(spec, Math.round(Number(options[name]) + by[side])) }
  }
  return { ...renderer, options } as RendererConfig
}

/** Makes a renderer larger or smaller: all its lengths, but not its place. */
export function scaleOptions(renderer: RendererConfig, share: number): RendererConfig {
  const { position } = renderer.options
  const scaled = scaleTree(renderers[renderer.type].specs, { ...renderer.options }, share)
  return { ...renderer, options: { ...scaled, position } } as RendererConfig
}

/** The share nearest to another one for which the size of the renderer is a whole number. */
export function wholeShare({ options }: RendererConfig, share: number): number {
  const size = 'size' in options ? options.size : options.font.size
  return Math.max(1, Math.round(size * share)) / size
}

function scaleTree(specs: OptionSpecs, values: Values, share: number): Values {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const value = values[name]
      if (spec.kind === 'group') return [name, scaleTree(spec.options, value as Values, share)]
      if (typeof value !== 'number' || !isLength(spec)) return [name, value]
      return [name, clamped(spec, tidy(value * share))]
    }),
  )
}

type LengthSpec = Extract<OptionSpec, { unit?: string }>

function isLength(spec: OptionSpec | undefined): spec is LengthSpec {
  return spec !== undefined && 'unit' in spec && spec.unit === 'px'
}

function clamped({ min = -Infinity, max = Infinity, integer }: LengthSpec, value: number): number {
  return Math.min(max, Math.max(min, integer ? Math.round(value) : value))
}
