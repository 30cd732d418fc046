import { basename, join } from 'node:path'
import {
  formatCount,
  formatDuration,
  formatName,
  formatQuantity,
  isVideoFormat,
  isVideoName,
} from '../../index.ts'
import type { FrameIssue, RenderReport } from '../../index.ts'
import { harmlessName } from './harmless-text.ts'

/** A run that came to a report. */
export interface RenderResult {
  report: RenderReport
  /** Absolute paths. */
  recording: string
  output: string
}

/** The video that was made, else the folder of the frames; null where there is no video. */
function placeOf({ report, output }: RenderResult): string | null {
  if (!isVideoFormat(report.settings.format)) return output
  const file = report.files.find(isVideoName)
  return file === undefined ? null : join(output, file)
}

/** Of a video: its codec, or the encoder outside of the browser that made it. */
function codecNames({ settings, encoder }: RenderReport): string[] {
  if (encoder) return [[encoder.name, ...encoder.arguments].map(harmlessName).join(' ')]
  return isVideoFormat(settings.format) ? [formatName(settings.video.codec)] : []
}

/** Null where a bit rate was set in its place, or another encoder has settings of its own. */
function qualityOf(report: RenderReport): number | 'source' | null {
  const { quality, video } = report.settings
  if (report.encoder) return null
  if (!isVideoFormat(report.settings.format)) return quality
  return video.bitrateMbps === null ? video.quality : null
}

/** What `render --json` prints. */
export function renderToJson(result: RenderResult): object {
  const { report, recording } = result
  const issues = (all: readonly FrameIssue[]): object[] =>
    all.map(({ frameIndex, fileName, reason }) => ({
      frame_index: frameIndex,
      file: fileName,
      reason,
    }))
  const seconds = (ms: number): number => Math.round(ms) / 1000
  const output = placeOf(result)
  return {
    recording,
    output,
    version: report.version,
    status: report.status,
    stop_reason: report.stopReason?.message ?? null,
    started_at: report.startedAt,
    frames: {
      planned: report.plannedCount,
      rendered: output === null ? 0 : report.renderedCount,
      kept: report.keptCount,
      skipped: issues(report.skipped),
      failed: issues(report.failed),
    },
    seconds: seconds(report.durationMs),
    frames_per_second: output === null ? 0 : report.framesPerSecond,
    mode: report.settings.mode,
    workers: report.settings.workerCount,
    chunk_size: report.settings.chunkSize,
    format: report.settings.format,
    codec:
      isVideoFormat(report.settings.format) && !report.encoder ? report.settings.video.codec : null,
    ...(report.encoder ? { encoder: report.encoder } : {}),
    quality: qualityOf(report),
    roads: report.roads.map(({ road, frameCount, reason }) => ({
      road,
      frame_count: frameCount,
      reason,
    })),
    stages: Object.fromEntries(
      Object.entries(report.stageMs).map(([stage, ms]) => [stage, seconds(ms)]),
    ),
    peak_memory_bytes: report.peakMemoryBytes,
    warnings: report.warnings,
  }
}

const STATUS_WORDS: Readonly<Record<RenderReport['status'], string>> = {
  running: 'not finished',
  finished: 'finished',
  'finished-with-failures': 'finished with failures',
  cancelled: 'interrupted',
  stopped: 'stopped',
}

/** One line: what was done, in which time, and where it is. */
export function renderToText(result: RenderResult): string {
  const { report, recording } = result
  const { renderedCount, keptCount, plannedCount, skipped, failed, settings } = report
  const doneCount = renderedCount + keptCount
  const planned = formatQuantity(plannedCount, 'frame')
  const place = placeOf(result)
  const account = [
    ...(keptCount > 0 ? [`${formatCount(keptCount)} kept`] : []),
    ...(skipped.length > 0 ? [`${formatCount(skipped.length)} skipped`] : []),
    ...(failed.length > 0 ? [`${formatCount(failed.length)} failed`] : []),
    formatDuration(report.durationMs),
  ]
  const parts =
    place === null
      ? [`no video of ${planned}`, ...account]
      : [
          doneCount === plannedCount ? planned : `${formatCount(doneCount)} of ${planned}`,
          ...account,
          `${report.framesPerSecond.toFixed(1)} frames/s`,
          settings.mode === 'sequential'
            ? 'sequential'
            : formatQuantity(settings.workerCount, 'worker'),
          ...codecNames(report),
          `to ${harmlessName(place)}`,
        ]
  return `${harmlessName(basename(recording))}: ${STATUS_WORDS[report.status]}, ${parts.join(', ')}`
}

const LISTED_ISSUES = 5

/** What a person should know beside the summary. */
export function renderNotes({ report }: RenderResult): string[] {
  const notes = report.warnings.map(({ severity, message }) =>
    severity === 'info' ? `Note: ${message}` : `Warning: ${message}`,
  )
  // Where all frames took one road, the settings say which.
  for (const { road, frameCount, reason } of report.roads.length > 1 ? report.roads : []) {
    if (road === 'canvas' && reason !== null) {
      notes.push(`Note: ${formatQuantity(frameCount, 'frame')} encoded whole: ${reason}.`)
    }
  }
  if (report.stopReason) notes.push(report.stopReason.message)
  for (const [word, issues] of [
    ['Skipped', report.skipped],
    ['Failed', report.failed],
  ] as const) {
    for (const { frameIndex, reason } of issues.slice(0, LISTED_ISSUES)) {
      notes.push(`${word}: frame ${frameIndex}. ${reason}`)
    }
    const more = issues.length - LISTED_ISSUES
    if (more > 0) notes.push(`${word}: ${formatCount(more)} more, listed in overlane-report.json.`)
  }
  return notes
}
