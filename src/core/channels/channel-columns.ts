import { placeFields } from '../draw/parts/map/place-fields.ts'
import { evaluateExpression, recordScope } from '../formula/evaluate-expression.ts'
import type { Call, Expression, FunctionOverRecords } from '../formula/expression.ts'
import { longestStretchMs } from '../plan/records-during.ts'
import type { TrackEntry } from '../plan/plan-tracks.ts'
import { countAtOrBefore, countBefore, snapshotTimeMs } from '../time/match.ts'
import type { ChannelGraph } from './channel-graph.ts'
import type { Channels } from './channel-specs.ts'
import { LazyColumn } from './lazy-column.ts'
import { derivative, distanceAlong, summedOverTime } from './over-records.ts'
import { smooth } from './smooth.ts'

/** What the columns of a log need to know of its surroundings. */
export interface ChannelSources {
  channels: Channels
  graph: ChannelGraph
  /** Of the first frame of the recording. */
  firstMs: number
  /** What a frame at a time would show of a channel of another log; NaN if it is not known. */
  valueAt: (channel: string, timeMs: number) => number
}

/** The values of channels for each record of one log. */
export class ChannelColumns {
  private readonly sensor: string
  private readonly entry: TrackEntry
  private readonly sources: ChannelSources
  private readonly channels = new Map<string, LazyColumn>()
  private readonly expressions = new Map<Expression, LazyColumn>()
  /** Of calls inside them. */
  private readonly calls = new Map<Call, LazyColumn>()

  /** @param sensor the name of the log, as channels name it */
  constructor(sensor: string, entry: TrackEntry, sources: ChannelSources) {
    this.sensor = sensor
    this.entry = entry
    this.sources = sources
  }

  columnOf(name: string): LazyColumn {
    const found = this.channels.get(name)
    if (found) return found
    const { graph, valueAt } = this.sources
    const column =
      graph.sensorOf(name) === this.sensor
        ? this.smoothed(name, this.raw(name))
        : this.compute((index) => valueAt(name, this.snapshotMsAt(index)))
    this.channels.set(name, column)
    return column
  }

  private raw(name: string): LazyColumn {
    const { channels, graph } = this.sources
    const expression = graph.expressionOf(name)
    const field = channels[name]?.field
    if (expression) return this.columnOfExpression(expression, name)
    return this.compute((index) => this.fieldAt(field ?? '', index))
  }

  private smoothed(name: string, raw: LazyColumn): LazyColumn {
    const { kind, windowMs } = this.sources.channels[name]?.smooth ?? { kind: 'none', windowMs: 0 }
    if (kind === 'none') return raw
    const { timesMs } = this.entry.track
    return this.compute((index) => {
      const timeMs = timesMs[index] as number
      const from = countBefore(timesMs, timeMs - windowMs / 2)
      const to = countAtOrBefore(timesMs, timeMs + windowMs / 2)
      const values = Array.from({ length: to - from }, (_, each) => raw.at(from + each))
      const distancesMs = Array.from(timesMs.subarray(from, to), (each) => each - timeMs)
      return smooth(kind, distancesMs, values, windowMs)
    })
  }

  /** @param inside the channel whose expression it is, or is a part of */
  private columnOfExpression(expression: Expression, inside: string): LazyColumn {
    const found = this.expressions.get(expression)
    if (found) return found
    const { graph, firstMs } = this.sources
    const column = this.compute(
      (index) =>
        evaluateExpression(expression, {
          valueOf: (name) =>
            orNull(
              graph.isChannelIn(name, inside)
                ? this.columnOf(name).at(index)
                : this.fieldAt(name, index),
            ),
          seconds: (this.snapshotMsAt(index) - firstMs) / 1000,
          overRecords: (call) => orNull(this.overRecords(call, inside).at(index)),
        }) ?? NaN,
    )
    this.expressions.set(expression, column)
    return column
  }

  private overRecords(call: Call<FunctionOverRecords>, inside: string): LazyColumn {
    const found = this.calls.get(call)
    if (found) return found
    const column = this.makeOverRecords(call, inside)
    this.calls.set(call, column)
    return column
  }

  private makeOverRecords(
    { name, operands }: Call<FunctionOverRecords>,
    inside: string,
  ): LazyColumn {
    const { track, matching } = this.entry
    const [first, second] = operands.map((each) => this.columnOfExpression(each, inside))
    if (name === 'd') {
      return derivative(track.timesMs, first as LazyColumn, longestStretchMs(matching))
    }
    if (first && second) return distanceAlong(first, second)
    if (first) return summedOverTime(track.timesMs, first)
    const place = placeFields(track)
    if (!place) return this.compute(() => NaN)
    return distanceAlong(
      this.compute((index) => this.fieldAt(place.latitude, index)),
      this.compute((index) => this.fieldAt(place.longitude, index)),
    )
  }

  private compute(valueAt: (index: number) => number): LazyColumn {
    return new LazyColumn(this.entry.track.timesMs.length, valueAt)
  }

  private fieldAt(field: string, index: number): number {
    return recordScope(this.entry.track.recordAt(index), 0).valueOf(field) ?? NaN
  }

  private snapshotMsAt(index: number): number {
    const { track, matching } = this.entry
    return snapshotTimeMs(track.timesMs[index] as number, matching)
  }
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
