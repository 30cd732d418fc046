import { OverlaneError, parseConfig, parseIsoTime, parsePattern } from '../index.ts'
import type { OutputConfig, Problem, RangeConfig, VideoConfig } from '../index.ts'
import { wrongInput } from './command-error.ts'

/** Options of the command line that stand for keys of `overlane.yaml`. */
const OUTPUT_OPTIONS = {
  mode: 'mode',
  workers: 'numWorkers',
  chunk: 'chunkSize',
  format: 'format',
  quality: 'quality',
  memoryLimit: 'memoryLimitMb',
} as const satisfies Record<string, keyof OutputConfig>

const VIDEO_OPTIONS = {
  codec: 'codec',
  bitrate: 'bitrateMbps',
  rate: 'frameRate',
  keyFrames: 'keyFrameIntervalS',
  sound: 'sound',
  fastStart: 'fastStart',
} as const satisfies Record<string, keyof VideoConfig>

const RANGE_OPTIONS = {
  start: 'startTime',
  end: 'endTime',
} as const satisfies Record<string, keyof RangeConfig>

type OutputOption = keyof typeof OUTPUT_OPTIONS
type VideoOption = keyof typeof VIDEO_OPTIONS
type RangeOption = keyof typeof RANGE_OPTIONS

/** As they were typed; those that were not are undefined. */
export type TypedSettings = Partial<
  Record<OutputOption | VideoOption | RangeOption | 'pattern', string | boolean>
>

/** What the command line says over the configuration. */
export interface Settings {
  output: Partial<Omit<OutputConfig, 'video'>>
  video: Partial<VideoConfig>
  range: Partial<RangeConfig>
  /** Of the names of the frames that are read; null where none was typed. */
  pattern: string | null
}

/**
 * Reads the options with the rules of the project file.
 * @throws CommandError that names each wrong option, its value and what would be right
 */
export function parseSettings(typed: TypedSettings): Settings {
  const output = sectionOf(typed, OUTPUT_OPTIONS)
  const video = sectionOf(typed, VIDEO_OPTIONS)
  const range = sectionOf(typed, RANGE_OPTIONS)
  const problems: Problem[] = [...checkTimes(typed), ...checkPattern(typed)]
  try {
    const config = parseConfig({
      output: { ...output.source, video: video.source },
      range: range.source,
    })
    if (problems.length === 0) {
      return {
        output: pick(config.output, output.names),
        video: pick(config.output.video, video.names),
        range: pick(config.range, range.names),
        pattern: typeof typed.pattern === 'string' ? typed.pattern : null,
      }
    }
  } catch (thrown) {
    problems.unshift(...OverlaneError.from(thrown, 'config-invalid').problems.map(nameOption))
  }
  const [first] = problems
  throw wrongInput(first?.message ?? 'An option is wrong.', problems)
}

function sectionOf<Name extends string>(
  typed: TypedSettings,
  options: Readonly<Record<string, Name>>,
): { source: Record<string, unknown>; names: Name[] } {
  const given = Object.entries(options).flatMap(([option, name]) => {
    const text = typed[option as keyof TypedSettings]
    return text === undefined ? [] : [{ name, value: readValue(text) }]
  })
  return {
    source: Object.fromEntries(given.map(({ name, value }) => [snakeCase(name), value])),
    names: given.map(({ name }) => name),
  }
}

/** A number where the text is one. */
function readValue(text: string | boolean): string | number | boolean {
  if (typeof text === 'boolean') return text
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) ? value : text
}

function pick<Section extends object>(
  section: Section,
  names: readonly (keyof Section)[],
): Partial<Section> {
  const picked: Partial<Section> = {}
  for (const name of names) picked[name] = section[name]
  return picked
}

function checkTimes(typed: TypedSettings): Problem[] {
  return (['start', 'end'] as const).flatMap((option) => {
    const text = typed[option]
    // A time without a zone is read in the project's own later on; here any will do.
    if (
      typeof text !== 'string' ||
      typeof readValue(text) === 'number' ||
      parseIsoTime(text, 'UTC') !== null
    )
      return []
    const message = `--${option}: "${text}" is not a time. Use a number of ms or ISO 8601, such as 2025-10-27T08:30:10.`
    return [{ severity: 'error', code: 'config-invalid', message, where: { key: `--${option}` } }]
  })
}

function checkPattern({ pattern }: TypedSettings): Problem[] {
  if (typeof pattern !== 'string') return []
  try {
    parsePattern(pattern, '--pattern')
    return []
  } catch (thrown) {
    return [...OverlaneError.from(thrown, 'config-invalid').problems]
  }
}

/** `output.num_workers: 0 is not …` → `--workers: 0 is not …` */
function nameOption(problem: Problem): Problem {
  const { key = '' } = problem.where
  const name = key.slice(key.lastIndexOf('.') + 1)
  const options = Object.entries({ ...OUTPUT_OPTIONS, ...VIDEO_OPTIONS, ...RANGE_OPTIONS })
  const option = options.find(([, each]) => snakeCase(each) === name)?.[0] ?? name
  const typed = `--${snakeCase(option).replaceAll('_', '-')}`
  return { ...problem, message: problem.message.replace(key, typed), where: { key: typed } }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
