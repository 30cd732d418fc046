import { addNotes, DRAW_NOTES, noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { Problem } from '../../core/errors.ts'
import { RoadTally } from '../record/road-tally.ts'
import type { RenderReport } from '../run/render-report.ts'

export { xxhash32Text } from '../../codec/xxhash32.ts'
export { stampText } from './fingerprint.ts'
export { headerLine, parseFileLine, parseHeader } from './manifest.ts'

/** What a run of some frames says about all of them, for the report of the whole. */
export type PartSummary = DrawNotes &
  Pick<
    RenderReport,
    'roads' | 'warnings' | 'settings' | 'workerReason' | 'estimatedMemoryBytes' | 'peakMemoryBytes'
  >

export function summaryOf(report: RenderReport): PartSummary {
  const { roads, warnings, settings, workerReason } = report
  const { estimatedMemoryBytes, peakMemoryBytes } = report
  const notes = DRAW_NOTES.map(({ key }) => [key, report[key]])
  return {
    ...(Object.fromEntries(notes) as DrawNotes),
    roads,
    warnings: warnings.filter(isAboutFrames),
    settings,
    workerReason,
    estimatedMemoryBytes,
    peakMemoryBytes,
  }
}

/** Those of the workers are about one machine and one part. */
function isAboutFrames({ code }: Problem): boolean {
  return code !== 'workers-reduced' && code !== 'worker-replaced'
}

/** What only the join of all parts knows. */
export type JoinFacts = Pick<
  RenderReport,
  'recording' | 'output' | 'startedAt' | 'durationMs' | 'skipped' | 'failed' | 'config' | 'files'
>

/**
 * The report of runs that together made all frames of a plan: as of a run that keeps them all.
 * @returns null if they warn of different things, which only a run over all frames can sum up
 */
export function joinReports(parts: readonly PartSummary[], facts: JoinFacts): RenderReport | null {
  const [first] = parts
  const warnings = JSON.stringify(first?.warnings)
  if (!first || parts.some((part) => JSON.stringify(part.warnings) !== warnings)) return null
  const { recording, output, startedAt, durationMs, skipped, failed, config, files } = facts
  const notes = noNotes()
  const roads = new RoadTally()
  for (const part of parts) {
    addNotes(notes, part)
    for (const road of part.roads) roads.add(road, road.frameCount)
  }
  const peaks = parts.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? [])
  return {
    tool: 'overlane',
    version: __OVERLANE_VERSION__,
    recording,
    output,
    status: failed.length > 0 ? 'finished-with-failures' : 'finished',
    stopReason: null,
    startedAt,
    durationMs,
    framesPerSecond: 0,
    plannedCount: files.length + skipped.length + failed.length,
    renderedCount: 0,
    keptCount: files.length,
    skipped,
    failed,
    ...notes,
    roads: roads.list(),
    stageMs: { load_frame: 0, get_sensor_data: 0, render: 0, save_frame: 0 },
    workers: [],
    replacedWorkerCount: 0,
    warnings: first.warnings,
    settings: first.settings,
    workerReason: first.workerReason,
    estimatedMemoryBytes: Math.max(...parts.map((part) => part.estimatedMemoryBytes)),
    peakMemoryBytes: peaks.length > 0 ? Math.max(...peaks) : null,
    config,
    files,
    earlierFiles: [],
  }
}
