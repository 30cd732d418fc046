import { parseOptions, readMapping } from '../config/parse-options.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { ExpressionError, parseExpression } from '../formula/parse-expression.ts'
import { ChannelGraph } from './channel-graph.ts'
import { channelSpecs } from './channel-specs.ts'
import type { ChannelConfig, Channels } from './channel-specs.ts'

/** Reads the section `channels` of a project file. What is wrong is added to `problems`. */
export function parseChannels(source: unknown, problems: Problem[]): Channels {
  const entries = Object.entries(readMapping(source, 'channels', problems)).map(
    ([name, channel]) =>
      [name, parseOptions(channelSpecs, channel, keyOf(name), problems)] as const,
  )
  const faults = entries.flatMap(([name, channel]) => faultOf(channel, name))
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

function faultOf({ sensor, field, expression }: ChannelConfig, name: string): Problem[] {
  if ((field === null) === (expression === null)) {
    return [invalid(keyOf(name), 'a channel is either a field or an expression.')]
  }
  if (expression === null) {
    return sensor === null ? [invalid(`${keyOf(name)}.sensor`, 'a field needs a sensor.')] : []
  }
  try {
    parseExpression(expression, true)
    return []
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const fault = `"${expression}" is not an expression: ${thrown.message}.`
    return [invalid(`${keyOf(name)}.expression`, fault)]
  }
}

function invalid(key: string, fault: string): Problem {
  return problem('error', 'config-invalid', { subject: key, fault }, { key })
}
