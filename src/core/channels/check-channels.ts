import { placeFields } from '../draw/parts/map/place-fields.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { fieldsOf, hasCall } from '../formula/expression.ts'
import { checkField } from '../plan/check-field.ts'
import type { TrackEntry } from '../plan/plan-tracks.ts'
import { didYouMean } from '../text/did-you-mean.ts'
import type { ChannelGraph } from './channel-graph.ts'
import type { ChannelConfig, Channels } from './channel-specs.ts'

/** Checks the logs and the fields that channels name. Their expressions are sound by themselves. */
export function checkChannels(
  channels: Channels,
  graph: ChannelGraph,
  tracks: ReadonlyMap<string, TrackEntry>,
): Problem[] {
  return Object.entries(channels).flatMap(([name, channel]) =>
    checkChannel(name, channel, graph, tracks),
  )
}

function checkChannel(
  name: string,
  { sensor: own, field }: ChannelConfig,
  graph: ChannelGraph,
  tracks: ReadonlyMap<string, TrackEntry>,
): Problem[] {
  const key = `channels.${name}`
  const sensor = graph.sensorOf(name)
  if (sensor === null) {
    const told = {
      subject: key,
      fault: 'no sensor is named whose records it has values for.',
      remedy: 'Name one with "sensor".',
    }
    return [problem('error', 'sensor-unknown', told, { key })]
  }
  const track = tracks.get(sensor)?.track
  if (!track) {
    // It is told once, at the channel that names it.
    if (own === null) return []
    const fault = `it names the sensor "${sensor}", which is not there.`
    const remedy = didYouMean(sensor, [...tracks.keys()], null)
    const place = { key: `${key}.sensor` }
    return [problem('error', 'sensor-unknown', { subject: place.key, fault, remedy }, place)]
  }
  const expression = graph.expressionOf(name)
  if (!expression) {
    const found = checkField(track, field ?? '', `${key}.field`)
    return found ? [found] : []
  }
  const place = `${key}.expression`
  const found = fieldsOf(expression)
    .filter((each) => !graph.isChannelIn(each, name))
    .flatMap((each) => checkField(track, each, place) ?? [])
  if (hasCall(expression, 'distance', 0) && !placeFields(track)) {
    const told = {
      subject: place,
      fault: `${track.file} has no fields that are called latitude and longitude.`,
      remedy: 'Name them: distance(lat, lon), or give a speed: distance(speed).',
    }
    found.push(problem('error', 'sensor-unknown', told, { key: place }))
  }
  return found
}
