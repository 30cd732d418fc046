import type { ChannelConfig, Channels } from '../channels/channel-specs.ts'
import { ChannelGraph } from '../channels/channel-graph.ts'
import { conversionOf } from '../channels/conversion.ts'
import { fieldsOf } from '../formula/expression.ts'
import type { Expression } from '../formula/expression.ts'
import { renameFields } from '../formula/rename-fields.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { isConvertible } from '../units/units.ts'
import type { Unit } from '../units/units.ts'
import { roleLabel } from './roles.ts'
import type { RoleChoices, RoleField } from './roles.ts'

/** What a name in a layout stands for in a recording. */
export type CastName =
  | {
      kind: 'field' | 'channel'
      /** Whose records it has values for. */
      sensor: string
      /** Its name there. */
      name: string
      /** Null if it is not known. */
      unit: Unit | null
    }
  /** No field plays the role. */
  | { kind: 'missing'; role: string }
  /** Fields play its roles, and it cannot be made of them. The note says why. */
  | { kind: 'unfit'; note: string }

/** Makes channels of a recording out of those of a layout, whose fields are roles. */
export class CastChannels {
  /** Those that were asked for, by their names in the recording. */
  readonly made: Record<string, ChannelConfig> = {}
  private readonly channels: Channels
  private readonly graph: ChannelGraph
  private readonly choices: RoleChoices
  private readonly kept: Channels
  private readonly fields: ReadonlySet<string>
  private readonly known = new Map<string, CastName>()

  /** @param kept the channels that the recording has already */
  constructor(
    channels: Channels,
    choices: RoleChoices,
    sensors: readonly SensorTrack[],
    kept: Channels,
  ) {
    this.channels = channels
    this.graph = new ChannelGraph(channels)
    this.choices = choices
    this.kept = kept
    this.fields = new Set(sensors.flatMap(({ fields }) => fields.map(({ name }) => name)))
  }

  /** @param name of a channel of the layout, else of a role */
  find(name: string): CastName {
    if (!this.graph.has(name)) return this.fieldOf(name)
    const known = this.known.get(name)
    if (known) return known
    const cast = this.cast(name)
    this.known.set(name, cast)
    return cast
  }

  private fieldOf(role: string): CastName {
    const choice = this.choices[role]
    if (!choice) return { kind: 'missing', role }
    return { kind: 'field', sensor: choice.sensor, name: choice.field, unit: choice.unit }
  }

  private cast(name: string): CastName {
    const channel = this.channels[name] as ChannelConfig
    const expression = this.graph.expressionOf(name)
    if (expression) return this.castExpression(name, channel, expression)
    const role = channel.field ?? ''
    const choice = this.choices[role]
    return choice ? this.castField(name, channel, role, choice) : { kind: 'missing', role }
  }

  private castField(
    name: string,
    channel: ChannelConfig,
    role: string,
    { sensor, field, unit, isUnitAssumed }: RoleField,
  ): CastName {
    const { unit: wanted } = channel
    if (wanted === 'none' || wanted === unit) {
      const made = { ...channel, sensor, field, unit: unit ?? ('none' as const) }
      return this.add(name, made, sensor)
    }
    // A value in a wrong unit is worse than none.
    if (unit === null || isUnitAssumed) {
      return { kind: 'unfit', note: `the unit of ${roleLabel(role)} is not known` }
    }
    const expression = isConvertible(unit, wanted) ? conversionOf(field, unit, wanted) : null
    if (expression === null) {
      const note = `${roleLabel(role)} is in ${unit}, which cannot be shown in ${wanted}`
      return { kind: 'unfit', note }
    }
    return this.add(name, { ...channel, sensor, field: null, expression }, sensor)
  }

  private castExpression(name: string, channel: ChannelConfig, expression: Expression): CastName {
    const names = new Map<string, string>()
    const roles: { role: string; sensor: string }[] = []
    let leading: string | null = null
    for (const part of fieldsOf(expression)) {
      const isChannel = this.graph.isChannelIn(part, name)
      const cast = isChannel ? this.find(part) : this.fieldOf(part)
      if (cast.kind === 'missing' || cast.kind === 'unfit') return cast
      if (!isChannel) roles.push({ role: part, sensor: cast.sensor })
      leading ??= cast.sensor
      names.set(part, cast.name)
    }
    const [first] = roles
    const apart = roles.find(({ sensor }) => sensor !== first?.sensor)
    if (first && apart) {
      const both = `${roleLabel(first.role)} and ${roleLabel(apart.role)}`
      return { kind: 'unfit', note: `${both} are in different logs` }
    }
    if (leading === null) return { kind: 'unfit', note: `${name} names no role` }
    const renamed = renameFields(channel.expression ?? '', (part) => names.get(part) ?? part, true)
    const sensor = first?.sensor ?? null
    return this.add(name, { ...channel, sensor, expression: renamed }, sensor ?? leading)
  }

  /** Under its own name, unless something else of the recording has this name. */
  private add(name: string, channel: ChannelConfig, sensor: string): CastName {
    const isTaken = (candidate: string): boolean => {
      if (this.fields.has(candidate)) return true
      const other = Object.hasOwn(this.kept, candidate) ? this.kept[candidate] : undefined
      return other !== undefined && JSON.stringify(other) !== JSON.stringify(channel)
    }
    let free = name
    for (let count = 2; isTaken(free); count++) free = `${name}_${count}`
    this.made[free] = channel
    const unit = channel.unit === 'none' ? null : channel.unit
    return { kind: 'channel', sensor, name: free, unit }
  }
}
