import {
  notATime,
  OverlaneError,
  parseConfig,
  parseIsoTime,
  parsePattern,
  problem,
  reword,
  toSnakeCase,
} from '../index.ts'
import type { OutputConfig, Problem, RangeConfig, VideoConfig } from '../index.ts'
import { wrongInput } from './command-error.ts'

/** Options of the command line, and the keys of `overlane.yaml` that they set. */
const OUTPUT_OPTIONS = {
  mode: 'mode',
  workers: 'numWorkers',
  chunk: 'chunkSize',
  format: 'format',
  quality: 'quality',
  memoryLimit: 'memoryLimitMb',
  trace: 'trace',
} as const satisfies Record<string, keyof OutputConfig>

const VIDEO_OPTIONS = {
  codec: 'codec',
  quality: 'quality',
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

/** The sections of `overlane.yaml` that the options belong to. */
const SECTIONS = {
  output: OUTPUT_OPTIONS,
  'output.video': VIDEO_OPTIONS,
  range: RANGE_OPTIONS,
  recording: { pattern: 'pattern' },
} as const

type OutputOption = keyof typeof OUTPUT_OPTIONS
type VideoOption = keyof typeof VIDEO_OPTIONS
type RangeOption = keyof typeof RANGE_OPTIONS

/** The options as they were typed. Options that were not typed are undefined. */
export type TypedSettings = Partial<
  Record<OutputOption | VideoOption | RangeOption | 'pattern', string | boolean>
>

/** Settings of the command line. They override the configuration. */
export interface Settings {
  output: Partial<Omit<OutputConfig, 'video'>>
  video: Partial<VideoConfig>
  range: Partial<RangeConfig>
  /** Of the names of the frames that are read; null where none was typed. */
  pattern: string | null
}

/** The typed options by the keys that they set: `output.format` has `--format`. */
export type TypedFlags = Readonly<Record<string, string>>

/**
 * Reads the options with the rules of the project file.
 * @throws CommandError that names each wrong option, its value and what would be right
 */
export function parseSettings(typed: TypedSettings): Settings {
  const output = sectionOf(typed, OUTPUT_OPTIONS)
  // The data of the source is kept in images only.
  const { quality, ...withoutQuality } = typed
  const video = sectionOf(quality === 'source' ? withoutQuality : typed, VIDEO_OPTIONS)
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
    const flags = flagsOf(typed)
    const { problems: found } = OverlaneError.from(thrown, 'config-invalid')
    const named = found.map((each) => nameFlags(each, flags))
    // --quality sets two keys: what images allow, which is told last, is more.
    const isLast = ({ subject }: Problem, index: number): boolean =>
      named.findLastIndex((other) => other.subject === subject) === index
    problems.unshift(...named.filter(isLast))
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
    source: Object.fromEntries(given.map(({ name, value }) => [toSnakeCase(name), value])),
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
    // The project's time zone is not known yet. To check the text, any zone is right.
    if (
      typeof text !== 'string' ||
      typeof readValue(text) === 'number' ||
      parseIsoTime(text, 'UTC') !== null
    )
      return []
    const key = flagOf(option)
    return [problem('error', 'config-invalid', notATime(key, text), { key })]
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

/** The options that were typed, by their keys. */
export function flagsOf(typed: TypedSettings): TypedFlags {
  const flags = Object.entries(SECTIONS).flatMap(([section, options]) =>
    Object.entries<string>(options)
      .filter(([option]) => typed[option as keyof TypedSettings] !== undefined)
      .map(([option, name]) => [`${section}.${toSnakeCase(name)}`, flagOf(option)] as const),
  )
  return Object.fromEntries(flags)
}

/**
 * Names options in place of their keys: `output.num_workers: 0 is not …` becomes `--workers: 0 is
 * not …`.
 */
export function nameFlags(found: Problem, flags: TypedFlags): Problem {
  const nameOf = (key: string): string => {
    const within = Object.entries(flags).filter(
      ([each]) => each === key || each.startsWith(`${key}.`),
    )
    return within.map(([, flag]) => flag).join(' and ') || key
  }
  const { subject, remedy, where } = found
  const { key } = where
  return reword(found, {
    subject: subject !== null && subject === key ? nameOf(key) : subject,
    remedy:
      remedy === null || typeof remedy === 'string'
        ? remedy
        : { ...remedy, set: nameOf(remedy.set) },
    where: key === undefined ? where : { ...where, key: nameOf(key) },
  })
}

/** `memoryLimit` → `--memory-limit` */
export function flagOf(option: string): string {
  return `--${toSnakeCase(option).replaceAll('_', '-')}`
}
