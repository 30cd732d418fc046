import { viewerTimeZone } from '../time/clock.ts'
import { ChannelGraph } from '../channels/channel-graph.ts'
import { inUnits } from '../channels/layer-units.ts'
import { ChannelTracks } from '../channels/channel-tracks.ts'
import { checkChannels } from '../channels/check-channels.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import { readingOf } from '../config/reading.ts'
import { placeInFile, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { moduleOf, rendererIn, withModuleOptions } from '../own/module-renderer.ts'
import type { FrameEntry } from '../recording/recording.ts'
import { checkSyncPoints } from './check-sync-points.ts'
import type { Layer } from './frame-job.ts'
import type { FramePlan } from './frame-plan.ts'
import type { OpenedRecording } from './opened-recording.ts'
import { fieldsNamed, isDrawable } from './plan-layers.ts'
import { planOutput } from './plan-output.ts'
import { selectFrames } from './plan-range.ts'
import { SeriesPlan } from './plan-series.ts'
import { lastEvents } from './plan-events.ts'
import { lastLaps } from './plan-laps.ts'
import type { EventRequest, LapRequest } from '../draw/renderers/renderer.ts'
import type { LogEvent } from '../time/log-event.ts'
import { matchTrack, tracksByName } from './plan-tracks.ts'
import type { TrackEntry } from './plan-tracks.ts'
import { FramesInTime, LayerVisibility } from './layer-visibility.ts'

export const TIMESTAMPS_FILE_NAME = 'timestamps.csv'
/** Which record of each log every frame shows. */
export const TRACE_FILE_NAME = 'overlane-trace.jsonl'

/**
 * Turns a recording and its overlay into jobs. This is the only place where logs are matched to
 * frames. A plan with problems of severity `error` can be inspected, but not rendered.
 */
export function planFrames(recording: OpenedRecording, config: OverlayConfig): FramePlan {
  const problems: Problem[] = []
  const timeZone = config.timeZone ?? viewerTimeZone()
  checkReading(recording, config, problems)
  const tracks = tracksByName(recording, config, problems)
  problems.push(...checkSyncPoints(config.sensors))
  // Series cover the whole recording, not the range, so that a frame looks the same in every run.
  const recordingRangeMs = recording.timing?.rangeMs ?? [0, 0]
  const seriesPlan = new SeriesPlan(recordingRangeMs)
  const { referenceHeight } = config
  const { modules } = recording
  const complete = config.renderers.map((each, index) =>
    withModuleOptions(each, modules, `renderers[${index}]`, problems),
  )
  const framesInTime = new FramesInTime(recording.frames, recordingRangeMs)
  const { layers: inTheirUnits, channels } = planUnits(
    { ...config, renderers: complete },
    modules,
    tracks,
    recordingRangeMs[0],
  )
  problems.push(...checkChannels(config.channels, channels.graph, tracks))
  const drawn = inTheirUnits.flatMap((layer, rendererIndex) => {
    if (layer.hidden) return []
    const { type, sensor, options } = layer
    const renderer = rendererIn(layer, modules)
    const entry =
      sensor === null ? undefined : channels.entryWith(sensor, fieldsNamed(layer, renderer))
    const seen = entry && sensor !== null ? new Map(tracks).set(sensor, entry) : tracks
    const surroundings = { recording, tracks: seen, referenceHeight }
    if (!isDrawable(layer, `renderers[${rendererIndex}]`, surroundings, problems)) return []
    const requests = renderer.series?.(options) ?? []
    const series =
      sensor === null || !entry
        ? []
        : requests.flatMap((request) =>
            'latitude' in request
              ? seriesPlan.addTrack(sensor, entry, request)
              : [seriesPlan.add(sensor, entry, request)],
          )
    const events = renderer.events?.(options)
    const visibility = new LayerVisibility(layer, entry, framesInTime)
    return [{ type, rendererIndex, options, visibility, entry, series, events }]
  })
  const { outputFormat, movie, nameOf } = planOutput(recording, config, problems)
  const frames = selectFrames(recording, config, timeZone, problems)

  const frameAt = (position: number): FrameEntry => {
    const frame = frames[position]
    if (!frame) throw new RangeError(`There is no frame at position ${position} of the plan.`)
    return frame
  }
  return {
    frames,
    outputFormat,
    movie,
    sideFiles: [
      ...(config.output.timestamps ? [TIMESTAMPS_FILE_NAME] : []),
      ...(config.output.trace ? [TRACE_FILE_NAME] : []),
    ],
    problems: placeProblems(problems, recording, config),
    images: drawableImages(recording),
    modules: drawnModules(recording, config),
    get series() {
      return seriesPlan.series
    },
    outputNameAt: (position) => nameOf(frameAt(position)),
    jobAt(position) {
      const frame = frameAt(position)
      const layers: Layer[] = []
      let unknownConditionCount = 0
      for (const { visibility, entry, events: asked, ...layer } of drawn) {
        const opacity = visibility.opacityAt(frame.timestampMs)
        if (opacity === null) unknownConditionCount++
        if (!opacity) continue
        const matched = matchTrack(entry, frame)
        const sample = matched?.kind === 'match' ? matched.sample : null
        const events = entry && asked ? eventsAt(entry, asked, frame.timestampMs) : []
        layers.push({ ...layer, sample, events, opacity } as Layer)
      }
      return {
        frameIndex: frame.frameIndex,
        timestampMs: frame.timestampMs,
        sourceName: frame.fileName,
        outputName: nameOf(frame),
        recordingRangeMs,
        timeZone,
        referenceHeightPx: referenceHeight,
        calibration: recording.calibration,
        layers,
        unknownConditionCount,
      }
    },
    matchesAt(position) {
      const frame = frameAt(position)
      return new Map(
        [...tracks].flatMap(([name, entry]) => {
          const matched = matchTrack(entry, frame)
          return matched ? [[name, matched]] : []
        }),
      )
    },
  }
}

/** The renderers in the units that are asked for, and the channels that they and the file name. */
function planUnits(
  config: OverlayConfig,
  modules: OpenedRecording['modules'],
  tracks: ReadonlyMap<string, TrackEntry>,
  firstMs: number,
): { layers: RendererConfig[]; channels: ChannelTracks } {
  const graph = new ChannelGraph(config.channels)
  const system = config.units === 'as_given' ? null : config.units
  const planned = config.renderers.map((given) => {
    const layer = withSensor(given, graph, modules)
    const fields = tracks.get(layer.sensor ?? '')?.track.fields ?? []
    const hasField = (name: string): boolean =>
      graph.has(name) || fields.some((each) => each.name === name)
    return inUnits(layer, system, config.channels, hasField)
  })
  const added = planned.map(({ channels }) => channels)
  const channels = Object.assign({}, ...added, config.channels) as OverlayConfig['channels']
  return {
    layers: planned.map(({ layer }) => layer),
    channels: new ChannelTracks(channels, tracks, firstMs),
  }
}

/** A renderer that names a channel and no sensor has the sensor of the first channel that it names. */
function withSensor(
  layer: RendererConfig,
  graph: ChannelGraph,
  modules: OpenedRecording['modules'],
): RendererConfig {
  if (layer.sensor !== null) return layer
  const fields = fieldsNamed(layer, rendererIn(layer, modules))
  const channel = fields.find((name) => graph.has(name))
  return channel === undefined ? layer : { ...layer, sensor: graph.sensorOf(channel) }
}

function eventsAt(
  entry: TrackEntry,
  asked: EventRequest | LapRequest,
  frameMs: number,
): LogEvent[] {
  return 'line' in asked ? lastLaps(entry, asked, frameMs) : lastEvents(entry, asked, frameMs)
}

function drawableImages({ images }: OpenedRecording): FramePlan['images'] {
  return new Map(
    [...images].flatMap(([path, found]) => ('fault' in found ? [] : [[path, found] as const])),
  )
}

/** The modules of what is drawn. */
function drawnModules(
  { modules }: OpenedRecording,
  { renderers }: OverlayConfig,
): FramePlan['modules'] {
  const drawn = renderers.flatMap((each) => (each.hidden ? [] : (moduleOf(each, modules) ?? [])))
  return new Map(drawn.map((module) => [module.path, module]))
}

/** Adds file and line to the problems, if the overlay is as in the project file. */
function placeProblems(
  problems: Problem[],
  { config: opened, configSource, projectFile, projectLineOf }: OpenedRecording,
  config: OverlayConfig,
): Problem[] {
  const isAsInFile = configSource === 'project-file' && config === opened
  if (!isAsInFile || projectFile === null || projectLineOf === null) return problems
  return problems.map((each) =>
    each.where.key === undefined ? each : placeInFile(each, projectFile, projectLineOf),
  )
}

/** Matching is correct only if the logs were read with the settings of the configuration. */
function checkReading(
  { readAs, sensors }: OpenedRecording,
  config: OverlayConfig,
  problems: Problem[],
): void {
  const hasLocalTimes = sensors.some(({ timeUnit }) => timeUnit === 'iso8601')
  if (
    readingOf(config) !== readAs.reading ||
    (hasLocalTimes && config.timeZone !== readAs.timeZone)
  ) {
    const fault =
      'The folder was read with other settings (frames, pattern, times, time zone, images).'
    const remedy = 'Open it again with the new settings.'
    problems.push(problem('error', 'config-invalid', { fault, remedy }, { key: 'recording' }))
  }
}
