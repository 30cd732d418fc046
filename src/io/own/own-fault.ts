import { shorten } from '../../core/text/shorten.ts'

/** Why a renderer of one's own was stopped. */
export type OwnFaultReason = 'threw' | 'too-long' | 'too-much-memory' | 'keeps-state' | 'wrong'

/** What happened, as plain data. */
export interface OwnFaultData {
  reason: OwnFaultReason
  /** A clause about the renderer, with a full stop. */
  message: string
}

/** A renderer of one's own was stopped. */
export class OwnFault extends Error {
  readonly reason: OwnFaultReason

  constructor({ reason, message }: OwnFaultData) {
    super(message)
    this.reason = reason
  }

  /** Whether what it ran in may be damaged. */
  get isFatal(): boolean {
    return this.reason === 'too-long' || this.reason === 'too-much-memory'
  }
}

/** QuickJS asks after so many steps whether it shall go on. */
const STEPS_OF_TURN = 10_000
/** About half a second. It is counted and not timed, so that it is the same on every machine. */
const MOST_TURNS = 2500

/** Counts the steps of a module, which is stopped after too many. */
export class StepCount {
  private turnCount = 0

  begin(): void {
    this.turnCount = 0
  }

  /** @returns whether the module must stop */
  turn(): boolean {
    return ++this.turnCount > MOST_TURNS
  }

  get isOver(): boolean {
    return this.turnCount > MOST_TURNS
  }
}

const TOO_MANY_STEPS: OwnFaultData = {
  reason: 'too-long',
  message: `it takes over ${(MOST_TURNS * STEPS_OF_TURN) / 1e6} million steps for one frame, which is about half a second.`,
}

/**
 * The fault of what was thrown inside a sandbox, which may be anything.
 * @param file of the module
 */
export function faultOf(thrown: unknown, file: string, isOver: boolean): OwnFault {
  if (isOver) return new OwnFault(TOO_MANY_STEPS)
  const { name, message, stack } = Object(thrown) as Record<string, unknown>
  const said = typeof message === 'string' ? message : String(thrown)
  if (name === 'InternalError' && said.includes('out of memory')) {
    const text = `it uses more than ${MOST_MEMORY_BYTES >> 20} MiB of memory.`
    return new OwnFault({ reason: 'too-much-memory', message: text })
  }
  const line = typeof stack === 'string' ? lineIn(stack, file) : null
  const where = line === null ? '' : ` (line ${line})`
  const kind = typeof name === 'string' ? `${shorten(name)}: ` : ''
  return new OwnFault({
    reason: 'threw',
    message: `it threw ${kind}${said.slice(0, 300)}${where}.`,
  })
}

export const MOST_MEMORY_BYTES = 16 << 20

/** The first line of the module in a stack. */
function lineIn(stack: string, file: string): string | null {
  for (const step of stack.split('\n')) {
    const at = step.indexOf(`${file}:`)
    const line = at < 0 ? null : /^\d+/.exec(step.slice(at + file.length + 1))
    if (line) return line[0]
  }
  return null
}
