import type { Channels } from '../channels/channel-specs.ts'
import { ChannelGraph } from '../channels/channel-graph.ts'
import { ChannelTracks } from '../channels/channel-tracks.ts'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { fieldsOf } from '../formula/expression.ts'
import { NO_LOG } from '../plan/plan-tracks.ts'
import type { Recording, SensorTrack } from '../recording/recording.ts'
import { CastChannels } from './cast-channels.ts'
import type { CastName } from './cast-channels.ts'
import type { Layout } from './layout.ts'
import { fitToLog } from './log-options.ts'
import type { FittedLog } from './log-options.ts'
import { inOwnUnits } from './own-units.ts'
import { namedPlaces, renameAll } from './role-places.ts'
import { proposeField, roleLabel } from './roles.ts'
import type { RoleChoices } from './roles.ts'
import { withoutDate } from './without-date.ts'

/** What is applied to a layout without a field for it. */
export type MissingRole = 'leave_out' | 'show_na'

export interface AppliedLayout {
  config: OverlayConfig
  /** What is not drawn, or not as the layout says, in sentences. */
  notes: string[]
}

type Found = Pick<Recording, 'sensors' | 'calibration' | 'source' | 'timing'>

/** The roles of a layout, in the order of its elements. */
export function rolesOf({ renderers, channels }: Layout): string[] {
  const graph = new ChannelGraph(channels)
  const names = renderers.flatMap(namedPlaces).map(({ name }) => name)
  return [...new Set(names.flatMap((name) => rolesIn(name, graph, channels)))]
}

/** The roles that a channel needs; a role itself. */
function rolesIn(name: string, graph: ChannelGraph, channels: Channels): string[] {
  if (!graph.has(name)) return [name]
  const expression = graph.expressionOf(name)
  if (!expression) return [channels[name]?.field ?? '']
  return fieldsOf(expression).flatMap((part) =>
    graph.isChannelIn(part, name) ? rolesIn(part, graph, channels) : [part],
  )
}

/** The fields that most likely play the roles of a layout. */
export function proposeRoles(layout: Layout, sensors: readonly SensorTrack[]): RoleChoices {
  return Object.fromEntries(rolesOf(layout).map((role) => [role, proposeField(role, sensors)]))
}

/**
 * The overlay of a layout for a recording. Everything else of the configuration stays: how logs are
 * matched, the range, the output.
 */
export function applyLayout(
  layout: Layout,
  choices: RoleChoices,
  found: Found,
  base: OverlayConfig,
  missing: MissingRole = 'leave_out',
): AppliedLayout {
  const notes: string[] = []
  const sensors = { ...base.sensors }
  const elements = layout.renderers.map((element) => inOwnUnits(element, choices))
  const channels = elements.reduce((all, each) => ({ ...all, ...each.channels }), layout.channels)
  const names = new CastChannels(channels, choices, found.sensors, base.channels)
  const renderers = elements.flatMap(({ renderer: element }) => {
    const { label } = rendererOf(element.type)
    const cast = castElement(element, names, found, base)
    notes.push(...cast.notes.map((note) => `${label}: ${note}`))
    if (cast.element) {
      const shown = withoutDate(cast.element, found.timing)
      if (shown !== cast.element)
        notes.push(`${label}: drawn without the date, which is not known.`)
      return [shown]
    }
    if (missing === 'leave_out' || cast.missing === null) return []
    const sensor = `no_${cast.missing}`
    sensors[sensor] = { ...defaultSensorConfig(), file: NO_LOG }
    return [{ ...element, sensor }]
  })
  return {
    config: {
      ...base,
      theme: layout.theme,
      // A layout that says nothing of units leaves what was chosen.
      units: layout.units === 'as_given' ? base.units : layout.units,
      referenceHeight: heightFor(layout.referenceHeight, found),
      sensors,
      channels: { ...base.channels, ...channelsOf(renderers, names.made) },
      renderers,
    },
    notes,
  }
}

interface Cast {
  /** Null: it is left out. */
  element: RendererConfig | null
  notes: string[]
  /** The role without a field, if this is why it is left out. */
  missing: string | null
}

