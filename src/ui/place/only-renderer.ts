import type { OverlayConfig, RendererConfig } from '../../index.ts'

/** What keeps a renderer from being drawn, taken away. */
const ALWAYS_SHOWN = {
  hidden: false,
  showWhen: null,
  show: { from: null, until: null, fadeIn: 0, fadeOut: 0 },
}

/** An overlay with nothing but one renderer, which is always shown. */
export function onlyRenderer(config: OverlayConfig, renderer: RendererConfig): OverlayConfig {
  return { ...config, renderers: [{ ...renderer, ...ALWAYS_SHOWN }] }
}
