import type { RendererOptions, RendererType } from '../renderers/index.ts'

/** Some of the options, also of those inside groups. */
type SomeOptions<Options> = {
  [Name in keyof Options]?: Options[Name] extends object
    ? SomeOptions<Options[Name]>
    : Options[Name]
}

/**
 * A look that is ready to choose. All that it does not say is as the renderer, or the theme, has it.
 * It names no field of a log: where it has a field, this is a role of a layout, such as `speed`.
 */
export interface Preset<Options = Record<string, unknown>> {
  /** In snake_case. */
  name: string
  title: string
  options: SomeOptions<Options>
}

/** The presets of some kinds of renderers. */
export type PresetsOf<Types extends RendererType> = {
  readonly [Type in Types]: readonly Preset<RendererOptions<Type>>[]
}
