import { fieldsOf } from '../formula/expression.ts'
import type { Expression } from '../formula/expression.ts'
import { parseExpression } from '../formula/parse-expression.ts'
import type { Channels } from './channel-specs.ts'

/** The channels of a configuration, and how they name each other. Expressions are sound here. */
export class ChannelGraph {
  private readonly channels: Channels
  private readonly expressions = new Map<string, Expression>()

  constructor(channels: Channels) {
    this.channels = channels
    for (const [name, { expression }] of Object.entries(channels)) {
      if (expression !== null) this.expressions.set(name, parseExpression(expression, true))
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(this.channels, name)
  }

  /** Null: the channel is a field. */
  expressionOf(name: string): Expression | null {
    return this.expressions.get(name) ?? null
  }

  /** In an expression, the name of another channel is that channel, and any other name a field. */
  isChannelIn(name: string, inside: string): boolean {
    return name !== inside && this.has(name)
  }

  /** The other channels that a channel's expression names, each once. */
  partsOf(name: string): string[] {
    const expression = this.expressions.get(name)
    return expression ? fieldsOf(expression).filter((each) => this.isChannelIn(each, name)) : []
  }

  /** The way from a channel back to itself; null if there is none. */
  cycleOf(name: string): string[] | null {
    const seen = new Set<string>()
    const wayFrom = (at: string): string[] | null => {
      for (const part of this.partsOf(at)) {
        if (part === name) return [at, part]
        if (seen.has(part)) continue
        seen.add(part)
        const rest = wayFrom(part)
        if (rest) return [at, ...rest]
      }
      return null
    }
    return wayFrom(name)
  }

  /**
   * The sensor whose records a channel has values for: its own, else that of the first channel in its
   * expression. Null if there is none. No channel may depend on itself.
   */
  sensorOf(name: string): string | null {
    const own = this.channels[name]?.sensor ?? null
    if (own !== null) return own
    for (const part of this.partsOf(name)) {
      const sensor = this.sensorOf(part)
      if (sensor !== null) return sensor
    }
    return null
  }
}
