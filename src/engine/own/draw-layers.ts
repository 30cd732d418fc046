import type { SharedData } from '../../core/draw/shared-data.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { FrameJob, Layer } from '../../core/plan/frame-job.ts'
import type { OwnModule } from '../../core/own/own-module.ts'
import type { Sandbox } from '../../io/own/sandbox.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { requestOf } from './draw-request-of.ts'
import type { OwnLayer } from './draw-request-of.ts'

/** Of this thread. It ends with the thread. */
let sandbox: Promise<Sandbox> | null = null

/** The page is smaller without what only few recordings need. */
export function openSandbox(): Promise<Sandbox> {
  sandbox ??= import('../../io/own/sandbox.ts').then((loaded) => new loaded.Sandbox())
  return sandbox
}

/** Lets the modules of a job's layers draw. @throws as `withDrawings` does */
export async function drawLayers(
  job: FrameJob,
  frame: FrameSize,
  shared: SharedData,
): Promise<Layer[]> {
  const layers: Layer[] = []
  for (const layer of job.layers) {
    layers.push(layer.type === 'own' ? await withDrawing(layer, job, frame, shared) : layer)
  }
  return layers
}

async function withDrawing(
  layer: OwnLayer,
  job: FrameJob,
  frame: FrameSize,
  shared: SharedData,
): Promise<Layer> {
  const module = moduleIn(shared, layer)
  const opened = await openSandbox()
  try {
    const request = requestOf(layer, job, module, frame, shared)
    return { ...layer, drawing: await opened.draw(module, request) }
  } catch (thrown) {
    throw rendererFailed(module, job.frameIndex, thrown)
  }
}

/** The module of a layer. */
export function moduleIn({ modules }: SharedData, { options }: OwnLayer): OwnModule {
  const module = modules.get(options.module)
  if (module) return module
  throw new OverlaneError('internal', `The module ${options.module} is not in the plan.`)
}

/** The error of a module that was stopped. */
function rendererFailed({ path }: OwnModule, frameIndex: number, thrown: unknown): OverlaneError {
  const { message } = OverlaneError.from(thrown, 'renderer-failed')
  return new OverlaneError(
    'renderer-failed',
    `The renderer ${path} was stopped on frame ${frameIndex}: ${message}`,
    { frameIndex, file: path },
    { cause: thrown },
  )
}
