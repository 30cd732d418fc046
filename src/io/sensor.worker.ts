import { describeThrown } from '../core/errors.ts'
import { parseSensor } from './parse-sensor.ts'
import type { ParsedSensor, SensorParseOptions } from './parse-sensor.ts'

export interface SensorRequest {
  file: File
  options: SensorParseOptions
}

export type SensorReply =
  { kind: 'parsed'; parsed: ParsedSensor } | { kind: 'failed'; message: string }

addEventListener('message', ({ data }: MessageEvent<SensorRequest>) => void answer(data))

async function answer({ file, options }: SensorRequest): Promise<void> {
  try {
    const parsed = parseSensor(new Uint8Array(await file.arrayBuffer()), options)
    const { timesMs, text, starts, ends } = parsed
    const reply: SensorReply = { kind: 'parsed', parsed }
    postMessage(reply, {
      transfer: [timesMs.buffer, text.buffer, starts.buffer, ends.buffer],
    })
  } catch (thrown) {
    const reply: SensorReply = { kind: 'failed', message: describeThrown(thrown) }
    postMessage(reply)
  }
}
