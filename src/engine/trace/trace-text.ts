import { XxHash32 } from '../../codec/xxhash32.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FileText } from './file-text.ts'
import type { MatchTrace } from './match-trace.ts'
import { traceHeader, traceLine, unknownLine } from './trace-lines.ts'

/** What the output has of a frame. */
export type TracedFrame =
  | 'written'
  /** Kept of a run with other inputs or settings. */
  | 'unknown'
  | 'missing'

/** After about so many characters, the page gets time for other work. */
const CHARACTERS_AT_A_TIME = 1 << 16

/** The trace of a run as text, made while it is read, so that it never is in the memory as a whole. */
export class TraceText implements FileText {
  sizeBytes = 0
  readonly content: ReadableStream<Uint8Array<ArrayBuffer>>
  private readonly checksum = new XxHash32()

  /** @param stateOf at a position of the plan */
  constructor(trace: MatchTrace, plan: FramePlan, stateOf: (position: number) => TracedFrame) {
    const encoder = new TextEncoder()
    let position = -1
    this.content = new ReadableStream({
      pull: (controller) => {
        let text = ''
        for (; position < plan.frames.length && text.length < CHARACTERS_AT_A_TIME; position++) {
          const frame = plan.frames[position]
          const state = frame ? stateOf(position) : null
          if (!frame) text += traceHeader(trace)
          else if (state === 'written') text += traceLine(trace, frame)
          else if (state === 'unknown') text += unknownLine(frame)
        }
        if (text === '') controller.close()
        else controller.enqueue(this.note(encoder.encode(text)))
      },
    })
  }

  get xxh32(): string {
    return this.checksum.digestText()
  }

  private note(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    this.sizeBytes += bytes.length
    this.checksum.update(bytes)
    return bytes
  }
}
