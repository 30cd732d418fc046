import { rendererOf } from '../draw/renderers/index.ts'
import type { RendererType } from '../draw/renderers/index.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { defaultRendererConfig } from './overlay-config.ts'
import type { RendererConfig } from './overlay-config.ts'

/**
 * A renderer with the log that suits it best, and with the options that go with this log.
 * Null where it takes a log and none suits it.
 */
export function fitRenderer(
  type: RendererType,
  sensors: readonly SensorTrack[],
): RendererConfig | null {
  const renderer = rendererOf(type)
  if (!renderer.needsSensor && !renderer.mayHaveSensor) return defaultRendererConfig(type, null)
  let best: RendererConfig | null = null
  let bestScore = 0
  for (const track of sensors) {
    const fit = renderer.fit?.(track)
    if (!fit || fit.score <= bestScore) continue
    const { options, ...config } = defaultRendererConfig(type, track.name)
    bestScore = fit.score
    best = { ...config, options: { ...options, ...fit.options } } as RendererConfig
  }
  return best
}

/**
 * A renderer that the reader adds: it shows the log that suits it best, else the first one.
 * @param smallestFontPx its text is not smaller than this, in pixels of the layout
 */
export function newRendererConfig(
  type: RendererType,
  sensors: readonly SensorTrack[],
  smallestFontPx = 0,
): RendererConfig {
  const first = rendererOf(type).needsSensor ? (sensors[0]?.name ?? null) : null
  const config = fitRenderer(type, sensors) ?? defaultRendererConfig(type, first)
  const { font } = config.options
  font.size = Math.max(font.size, smallestFontPx)
  return config
}
