import { OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { isRecord } from '../../core/plain-object.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { shorten } from '../../core/text/shorten.ts'
import { parseJsonLine } from '../logs/json-line.ts'
import type { LineFault } from '../logs/log-line.ts'
import { ProblemTally } from '../logs/problem-tally.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'
import { readTextLines } from './text-stream.ts'

const COPY_WHOLE = 'Copy the whole tub.'

/**
 * A tub of Donkeycar, version 2: a manifest of five lines, and catalogs with a record a line. Each
 * record belongs to one image of the folder `images`.
 * https://docs.donkeycar.com/parts/stores/#data-format
 */
export const donkeycar: Importer = {
  format: 'Donkeycar',
  recognise({ path, text }) {
    if (!/(?:^|\/)manifest\.json$/i.test(path)) return 0
    return /"catalog_[^"]*\.catalog"|"deleted_indexes"/.test(text) ? 1 : 0
  },
  async read({ file, path, parts, report }) {
    const { names, deleted } = await readManifest(file)
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const catalogs = names.map((name) => parts.find((part) => part.path === folder + name))
    const track = new TrackBuilder(path)
    const frameTimes: { frameIndex: number; timestampMs: number }[] = []
    const problems: Problem[] = []
    let index = 0
    let deletedCount = 0
    for (const [position, catalog] of catalogs.entries()) {
      if (!catalog) continue
      const faults = new ProblemTally(catalog.path)
      let lineCount = 0
      const tell = (share: number): void => report((position + share) / catalogs.length)
      for await (const { line, text } of readTextLines(catalog.file, tell)) {
        if (text.trim() === '') continue
        if (deleted.has(index++)) {
          deletedCount++
          continue
        }
        lineCount++
        const fault = addRecord(track, frameTimes, text)
        if (fault) faults.add(fault.kind, 'sensor-invalid', line, fault.fault)
      }
      problems.push(...faults.problems(() => 'The record is left out', lineCount))
    }
    const absent = names.filter((_, at) => !catalogs[at])
    const imported = oneTrack('Donkeycar', track.finish('record'))
    problems.push(...tellAbsent(absent, path), ...tellDeleted(deletedCount, path))
    return { ...imported, frameTimes, problems: [...imported.problems, ...problems] }
  },
}

async function readManifest(
  file: Blob,
): Promise<{ names: string[]; deleted: ReadonlySet<unknown> }> {
  const lines: string[] = []
  for await (const { text } of readTextLines(file, () => undefined)) {
    if (text.trim() !== '') lines.push(text)
  }
  // An interrupted car leaves the last lines of an earlier state behind it.
  const state = lines.map(parseJson).findLast((value) => isRecord(value) && 'paths' in value)
  if (!isRecord(state) || !Array.isArray(state.paths)) {
    const fault = 'it names no catalogs, so its records cannot be found.'
    throw new OverlaneError('sensor-invalid', { fault, remedy: COPY_WHOLE })
  }
  return {
    names: state.paths.filter((name): name is string => typeof name === 'string'),
    deleted: new Set(Array.isArray(state.deleted_indexes) ? state.deleted_indexes : []),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** @returns what is wrong with the line; null if its record was added */
function addRecord(
  track: TrackBuilder,
  frameTimes: { frameIndex: number; timestampMs: number }[],
  text: string,
): LineFault | null {
  const parsed = parseJsonLine(text)
  if (parsed.record === null) return parsed
  const { _timestamp_ms: timestampMs, _index: frameIndex, ...values } = parsed.record
  if (typeof timestampMs !== 'number' || !Number.isFinite(timestampMs)) {
    const fault =
      timestampMs === undefined
        ? '_timestamp_ms is missing'
        : `_timestamp_ms is ${shorten(JSON.stringify(timestampMs))}, expected a number`
    return { kind: 'no-time', fault }
  }
  const fields = Object.entries(values).filter(([name]) => !name.startsWith('_'))
  track.add(timestampMs, { index: frameIndex, ...Object.fromEntries(fields) })
  if (typeof frameIndex === 'number') frameTimes.push({ frameIndex, timestampMs })
  return null
}

function tellAbsent(names: readonly string[], file: string): Problem[] {
  if (names.length === 0) return []
  const told = {
    subject: file,
    fault: `names ${formatQuantity(names.length, 'catalog')} that the folder does not have (${shorten(names.join(', '))}). Their records are missing.`,
    remedy: COPY_WHOLE,
  }
  return [problem('warning', 'sensor-invalid', told, { file })]
}

function tellDeleted(count: number, file: string): Problem[] {
  if (count === 0) return []
  const fault = `marks ${formatQuantity(count, 'record')} as deleted. They and their images are left out.`
  return [problem('info', 'sensor-invalid', { subject: file, fault }, { file })]
}
