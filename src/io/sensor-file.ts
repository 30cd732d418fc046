import { OverlaneError } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { SensorRecord, SensorTrack } from '../core/recording.ts'
import { parseSensor } from './parse-sensor.ts'
import type { ParsedSensor, SensorParseOptions } from './parse-sensor.ts'
import type { SensorReply, SensorRequest } from './sensor.worker.ts'

/** Reads sensor logs in a thread of its own, so that a log of any length leaves the page free. */
export class SensorReader {
  // Where there are no workers (tests in Node) logs are read right here.
  private readonly worker =
    typeof Worker === 'undefined'
      ? null
      : new Worker(new URL('./sensor.worker.ts', import.meta.url), { type: 'module' })

  /** @throws OverlaneError `sensor-invalid` where the file cannot be read at all */
  async read(
    file: File,
    options: SensorParseOptions,
  ): Promise<{ track: SensorTrack; problems: Problem[] }> {
    const parsed = this.worker
      ? await parseInWorker(this.worker, { file, options })
      : parseSensor(new Uint8Array(await file.arrayBuffer()), options)
    return { track: toTrack(parsed, options.file), problems: parsed.problems }
  }

  close(): void {
    this.worker?.terminate()
  }
}

function parseInWorker(worker: Worker, request: SensorRequest): Promise<ParsedSensor> {
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => {
      const { file } = request.options
      reject(new OverlaneError('sensor-invalid', `${file} could not be read: ${message}`, { file }))
    }
    worker.onmessage = ({ data }: MessageEvent<SensorReply>) =>
      data.kind === 'parsed' ? resolve(data.parsed) : fail(data.message)
    worker.onerror = (event) => fail(event.message)
    worker.postMessage(request)
  })
}

function toTrack(parsed: ParsedSensor, file: string): SensorTrack {
  const decoder = new TextDecoder()
  const { timesMs, text, starts, ends } = parsed
  const durationMs = (timesMs[timesMs.length - 1] ?? 0) - (timesMs[0] ?? 0)
  return {
    name: file.replace(/\.[^./]+$/, ''),
    file,
    timesMs,
    recordAt: (index) =>
      JSON.parse(decoder.decode(text.subarray(starts[index], ends[index]))) as SensorRecord,
    fields: parsed.fields,
    recordsPerSecond: durationMs > 0 ? ((timesMs.length - 1) * 1000) / durationMs : 0,
    timeColumn: parsed.timeColumn,
    columns: parsed.columns,
  }
}
