import { parseOptions, readMapping } from '../config/parse-options.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { hasCall } from '../formula/expression.ts'
import { ExpressionError, parseExpression } from '../formula/parse-expression.ts'
import { ChannelGraph } from './channel-graph.ts'
import { channelSpecs } from './channel-specs.ts'
import type { ChannelConfig, Channels } from './channel-specs.ts'

/**
 * Reads the section `channels` of a project file, or of a layout, which names no sensors. What is
 * wrong is added to `problems`.
 */
export function parseChannels(
  source: unknown,
  problems: Problem[],
  of: 'project' | 'layout' = 'project',
): Channels {
  const entries = Object.entries(readMapping(source, 'channels', problems)).map(
    ([name, channel]) =>
      [name, parseOptions(channelSpecs, channel, keyOf(name), problems)] as const,
  )
  const faults = entries.flatMap(([name, channel]) => faultOf(channel, name, of))
  problems.push(...faults)
  const channels = Object.fromEntries(entries)
  if (faults.length > 0) return channels
  const graph = new ChannelGraph(channels)
  for (const name of Object.keys(channels)) {
    const cycle = graph.cycleOf(name)
    if (!cycle) continue
    const fault = `it depends on itself: ${cycle.join(' → ')}.`
    problems.push(invalid(`${keyOf(name)}.expression`, fault))
  }
  return channels
}

const keyOf = (name: string): string => `channels.${name}`

function faultOf(
  { sensor, field, expression }: ChannelConfig,
  name: string,
  of: 'project' | 'layout',
): Problem[] {
  if (of === 'layout' && sensor !== null) {
    const fault = 'a layout names no sensor, as it is for any recording.'
    return [invalid(`${keyOf(name)}.sensor`, fault)]
  }
  if ((field === null) === (expression === null)) {
    return [invalid(keyOf(name), 'a channel is either a field or an expression.')]
  }
  if (expression === null) {
    if (of === 'layout' || sensor !== null) return []
    return [invalid(`${keyOf(name)}.sensor`, 'a field needs a sensor.')]
  }
  try {
    const parsed = parseExpression(expression, true)
    if (of === 'project' || !hasCall(parsed, 'distance', 0)) return []
    const fault = 'in a layout, distance has roles: distance(latitude, longitude).'
    return [invalid(`${keyOf(name)}.expression`, fault)]
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const fault = `"${expression}" is not an expression: ${thrown.message}.`
    return [invalid(`${keyOf(name)}.expression`, fault)]
  }
}

function invalid(key: string, fault: string): Problem {
  return problem('error', 'config-invalid', { subject: key, fault }, { key })
}
