import { rendererOf } from '../draw/renderers/index.ts'
import type { OverlayConfig } from './overlay-config.ts'

/** The paths of the images that the renderers of an overlay draw, each once, sorted. */
export function namedImages({ renderers }: Pick<OverlayConfig, 'renderers'>): string[] {
  const paths = renderers.flatMap(({ type, options }) =>
    (rendererOf(type).images?.(options) ?? []).map(({ path }) => path),
  )
  return [...new Set(paths)].sort()
}
