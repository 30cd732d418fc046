import { rendererOf, renderers } from '../draw/renderers/index.ts'
import type { RendererType } from '../draw/renderers/index.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { defaultRendererConfig } from './overlay-config.ts'
import type { RendererConfig } from './overlay-config.ts'
import { changeTheme, NO_THEME } from './theme-specs.ts'

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
 * @param theme what it inherits
 */
export function newRendererConfig(
  type: RendererType,
  sensors: readonly SensorTrack[],
  smallestFontPx = 0,
  theme = NO_THEME,
): RendererConfig {
  const first = rendererOf(type).needsSensor ? (sensors[0]?.name ?? null) : null
  const fitted = fitRenderer(type, sensors) ?? defaultRendererConfig(type, first)
  const options = changeTheme(renderers[type].specs, fitted.options, NO_THEME, theme)
  options.font.size = Math.max(options.font.size, smallestFontPx)
  // Raw times are for looking into a log, not for a film.
  if ('showTimestamp' in options) options.showTimestamp = false
  return { ...fitted, options } as RendererConfig
}
