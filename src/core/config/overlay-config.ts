import type { Channels } from '../channels/channel-specs.ts'
import { renderers } from '../draw/renderers/index.ts'
import type { RendererOptions, RendererType } from '../draw/renderers/index.ts'
import { layerSpecs } from './layer-specs.ts'
import type { LayerOptions } from './layer-specs.ts'
import type { layoutSpecs } from './layout-specs.ts'
import type { OptionValues } from './option-specs.ts'
import type { OutputConfig } from './output-specs.ts'
import { defaultOptions } from './parse-options.ts'
import type { RangeConfig } from './range-specs.ts'
import type { recordingSpecs } from './recording-specs.ts'
import type { SensorConfig } from './sensor-config.ts'
import { sensorSpecs } from './sensor-specs.ts'
import type { Theme } from './theme-specs.ts'

/** One overlay: its kind, the sensor it shows, its options. Later ones are drawn over earlier ones. */
export type RendererConfig = {
  [Type in RendererType]: {
    type: Type
    sensor: string | null
    options: RendererOptions<Type>
  } & LayerOptions
}[RendererType]

/** All that `overlane.yaml` says. */
export interface OverlayConfig {
  /** IANA name; null is the viewer's own. */
  timeZone: string | null
  /**
   * The frame height that lengths are for, in px; on other frames they are scaled. Null: lengths are
   * pixels of any frame.
   */
  referenceHeight: number | null
  /** Of all renderers that do not choose their own. */
  units: OptionValues<typeof layoutSpecs>['units']
  /** What the renderers inherit. Their options here are complete, with what they inherited. */
  theme: Theme
  /** How far from the edges of the frame the page puts renderers, in px of the layout. */
  safeMargin: number
  recording: OptionValues<typeof recordingSpecs>
  /** By sensor name. A log that is not listed is matched with the defaults. */
  sensors: Record<string, SensorConfig>
  /** By name. A channel stands wherever a field of a log can. */
  channels: Channels
  renderers: RendererConfig[]
  range: RangeConfig
  output: OutputConfig
}

/** The defaults of one sensor. */
export function defaultSensorConfig(): SensorConfig {
  return { ...defaultOptions(sensorSpecs), syncPoints: [] }
}

/** A renderer with its default options. */
export function defaultRendererConfig(type: RendererType, sensor: string | null): RendererConfig {
  return {
    type,
    sensor,
    ...defaultOptions(layerSpecs),
    options: defaultOptions(renderers[type].specs),
  } as RendererConfig
}
