import type { OverlayConfig } from './overlay-config.ts'

/** The paths of the modules that an overlay draws with, each once, sorted. */
export function namedModules({ renderers }: Pick<OverlayConfig, 'renderers'>): string[] {
  const paths = renderers.flatMap((each) =>
    each.type === 'own' && each.options.module !== '' ? [each.options.module] : [],
  )
  return [...new Set(paths)].sort()
}
