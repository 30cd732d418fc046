import type { FrameJob, RendererConfig } from '../../index.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A job in which what is dragged is where it is dragged to. Its records stay, as nothing is matched
 * again. Only the options that dragging changed are taken: the plan may have converted others.
 * @param planned the renderers that the job was planned for
 * @param dragged the same renderers, where they are dragged
 */
export function withDragged(
  job: FrameJob,
  planned: readonly RendererConfig[],
  dragged: readonly RendererConfig[],
): FrameJob {
  if (planned === dragged) return job
  const layers = job.layers.map((layer) => {
    const [before, after] = [planned[layer.rendererIndex], dragged[layer.rendererIndex]]
    if (!before || !after || before === after) return layer
    const [options, from, to] = [
      layer.options,
      before.options,
      after.options,
    ] as unknown as Values[]
    return { ...layer, options: changed(options ?? {}, from ?? {}, to ?? {}) }
  })
  return { ...job, layers: layers as FrameJob['layers'] }
}

function changed(values: Values, before: Values, after: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const [from, to] = [before[name], after[name]]
      if (from === to) return [name, value]
      const isGroup = [value, from, to].every((each) => typeof each === 'object' && each !== null)
      return [name, isGroup ? changed(value as Values, from as Values, to as Values) : to]
    }),
  )
}
