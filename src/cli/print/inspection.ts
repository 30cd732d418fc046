import {
  formatCount,
  formatDuration,
  formatName,
  formatQuantity,
  formatSize,
  inNaturalOrder,
} from '../../index.ts'
import type { Problem, RecordingSource, RoleField } from '../../index.ts'
import { alignTable } from './align-table.ts'
import { harmlessName } from './harmless-text.ts'
import { unusedFileLines } from './unused-files.ts'
import type { InspectedSensor, Inspection } from '../browser/page-messages.ts'

const LISTED_FILES = 10
const LISTED_GAPS = 5
const LISTED_FIELDS = 8

const SEVERITY_WORDS: Readonly<Record<Problem['severity'], string>> = {
  error: 'Error:  ',
  warning: 'Warning:',
  info: 'Note:   ',
}

/** What was found, for a terminal. */
export function inspectionToText(found: Inspection): string {
  const lines: (readonly [string, string])[] = [
    ['Recording', harmlessName(found.name)],
    ['Frames', describeFrames(found)],
    ['Gaps', describeGaps(found)],
    ['Times', describeTiming(found)],
    ['Calibration', describeCalibration(found)],
    ['Project file', found.projectFile ?? 'none; the overlay is proposed from what was found'],
    ['Overlay', listShort(found.renderers, LISTED_FIELDS) || 'nothing'],
    ['Layout', describeLayout(found)],
    ['Unused files', listShort(inNaturalOrder(found.ignoredFiles), LISTED_FILES) || 'none'],
  ]
  const order = ['error', 'warning', 'info'] as const
  const problems = order.flatMap((severity) =>
    found.problems.filter((each) => each.severity === severity),
  )
  return [
    ...lines
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${`${name}:`.padEnd(14)}${text}`),
    ...(found.sensors.length > 0 ? ['', sensorTable(found.sensors)] : ['', 'No sensor logs.']),
    ...unusedFileLines(found.unusedFiles),
    '',
    ...(problems.length > 0
      ? problems.map(({ severity, message }) => `${SEVERITY_WORDS[severity]} ${message}`)
      : ['Nothing is wrong.']),
  ].join('\n')
}

/** `Dash cam: Speed from speed.speed in km/h, no field for Latitude` */
function describeLayout({ layout: { name, roles } }: Inspection): string {
  const fields = roles.map(({ label, field }) => {
    if (!field) return `no field for ${label}`
    const path = [field.sensor, field.field].filter((part) => part !== '').join('.')
    return `${label} from ${harmlessName(path)}${describeUnit(field)}`
  })
  return fields.length === 0 ? name : `${name}: ${fields.join(', ')}`
}

/** ` in km/h`, with the reason where the name of the field does not say it. */
function describeUnit({ unit, unitReason, isUnitAssumed }: RoleField): string {
  if (unit === null) return ''
  const why = isUnitAssumed ? ' (assumed)' : unitReason ? ` (${harmlessName(unitReason)})` : ''
  return ` in ${unit}${why}`
}

function describeFrames({ source, frameCount, missingCount }: Inspection): string {
  if (!source) return 'none'
  const { place, kind, heldCount, held, absent } = describeSource(source)
  const size = source.widthPx > 0 ? `${formatSize(source)} ` : ''
  const details = [
    place,
    size + kind,
    ...(heldCount === frameCount ? [] : [held]),
    ...(missingCount > 0 ? [`${formatCount(missingCount)} ${absent}`] : []),
  ]
  return `${formatCount(frameCount)} (${details.join(', ')})`
}

function describeSource(source: RecordingSource): {
  place: string
  kind: string
  heldCount: number
  held: string
  absent: string
} {
  if (source.kind === 'video') {
    const { path, codec, container, frameCount } = source
    return {
      place: path,
      kind: `${formatName(codec)} ${container}`,
      heldCount: frameCount,
      held: `${formatQuantity(frameCount, 'frame')} in it`,
      absent: 'not in it',
    }
  }
  const { path, pattern, format, fileCount } = source
  return {
    place: path === '' ? pattern : `${path}/${pattern}`,
    kind: formatName(format),
    heldCount: fileCount,
    held: formatQuantity(fileCount, 'file'),
    absent: 'without a file',
  }
}

function describeGaps({ source }: Inspection): string {
  const gaps = source?.kind === 'images' ? source.gaps : []
  const ranges = gaps.map(({ first, last }) =>
    first === last ? `${first}` : `${first} to ${last}`,
  )
  return listShort(ranges, LISTED_GAPS)
}

function describeTiming({ timing }: Inspection): string {
  if (!timing) return 'none'
  const { source, file, rangeMs, framesPerSecond, jitterMs } = timing
  const [firstMs, lastMs] = rangeMs
  const origin = file ?? (source === 'video' ? 'the video’s own' : 'assumed from the frame rate')
  // A single frame has no rate.
  const rate =
    framesPerSecond > 0
      ? `, ${framesPerSecond.toFixed(2)} frames/s, ±${jitterMs.toFixed(1)} ms`
      : ''
  return `${origin}${rate}, ${firstMs} to ${lastMs} ms (${formatDuration(lastMs - firstMs)})`
}

function describeCalibration({ calibration, calibrationFile }: Inspection): string {
  if (!calibration) return 'none'
  const { imageWidthPx: widthPx, imageHeightPx: heightPx, fxPx, fyPx } = calibration
  const size = formatSize({ widthPx, heightPx })
  return `${calibrationFile ?? ''}, ${size}, focal length ${fxPx.toFixed(1)} × ${fyPx.toFixed(1)} px`
}

function sensorTable(sensors: readonly InspectedSensor[]): string {
  const rows = sensors.map(({ name, label, recordCount, recordsPerSecond, rangeMs }) => [
    harmlessName(label === name ? name : `${name} (${label})`),
    formatCount(recordCount),
    recordsPerSecond.toFixed(1),
    rangeMs ? String(rangeMs[0]) : '–',
    rangeMs ? String(rangeMs[1]) : '–',
  ])
  const table = alignTable([['Sensor', 'Records', 'Hz', 'From (ms)', 'To (ms)'], ...rows])
  const details = sensors.map(({ fields, file }) => {
    const names = fields.map(({ name }) => name)
    return `  ${harmlessName(file)}: ${listShort(names, LISTED_FIELDS) || 'no fields'}`
  })
  const [head = '', ...lines] = table.split('\n')
  return [head, ...lines.map((line, index) => `${line}${details[index] ?? ''}`)].join('\n')
}

/** `a, b, c and 4 more` */
function listShort(names: readonly string[], most: number): string {
  const more = names.length - most
  const shown = names.slice(0, most).map(harmlessName).join(', ')
  return more > 0 ? `${shown} and ${formatCount(more)} more` : shown
}

/** What was found, for scripts. */
export function inspectionToJson(found: Inspection): Record<string, unknown> {
  const { source, timing, calibration } = found
  const images = source?.kind === 'images' ? source : null
  const video = source?.kind === 'video' ? source : null
  return {
    name: found.name,
    version: __OVERLANE_VERSION__,
    frames: {
      count: found.frameCount,
      files: video ? 1 : (images?.fileCount ?? 0),
      folder: video ? '' : (images?.path ?? null),
      pattern: images?.pattern ?? null,
      width: source?.widthPx ?? null,
      height: source?.heightPx ?? null,
      format: images?.format ?? null,
      video: video && {
        path: video.path,
        container: video.container,
        codec: video.codec,
        frames: video.frameCount,
      },
      missing: found.missingCount,
      gaps: images?.gaps ?? [],
    },
    timing: timing && {
      source: timing.source,
      file: timing.file,
      range_ms: timing.rangeMs,
      frames_per_second: timing.framesPerSecond,
      jitter_ms: timing.jitterMs,
    },
    sensors: found.sensors.map((sensor) => ({
      name: sensor.name,
      label: sensor.label,
      file: sensor.file,
      records: sensor.recordCount,
      records_per_second: sensor.recordsPerSecond,
      range_ms: sensor.rangeMs,
      time_column: sensor.timeColumn,
      time_unit: sensor.timeUnit,
      fields: sensor.fields,
    })),
    calibration: calibration && {
      file: found.calibrationFile,
      image_width: calibration.imageWidthPx,
      image_height: calibration.imageHeightPx,
      fx: calibration.fxPx,
      fy: calibration.fyPx,
      cx: calibration.cxPx,
      cy: calibration.cyPx,
    },
    project_file: found.projectFile,
    renderers: found.renderers,
    layout: {
      name: found.layout.name,
      roles: Object.fromEntries(found.layout.roles.map(({ role, field }) => [role, field])),
      notes: found.layout.notes,
    },
    ignored_files: inNaturalOrder(found.ignoredFiles),
    unused_files: found.unusedFiles.map(({ path, fileCount, text, choices }) => ({
      path,
      files: fileCount,
      why: text,
      settings: choices.map(({ setting }) => setting),
    })),
    problems: found.problems,
  }
}
