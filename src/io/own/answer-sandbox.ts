import type { Context2D } from '../../core/draw/surface.ts'
import type { DrawCommand } from '../../core/own/draw-command.ts'
import type { OwnModule } from '../../core/own/own-module.ts'
import { loadOverlayFont } from '../images/overlay-font.ts'
import { compareOrders, describeModule, drawModule } from './draw-module.ts'
import type { DrawRequest, ModuleText } from './draw-request.ts'
import { OwnFault } from './own-fault.ts'
import type { OwnFaultData } from './own-fault.ts'
import { loadInterpreter } from './realm.ts'

/** What the thread of the sandbox is asked. */
export type SandboxRequest =
  | { kind: 'describe'; module: ModuleText }
  | { kind: 'draw'; module: ModuleText; frame: DrawRequest }
  | { kind: 'compare'; module: ModuleText; frames: DrawRequest[] }

/** What it answers. `ready` comes once, before all others. */
export type SandboxReply =
  | { kind: 'ready' }
  | { kind: 'described'; module: OwnModule }
  | { kind: 'drawn'; commands: DrawCommand[] }
  | { kind: 'same' }
  | { kind: 'fault'; fault: OwnFaultData }

/** Loads what drawing needs, so that its time does not count as that of a module. */
export async function prepareSandbox(): Promise<void> {
  await Promise.all([loadInterpreter(), loadOverlayFont()])
}

/** Does what was asked. A fault of the module is an answer, and not thrown. */
export async function answerSandbox(request: SandboxRequest): Promise<SandboxReply> {
  try {
    switch (request.kind) {
      case 'describe':
        return { kind: 'described', module: await describeModule(request.module) }
      case 'draw': {
        const { module, frame } = request
        return { kind: 'drawn', commands: await drawModule(module, frame, measuringContext) }
      }
      case 'compare':
        await compareOrders(request.module, request.frames, measuringContext)
        return { kind: 'same' }
    }
  } catch (thrown) {
    if (!(thrown instanceof OwnFault)) throw thrown
    const { reason, message } = thrown
    return { kind: 'fault', fault: { reason, message } }
  }
}

let context: OffscreenCanvasRenderingContext2D | null = null

function measuringContext(): Context2D {
  context ??= new OffscreenCanvas(1, 1).getContext('2d')
  if (!context) throw new Error('This browser gives no canvas.')
  return context
}
