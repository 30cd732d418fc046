import type { TrackEntry } from '../plan/plan-tracks.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { matchSample } from '../time/match.ts'
import { ChannelColumns } from './channel-columns.ts'
import { ChannelGraph } from './channel-graph.ts'
import type { Channels } from './channel-specs.ts'

/** Logs with channels that were made lately, by the settings that they depend on. */
const latestOf = new WeakMap<SensorTrack, Map<string, SensorTrack>>()
/** Every edit makes a new plan, and most edits leave the channels as they are. */
const MOST_KEPT = 8

/**
 * Adds channels to logs, as fields of their records. So a channel can stand wherever a field can, and
 * a frame takes it from the record that it matches.
 */
export class ChannelTracks {
  readonly graph: ChannelGraph
  private readonly channels: Channels
  private readonly tracks: ReadonlyMap<string, TrackEntry>
  private readonly firstMs: number
  private readonly columns = new Map<string, ChannelColumns>()
  private readonly settings: string

  /**
   * @param tracks by sensor name
   * @param firstMs the time of the first frame of the recording
   */
  constructor(channels: Channels, tracks: ReadonlyMap<string, TrackEntry>, firstMs: number) {
    this.channels = channels
    this.graph = new ChannelGraph(channels)
    this.tracks = tracks
    this.firstMs = firstMs
    const matching = [...tracks].map(([sensor, entry]) => [sensor, entry.matching])
    this.settings = JSON.stringify([channels, matching, firstMs])
  }

  /**
   * A log with those of the named fields that are channels. A channel stands before the fields of its
   * own log, and after those of others.
   * @param sensor the name of the log
   */
  entryWith(sensor: string, names: readonly string[]): TrackEntry | undefined {
    const entry = this.tracks.get(sensor)
    if (!entry) return undefined
    const fields = new Set(entry.track.fields.map(({ name }) => name))
    const added = [...new Set(names)].filter((name) => {
      const own = this.graph.has(name) ? this.graph.sensorOf(name) : null
      return own !== null && this.tracks.has(own) && (own === sensor || !fields.has(name))
    })
    return added.length === 0 ? entry : { ...entry, track: this.trackWith(sensor, entry, added) }
  }

  private trackWith(sensor: string, { track }: TrackEntry, names: readonly string[]): SensorTrack {
    const latest = latestOf.get(track) ?? new Map<string, SensorTrack>()
    latestOf.set(track, latest)
    const key = JSON.stringify([sensor, names]) + this.settings
    const found = latest.get(key) ?? this.makeTrack(sensor, track, names)
    latest.delete(key)
    latest.set(key, found)
    for (const oldest of [...latest.keys()].slice(0, -MOST_KEPT)) latest.delete(oldest)
    return found
  }

  private makeTrack(sensor: string, track: SensorTrack, names: readonly string[]): SensorTrack {
    const columns = names.map((name) => [name, this.columnsOf(sensor).columnOf(name)] as const)
    const count = track.timesMs.length
    return {
      ...track,
      fields: [
        ...track.fields.filter(({ name }) => !names.includes(name)),
        ...names.map((name) => ({ name, type: 'number' as const, count })),
      ],
      recordAt: (index) => ({
        ...track.recordAt(index),
        ...Object.fromEntries(
          columns.map(([name, column]) => {
            const value = column.at(index)
            return [name, Number.isFinite(value) ? value : null]
          }),
        ),
      }),
    }
  }

  private columnsOf(sensor: string): ChannelColumns {
    const found = this.columns.get(sensor)
    if (found) return found
    const columns = new ChannelColumns(sensor, this.tracks.get(sensor) as TrackEntry, {
      channels: this.channels,
      graph: this.graph,
      firstMs: this.firstMs,
      valueAt: (channel, timeMs) => this.valueAt(channel, timeMs),
    })
    this.columns.set(sensor, columns)
    return columns
  }

  private valueAt(channel: string, timeMs: number): number {
    const entry = this.entryWith(this.graph.sensorOf(channel) ?? '', [channel])
    const matched = entry && matchSample(entry.track, timeMs, entry.matching)
    const value = matched?.kind === 'match' ? matched.sample.record[channel] : null
    return typeof value === 'number' ? value : NaN
  }
}