/** Those that elements name, and those that these are made of. */
function channelsOf(renderers: readonly RendererConfig[], made: Channels): Channels {
  const graph = new ChannelGraph(made)
  const used = new Set<string>()
  const use = (name: string): void => {
    if (!graph.has(name) || used.has(name)) return
    used.add(name)
    graph.partsOf(name).forEach(use)
  }
  for (const { name } of renderers.flatMap(namedPlaces)) use(name)
  return Object.fromEntries(Object.entries(made).filter(([name]) => used.has(name)))
}

type KnownName = Extract<CastName, { sensor: string }>

function isKnown(name: CastName): name is KnownName {
  return name.kind === 'field' || name.kind === 'channel'
}

/** An element with the fields of a recording in place of its roles. */
function castElement(
  element: RendererConfig,
  names: CastChannels,
  found: Found,
  base: OverlayConfig,
): Cast {
  const { needsCalibration, needsSensor } = rendererOf(element.type)
  const leaveOut = (note: string, missing: string | null = null): Cast => ({
    element: null,
    notes: [`${note}.`],
    missing,
  })
  if (needsCalibration && !found.calibration) {
    return leaveOut('left out, as the recording has no camera calibration')
  }
  const places = namedPlaces(element).map((place) => ({ ...place, cast: names.find(place.name) }))
  const required = places.filter(({ isOptional }) => !isOptional)
  for (const { cast } of required) {
    if (cast.kind === 'missing') return leaveOut(`no field is ${roleLabel(cast.role)}`, cast.role)
    if (cast.kind === 'unfit') return leaveOut(`left out, as ${cast.note}`)
  }
  const known = [...required, ...places].flatMap((place) =>
    isKnown(place.cast) ? [{ ...place, cast: place.cast }] : [],
  )
  // A channel can be shown with any log, and a field only with its own.
  const leading = known.find(({ cast }) => cast.kind === 'field') ?? known[0]
  if (!leading) {
    const [first] = places
    if (!needsSensor) return { element, notes: [], missing: null }
    const missing = first?.cast.kind === 'missing' ? first.cast.role : ''
    return leaveOut(`no field is ${roleLabel(missing)}`, missing)
  }
  const { sensor } = leading.cast
  const elsewhere = known.filter(({ cast }) => cast.kind === 'field' && cast.sensor !== sensor)
  const apart = elsewhere.find(({ isOptional }) => !isOptional)
  if (apart) {
    const both = `${roleLabel(leading.name)} and ${roleLabel(apart.name)}`
    return leaveOut(`left out, as ${both} are in different logs`)
  }
  const renamed = renameAll({ ...element, sensor }, (name) => {
    const cast = names.find(name)
    return isKnown(cast) && (cast.kind === 'channel' || cast.sensor === sensor) ? cast.name : ''
  })
  const dropped = elsewhere.map(
    ({ name }) => `drawn without ${roleLabel(name)}, which is in another log.`,
  )
  const { unit } = (known[0] ?? leading).cast
  const fitted = fitToLog(renamed, withChannels(sensor, names.made, found, base), unit)
  return { element: fitted, notes: [...new Set(dropped)], missing: null }
}

/** How the log of an element is read, with the channels that the element may name. */
function withChannels(
  sensor: string,
  made: Channels,
  { sensors }: Found,
  base: OverlayConfig,
): FittedLog | null {
  const entries = sensors.map((track) => {
    const matching = base.sensors[track.name] ?? defaultSensorConfig()
    return [track.name, { track, matching }] as const
  })
  const tracks = new Map(entries)
  const track = tracks.get(sensor)?.track
  if (!track) return null
  const channels = new ChannelTracks(made, tracks, 0)
  const complete = channels.entryWith(sensor, Object.keys(made))?.track ?? track
  return { track, complete }
}

/** Layouts are made for frames at least this wide, in pixels of the layout. */
const LEAST_WIDTH_PX = 1400

/** A narrow frame, as of a phone, has a larger reference height, so that elements lie side by side. */
function heightFor(referenceHeight: number | null, { source }: Found): number | null {
  if (referenceHeight === null || !source || source.widthPx <= 0) return referenceHeight
  const leastHeight = Math.ceil((LEAST_WIDTH_PX * source.heightPx) / source.widthPx)
  return Math.max(referenceHeight, leastHeight)
}
