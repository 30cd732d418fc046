import type { OptionValues } from '../../config/option-specs.ts'
import { attitude } from './attitude.ts'
import { bar } from './bar.ts'
import { chart } from './chart.ts'
import { compass } from './compass.ts'
import { controls } from './controls.ts'
import { events } from './events.ts'
import { frameInfo } from './frame-info.ts'
import { gMeter } from './g-meter.ts'
import { gauge } from './gauge.ts'
import { image } from './image.ts'
import { map } from './map.ts'
import { own } from './own.ts'
import type { Renderer } from './renderer.ts'
import { speed } from './speed.ts'
import { targets } from './targets.ts'
import { text } from './text.ts'
import { topView } from './top-view.ts'
import { value } from './value.ts'

/** Every renderer by its name in `overlane.yaml`, in the order of proposals. */
export const renderers = {
  frame_info: frameInfo,
  speed,
  targets,
  value,
  gauge,
  bar,
  text,
  controls,
  chart,
  map,
  events,
  compass,
  g_meter: gMeter,
  attitude,
  top_view: topView,
  image,
  own,
}

export type RendererType = keyof typeof renderers
export const RENDERER_TYPES = Object.keys(renderers) as RendererType[]

export type RendererOptions<Type extends RendererType = RendererType> = {
  [T in Type]: OptionValues<(typeof renderers)[T]['specs']>
}[Type]

/** A renderer without its option types. Its options always fit, as they are made from its specs. */
export function rendererOf(type: RendererType): Renderer {
  return renderers[type]
}
