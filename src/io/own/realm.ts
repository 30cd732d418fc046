import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import type { ModuleExports } from '../../core/own/own-module.ts'
import { faultOf, MOST_MEMORY_BYTES, OwnFault, StepCount } from './own-fault.ts'
import preludeText from './prelude.js?raw'

const MOST_STACK_BYTES = 256 << 10

/** A curve as the sandbox gets it. */
export interface PlainSeries {
  timesMs: Float64Array<ArrayBuffer>
  values: Float64Array<ArrayBuffer>
}

let loading: Promise<QuickJSWASMModule> | null = null

/** An interpreter of JavaScript in WebAssembly, which has no way out of its own memory. */
export function loadInterpreter(): Promise<QuickJSWASMModule> {
  loading ??= newQuickJSWASMModuleFromVariant(variant)
  return loading
}

/** Its memory may be damaged: the next one is a new one. */
export function dropInterpreter(): void {
  loading = null
}

/**
 * A world of its own for one module: the language, a surface, and nothing else. There is no network,
 * no clock, no chance, no other file.
 */
export class Realm {
  private readonly file: string
  private readonly steps = new StepCount()
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly held: QuickJSHandle[] = []
  private readonly prelude: QuickJSHandle
  private readonly module: QuickJSHandle

  /**
   * Runs the module's own statements.
   * @throws OwnFault
   */
  constructor(interpreter: QuickJSWASMModule, file: string, source: string) {
    this.file = file
    this.runtime = interpreter.newRuntime()
    this.runtime.setMemoryLimit(MOST_MEMORY_BYTES)
    this.runtime.setMaxStackSize(MOST_STACK_BYTES)
    this.runtime.setInterruptHandler(() => this.steps.turn())
    this.context = this.runtime.newContext()
    try {
      this.prelude = this.take(this.context.evalCode(preludeText, 'surface'))
      this.steps.begin()
      this.module = this.take(this.context.evalCode(source, file, { type: 'module' }))
    } catch (thrown) {
      this.close()
      throw thrown
    }
  }

  /** @throws OwnFault */
  describe(): ModuleExports {
    const describe = this.hold(this.context.getProp(this.prelude, 'describe'))
    this.steps.begin()
    const text = this.take(this.context.callFunction(describe, this.prelude, this.module))
    return JSON.parse(this.context.getString(text)) as ModuleExports
  }

  /**
   * Draws one frame.
   * @param input as JSON
   * @param answer what the surface is asked, and what it says, as JSON
   * @returns the calls, as JSON
   * @throws OwnFault
   */
  draw(
    input: string,
    series: readonly PlainSeries[],
    answer: (question: string) => string,
  ): string {
    const { context } = this
    const drawFrame = this.hold(context.getProp(this.prelude, 'drawFrame'))
    const draw = this.hold(context.getProp(this.module, 'draw'))
    const lists = this.hold(context.newArray())
    series.forEach(({ timesMs, values }, index) => {
      const pair = this.hold(context.newArray())
      context.setProp(pair, 0, this.hold(context.newArrayBuffer(timesMs.buffer)))
      context.setProp(pair, 1, this.hold(context.newArrayBuffer(values.buffer)))
      context.setProp(lists, index, pair)
    })
    let failure: unknown = null
    const ask = this.hold(
      context.newFunction('ask', (question) => {
        try {
          return context.newString(answer(context.getString(question)))
        } catch (thrown) {
          failure = thrown
          throw thrown
        }
      }),
    )
    this.steps.begin()
    const given = this.hold(context.newString(input))
    try {
      const calls = this.take(
        context.callFunction(drawFrame, context.undefined, draw, given, lists, ask),
      )
      return context.getString(calls)
    } catch (thrown) {
      throw failure instanceof OwnFault ? failure : thrown
    }
  }

  /** Frees its memory. */
  close(): void {
    try {
      for (const handle of this.held) if (handle.alive) handle.dispose()
      this.context.dispose()
      this.runtime.dispose()
    } catch {
      // Memory that a hostile module has used up cannot always be given back.
      dropInterpreter()
    }
  }

  private hold(handle: QuickJSHandle): QuickJSHandle {
    this.held.push(handle)
    return handle
  }

  private take(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (!result.error) return this.hold(result.value)
    const thrown: unknown = this.context.dump(this.hold(result.error))
    throw faultOf(thrown, this.file, this.steps.isOver)
  }
}
