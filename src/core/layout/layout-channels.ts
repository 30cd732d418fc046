import { ChannelGraph } from '../channels/channel-graph.ts'
import { channelSpecs } from '../channels/channel-specs.ts'
import type { ChannelConfig, Channels } from '../channels/channel-specs.ts'
import { defaultOptions } from '../config/parse-options.ts'
import { placeFields } from '../draw/parts/map/place-fields.ts'
import { fieldsOf, hasCall } from '../formula/expression.ts'
import { renameFields } from '../formula/rename-fields.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { proposeUnit } from '../units/propose-unit.ts'
import { ROLE_NAMES } from './roles.ts'

/** The role of a field. */
type RoleOf = (sensor: string | null, field: string) => string

/**
 * The channels of a layout: those of an overlay that are wanted, and those that they are made of, with
 * roles in place of fields.
 */
export class LayoutChannels {
  readonly made: Record<string, ChannelConfig> = {}
  private readonly channels: Channels
  private readonly graph: ChannelGraph
  private readonly sensors: readonly SensorTrack[]

  constructor(channels: Channels, sensors: readonly SensorTrack[]) {
    this.channels = channels
    this.graph = new ChannelGraph(channels)
    this.sensors = sensors
  }

  /** Whether a name is a channel for a renderer with this log, and not a field of the log. */
  isChannel(sensor: string | null, name: string): boolean {
    if (!this.graph.has(name)) return false
    const isField = this.trackOf(sensor)?.fields.some((field) => field.name === name) ?? false
    return !isField || this.graph.sensorOf(name) === sensor
  }

  /** What the layout calls a channel: a name of a role there would be the role. */
  nameOf(channel: string): string {
    return ROLE_NAMES.includes(channel) ? `${channel}_channel` : channel
  }

  /** The fields that channels name, each with the log of the channel. */
  fieldsIn(name: string): { sensor: string | null; field: string }[] {
    const sensor = this.graph.sensorOf(name)
    const { field } = this.channels[name] as ChannelConfig
    const expression = this.graph.expressionOf(name)
    if (!expression) return [{ sensor, field: field ?? '' }]
    return this.named(name).flatMap((part) =>
      this.graph.isChannelIn(part, name) ? this.fieldsIn(part) : [{ sensor, field: part }],
    )
  }

  add(name: string, roleOf: RoleOf): void {
    const called = this.nameOf(name)
    if (Object.hasOwn(this.made, called)) return
    const sensor = this.graph.sensorOf(name)
    const { field, expression, ...channel } = this.channels[name] as ChannelConfig
    const plain = { ...channel, sensor: null }
    if (expression === null) {
      this.made[called] = { ...plain, expression, field: roleOf(sensor, field ?? '') }
      return
    }
    const written = renameFields(
      this.complete(name),
      (part) => {
        if (!this.graph.isChannelIn(part, name)) return this.inItsUnit(sensor, part, roleOf)
        this.add(part, roleOf)
        return this.nameOf(part)
      },
      true,
    )
    this.made[called] = { ...plain, field, expression: written }
  }

  /** Other logs have other units: a number that is calculated with is converted into this log's. */
  private inItsUnit(sensor: string | null, field: string, roleOf: RoleOf): string {
    const role = roleOf(sensor, field)
    const track = this.trackOf(sensor)
    const unit = track && proposeUnit(track, field, null, this.sensors)?.unit
    if (!unit || isPlace(track, field)) return role
    const name = `${role} in ${unit}`
    this.made[name] = { ...defaultOptions(channelSpecs), field: role, unit }
    return name
  }

  private named(name: string): string[] {
    const expression = this.graph.expressionOf(name)
    if (!expression) return []
    const place = hasCall(expression, 'distance', 0) && this.placeOf(name)
    return [...fieldsOf(expression), ...(place ? [place.latitude, place.longitude] : [])]
  }

  /** The expression with the fields that distance() finds by itself. */
  private complete(name: string): string {
    const { expression } = this.channels[name] as ChannelConfig
    const place = this.placeOf(name)
    if (!place) return expression ?? ''
    const called = `distance(\`${place.latitude}\`, \`${place.longitude}\`)`
    return (expression ?? '').replace(/distance\(\s*\)/g, called)
  }

  private placeOf(name: string): ReturnType<typeof placeFields> {
    const track = this.trackOf(this.graph.sensorOf(name))
    return track ? placeFields(track) : null
  }

  private trackOf(sensor: string | null): SensorTrack | undefined {
    return this.sensors.find(({ name }) => name === sensor)
  }
}

function isPlace(track: SensorTrack, field: string): boolean {
  const place = placeFields(track)
  return place !== null && [place.latitude, place.longitude].includes(field)
}
