import { createSurface } from '../../core/draw/create-surface.ts'
import { drawBox } from '../../core/draw/parts/box.ts'
import type { Context2D, Surface } from '../../core/draw/surface.ts'
import type { DrawCommand } from '../../core/own/draw-command.ts'
import { ModuleFault, parseModule } from '../../core/own/own-module.ts'
import type { OwnModule } from '../../core/own/own-module.ts'
import {
  DrawingFault,
  MOST_CALLS,
  parseCommands,
  parseQuestion,
} from '../../core/own/parse-commands.ts'
import type { DrawRequest, ModuleText } from './draw-request.ts'
import { OwnFault } from './own-fault.ts'
import { dropInterpreter, loadInterpreter, Realm } from './realm.ts'

/** Measures text as the canvas of the frame does. Nothing of it is seen. */
export type MeasuringContext = () => Context2D

/**
 * Asks a module what it is.
 * @throws OwnFault
 */
export async function describeModule({ path, source }: ModuleText): Promise<OwnModule> {
  return inRealm({ path, source }, (realm) => parseModule(path, source, realm.describe()))
}

/**
 * Draws one frame in a realm of its own, so that nothing of another frame can be in it.
 * @throws OwnFault
 */
export async function drawModule(
  module: ModuleText,
  request: DrawRequest,
  measuring: MeasuringContext,
): Promise<DrawCommand[]> {
  return inRealm(module, (realm) => parseCommands(JSON.parse(drawIn(realm, request, measuring))))
}

/**
 * Draws frames one after the other in one realm, and in the other order in another one. What a module
 * keeps between frames shows as a difference.
 * @throws OwnFault `keeps-state`, or why a frame cannot be drawn
 */
export async function compareOrders(
  module: ModuleText,
  requests: readonly DrawRequest[],
  measuring: MeasuringContext,
): Promise<void> {
  const drawAll = (frames: readonly DrawRequest[]): Promise<string[]> =>
    inRealm(module, (realm) =>
      frames.map((each) => {
        const drawn = drawIn(realm, each, measuring)
        parseCommands(JSON.parse(drawn))
        return drawn
      }),
    )
  const forwards = await drawAll([...requests, ...requests.slice(0, 1)])
  const backwards = (await drawAll(requests.toReversed())).toReversed()
  const differing = requests.find(
    (_, index) =>
      forwards[index] !== backwards[index] || (index === 0 && forwards[0] !== forwards.at(-1)),
  )
  if (!differing) return
  const message = `it draws frame ${differing.input.frameIndex} differently when it draws other frames before: it keeps something between frames.`
  throw new OwnFault({ reason: 'keeps-state', message })
}

function drawIn(
  realm: Realm,
  { input, series, frame, referenceHeightPx, box }: DrawRequest,
  measuring: MeasuringContext,
): string {
  const surface = createSurface(measuring(), frame, { referenceHeightPx })
  const { widthPx, heightPx, scale } = surface
  const given = JSON.stringify({ surface: { widthPx, heightPx, scale }, input })
  let questionCount = 0
  return realm.draw(given, series, (question) => {
    if (++questionCount > MOST_CALLS) {
      const message = `it asks its surface over ${MOST_CALLS} things for one frame.`
      throw new OwnFault({ reason: 'wrong', message })
    }
    return JSON.stringify(answerQuestion(surface, box, JSON.parse(question)))
  })
}

function answerQuestion(surface: Surface, box: DrawRequest['box'], question: unknown): object {
  const asked = parseQuestion(question)
  return asked.call === 'box'
    ? drawBox(surface, asked, box)
    : surface.measureText(asked.text, asked.font)
}

async function inRealm<Result>(
  { path, source }: ModuleText,
  work: (realm: Realm) => Result,
): Promise<Result> {
  const interpreter = await loadInterpreter()
  let realm: Realm | null = null
  try {
    realm = new Realm(interpreter, path, source)
    return work(realm)
  } catch (thrown) {
    const fault = toFault(thrown)
    if (fault.isFatal) dropInterpreter()
    throw fault
  } finally {
    realm?.close()
  }
}

function toFault(thrown: unknown): OwnFault {
  if (thrown instanceof OwnFault) return thrown
  if (thrown instanceof DrawingFault || thrown instanceof ModuleFault) {
    return new OwnFault({ reason: 'wrong', message: thrown.message })
  }
  // The interpreter itself gave up, for instance because its memory ran out.
  const message = `it broke the sandbox (${String(thrown).slice(0, 200)}).`
  return new OwnFault({ reason: 'too-much-memory', message })
}
