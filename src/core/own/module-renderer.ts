import { parseOptions } from '../config/parse-options.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import { own } from '../draw/renderers/own.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import type { Renderer, SeriesRequest } from '../draw/renderers/renderer.ts'
import type { Problem } from '../errors.ts'
import type { FoundModule, OwnModule } from './own-module.ts'

type Modules = ReadonlyMap<string, FoundModule>

/** The module of a renderer of one's own; null if it is another renderer, or cannot be run. */
export function moduleOf(config: RendererConfig, modules: Modules): OwnModule | null {
  if (config.type !== 'own') return null
  const found = modules.get(config.options.module)
  return found?.kind === 'described' ? found.module : null
}

/** A renderer as its module describes it: with the options and the series of the module. */
export function rendererIn(config: RendererConfig, modules: Modules): Renderer {
  const module = moduleOf(config, modules)
  return module ? moduleRenderer(module) : rendererOf(config.type)
}

/**
 * The curves that a module asks for, in its order; null for one that no field was chosen for.
 * @param values of its options
 */
export function seriesRequests(
  { series }: OwnModule,
  values: Readonly<Record<string, unknown>>,
): (SeriesRequest | null)[] {
  return series.map(({ field, seconds }) => {
    const name = String(values[field])
    const length = typeof seconds === 'string' ? Number(values[seconds]) : seconds
    return name === '' ? null : { field: name, windowMs: length === null ? null : length * 1000 }
  })
}

function moduleRenderer(module: OwnModule): Renderer {
  const { label, specs } = module
  const fields = Object.values(specs).filter((spec) => spec.kind === 'field')
  return {
    ...own,
    label,
    needsSensor: fields.some(({ isOptional }) => !isOptional),
    specs: { ...own.specs, options: { kind: 'group', label, options: specs } },
    series(options) {
      const values = options.options as Readonly<Record<string, unknown>>
      return seriesRequests(module, values).filter((request) => request !== null)
    },
  }
}

/**
 * A renderer with all options of its module, also those that the file does not name.
 * @param problems told what is wrong with them
 */
export function withModuleOptions(
  config: RendererConfig,
  modules: Modules,
  path: string,
  problems: Problem[],
): RendererConfig {
  const module = moduleOf(config, modules)
  if (!module || config.type !== 'own') return config
  const given = config.options.options
  const options = parseOptions(module.specs, given, `${path}.options`, problems)
  return { ...config, options: { ...config.options, options } }
}
