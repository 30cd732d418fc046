import { TextBuffer } from '../text-buffer.ts'
import { SensorCollector } from './sensor-collector.ts'
import type { ParsedSensor } from './sensor-collector.ts'

/** Builds a log from records that have no text of their own. */
export class TrackBuilder {
  recordCount = 0
  private readonly text = new TextBuffer()
  private readonly collector: SensorCollector

  /** @param file path inside the recording, for the problems */
  constructor(file: string) {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    this.collector = new SensorCollector(options)
  }

  /**
   * @param timestampMs ms on the clock of the log
   * @param fields plain data; those that are undefined are left out
   */
  add(timestampMs: number, fields: Readonly<Record<string, unknown>>): void {
    const record = { timestamp_ms: timestampMs, ...fields }
    const start = this.text.byteLength
    this.text.append(JSON.stringify(record))
    const line = ++this.recordCount
    this.collector.add({ line, start, end: this.text.byteLength, record })
  }

  /**
   * @param line null where the file has no lines
   * @param kind faults of one kind are counted together
   * @param fault as a clause without a full stop
   * @param fields of a record without a time, so that they are known
   */
  addFault(
    line: number | null,
    kind: string,
    fault: string,
    fields: Readonly<Record<string, unknown>> | null = null,
  ): void {
    this.collector.addFault(line, { kind, fault }, fields)
  }

  /** @param recordName what a record is called in the format, e.g. `point` */
  finish(recordName: string): ParsedSensor {
    // The format says where the times are: there is nothing to choose.
    return { ...this.collector.finish(recordName), text: this.text.toBytes(), columns: [] }
  }
}
