import type { Channels } from '../channels/channel-specs.ts'
import { parseChannels } from '../channels/parse-channels.ts'
import type { OverlayConfig } from '../config/overlay-config.ts'
import { emptyConfig, parseConfig, serializeConfig } from '../config/parse-config.ts'
import { addProblem, readMapping, reportUnknownKeys } from '../config/parse-options.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { DEEPEST_NESTING, isDeeperThan, isRecord } from '../plain-object.ts'

/**
 * An overlay for any recording: what is drawn, where, how large and with which look. It names roles
 * in place of fields, and neither sensors nor files.
 */
export interface Layout extends Pick<
  OverlayConfig,
  'referenceHeight' | 'units' | 'theme' | 'renderers'
> {
  /** Named quantities of roles. A channel with a unit converts the numbers of its role into it. */
  channels: Channels
  name: string
  /** What it is for, in a sentence; '' if nobody said. */
  description: string
}

const LAYOUT_SECTIONS = [
  'layout',
  'description',
  'reference_height',
  'units',
  'theme',
  'channels',
  'renderers',
]

/** Sections of `overlane.yaml` that say something of one recording. */
const OF_A_RECORDING = ['time_zone', 'recording', 'sensors', 'range', 'output']

/**
 * Checks and completes what a layout file says (its keys are snake_case).
 * @throws OverlaneError `config-invalid` or `config-unknown-key`, with every problem that was found
 */
export function parseLayout(source: unknown): Layout {
  if (isDeeperThan(source, DEEPEST_NESTING)) {
    const fault = `is nested more than ${DEEPEST_NESTING} levels deep.`
    throw new OverlaneError('config-invalid', { subject: 'The layout', fault })
  }
  const problems: Problem[] = []
  const given = readMapping(source, '', problems)
  for (const key of OF_A_RECORDING.filter((name) => Object.hasOwn(given, name))) {
    const fault = 'this belongs to one recording, and a layout is for any.'
    const told = { subject: key, fault, remedy: 'Leave it out.' }
    problems.push(problem('error', 'config-invalid', told, { key }))
  }
  reportUnknownKeys(given, [...LAYOUT_SECTIONS, ...OF_A_RECORDING], '', problems)
  const name = textOf(given, 'layout', problems)
  const description = given.description === undefined ? '' : textOf(given, 'description', problems)
  const { reference_height, units, theme, renderers } = given
  problems.push(...findSensors(renderers))
  const channels = parseChannels(given.channels, problems, 'layout')
  try {
    const config = parseConfig({ reference_height, units, theme, renderers })
    if (problems.length > 0) throw OverlaneError.fromProblems(problems)
    return {
      name,
      description,
      referenceHeight: config.referenceHeight,
      units: config.units,
      theme: config.theme,
      channels,
      renderers: config.renderers,
    }
  } catch (thrown) {
    const found = OverlaneError.from(thrown, 'config-invalid').problems
    throw OverlaneError.fromProblems([...new Set([...problems, ...found])])
  }
}

/** What a layout file says: snake_case, defaults left out. */
export function serializeLayout(layout: Layout): Record<string, unknown> {
  const { name, description, ...drawn } = layout
  return {
    layout: name,
    ...(description === '' ? {} : { description }),
    ...serializeConfig({ ...emptyConfig(), ...drawn }),
  }
}

function textOf(given: Record<string, unknown>, key: string, problems: Problem[]): string {
  const value = given[key]
  if (typeof value === 'string' && value.trim() !== '') return value
  addProblem(problems, key, value, key === 'layout' ? 'the name of the layout' : 'text')
  return ''
}

function findSensors(renderers: unknown): Problem[] {
  if (!Array.isArray(renderers)) return []
  return renderers.flatMap((each: unknown, index) => {
    if (!isRecord(each) || each.sensor === undefined) return []
    const key = `renderers[${index}].sensor`
    const fault = 'a layout names no sensor, as it is for any recording.'
    const remedy = 'Name roles as the fields, such as speed, and leave the sensor out.'
    return [problem('error', 'config-invalid', { subject: key, fault, remedy }, { key })]
  })
}
