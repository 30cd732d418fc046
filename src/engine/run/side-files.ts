import { describeThrown, problem } from '../../core/errors.ts'
import { TIMESTAMPS_FILE_NAME, TRACE_FILE_NAME } from '../../core/plan/plan-frames.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { CheckedRun } from '../check/check-run.ts'
import { fileText } from '../trace/file-text.ts'
import type { FileText } from '../trace/file-text.ts'
import { MatchTrace } from '../trace/match-trace.ts'
import { TraceText } from '../trace/trace-text.ts'
import type { Delivery } from './delivery.ts'
import type { RenderOptions } from './render-options.ts'
import type { RunManifest } from './run-manifest.ts'
import type { RunRecord } from '../record/run-record.ts'

/** The files that a run writes beside its frames or its video: their times, and the trace. */
export class SideFiles {
  /** Of the files that were written. */
  readonly names: string[] = []
  private readonly options: RenderOptions
  private readonly checked: CheckedRun
  private readonly record: RunRecord
  private readonly delivery: Delivery
  private readonly manifest: RunManifest | null

  /** @param manifest lists the files; null if the run has none */
  constructor(
    options: RenderOptions,
    checked: CheckedRun,
    record: RunRecord,
    delivery: Delivery,
    manifest: RunManifest | null,
  ) {
    this.options = options
    this.checked = checked
    this.record = record
    this.delivery = delivery
    this.manifest = manifest
  }

  /**
   * Called when all frames have ended. A file that cannot be written stops the run.
   * @param hasFrames whether any frame, or the video, was written
   */
  async write(hasFrames: boolean): Promise<void> {
    const { plan, settings } = this.checked
    if (settings.timestamps) {
      await this.add(TIMESTAMPS_FILE_NAME, fileText(timestampsCsv(plan, this.record)))
    }
    if (settings.trace && hasFrames) await this.add(TRACE_FILE_NAME, this.trace())
  }

  private trace(): TraceText {
    const { checked, record } = this
    const { recording, config } = this.options
    const matches = new MatchTrace(recording, config)
    const isOther = checked.earlier !== null && checked.earlier.differences.length > 0
    return new TraceText(matches, checked.plan, (position) => {
      if (!record.isRendered(position)) return 'missing'
      return isOther && record.wasKept(position) ? 'unknown' : 'written'
    })
  }

  private async add(file: string, text: FileText): Promise<void> {
    try {
      await this.delivery.addFile(file, text.content)
      this.manifest?.addSideFile(file, text)
      this.names.push(file)
    } catch (thrown) {
      const message = `${file} could not be written: ${describeThrown(thrown)}`
      this.record.stopReason ??= problem('error', 'write-failed', message, { file })
    }
  }
}

/** The frames that were written, with their times, as a `timestamps.csv`. */
function timestampsCsv({ frames }: FramePlan, record: RunRecord): string {
  const rows = frames.flatMap(({ frameIndex, timestampMs }, position) =>
    record.isRendered(position) ? [`${frameIndex},${timestampMs}`] : [],
  )
  return `${['frame_index,timestamp_ms', ...rows].join('\n')}\n`
}
