import type { OptionValues } from '../../config/option-specs.ts'
import { frameInfo } from './frame-info.ts'
import { speed } from './speed.ts'
import { targets } from './targets.ts'

/** Every renderer by its name in `overlane.yaml`. */
export const renderers = { frame_info: frameInfo, speed, targets }

export type RendererType = keyof typeof renderers
export const RENDERER_TYPES = Object.keys(renderers) as RendererType[]

export type RendererOptions<Type extends RendererType = RendererType> = {
  [T in Type]: OptionValues<(typeof renderers)[T]['specs']>
}[Type]
