import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { NO_LOG } from '../plan/plan-tracks.ts'
import type { Recording, SensorTrack } from '../recording/recording.ts'
import type { Layout } from './layout.ts'
import { fitToLog } from './log-options.ts'
import { namedPlaces, renameAll } from './role-places.ts'
import { proposeField, roleLabel } from './roles.ts'
import type { RoleField } from './roles.ts'

/** Which field plays each role; null: none does. */
export type RoleChoices = Readonly<Record<string, RoleField | null>>

/** What is applied to a layout without a field for it. */
export type MissingRole = 'leave_out' | 'show_na'

export interface AppliedLayout {
  config: OverlayConfig
  /** What is not drawn, or not as the layout says, in sentences. */
  notes: string[]
}

type Found = Pick<Recording, 'sensors' | 'calibration' | 'source'>

/** The roles of a layout, in the order of its elements. */
export function rolesOf({ renderers }: Layout): string[] {
  return [...new Set(renderers.flatMap(namedPlaces).map(({ name }) => name))]
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
  const renderers = layout.renderers.flatMap((element) => {
    const { label } = rendererOf(element.type)
    const cast = castElement(element, choices, found)
    notes.push(...cast.notes.map((note) => `${label}: ${note}`))
    if (cast.element) return [cast.element]
    if (missing === 'leave_out' || cast.missing === null) return []
    const sensor = `no_${cast.missing}`
    sensors[sensor] = { ...defaultSensorConfig(), file: NO_LOG }
    return [{ ...element, sensor }]
  })
  return {
    config: {
      ...base,
      theme: layout.theme,
      referenceHeight: heightFor(layout.referenceHeight, found),
      sensors,
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

/** An element with the fields of a recording in place of its roles. */
function castElement(element: RendererConfig, choices: RoleChoices, found: Found): Cast {
  const { needsCalibration, needsSensor } = rendererOf(element.type)
  const leaveOut = (note: string, missing: string | null = null): Cast => ({
    element: null,
    notes: [`${note}.`],
    missing,
  })
  if (needsCalibration && !found.calibration) {
    return leaveOut('left out, as the recording has no camera calibration')
  }
  const places = namedPlaces(element)
  const required = places.filter(({ isOptional }) => !isOptional)
  const without = required.find(({ name }) => !choices[name])
  if (without) return leaveOut(`no field is ${roleLabel(without.name)}`, without.name)
  const leading = [...required, ...places].find(({ name }) => choices[name])
  const lead = leading && choices[leading.name]
  if (!lead) {
    const [first] = places
    if (!needsSensor) return { element, notes: [], missing: null }
    return leaveOut(`no field is ${roleLabel(first?.name ?? '')}`, first?.name ?? null)
  }
  const elsewhere = places.filter(
    ({ name }) => choices[name] && choices[name].sensor !== lead.sensor,
  )
  const apart = elsewhere.find(({ isOptional }) => !isOptional)
  if (apart) {
    const names = `${roleLabel(leading.name)} and ${roleLabel(apart.name)}`
    return leaveOut(`left out, as ${names} are in different logs`)
  }
  const track = found.sensors.find(({ name }) => name === lead.sensor)
  const renamed = renameAll({ ...element, sensor: lead.sensor }, (role) => {
    const choice = choices[role]
    return choice?.sensor === lead.sensor ? choice.field : ''
  })
  const dropped = elsewhere.map(
    ({ name }) => `drawn without ${roleLabel(name)}, which is in another log.`,
  )
  const fitted = track ? fitToLog(renamed, track, lead.unit) : renamed
  return { element: fitted, notes: dropped, missing: null }
}

/** Layouts are made for frames at least this wide, in pixels of the layout. */
const LEAST_WIDTH_PX = 1400

/** A narrow frame, as of a phone, has a larger reference height, so that elements lie side by side. */
function heightFor(referenceHeight: number | null, { source }: Found): number | null {
  if (referenceHeight === null || !source || source.widthPx <= 0) return referenceHeight
  const leastHeight = Math.ceil((LEAST_WIDTH_PX * source.heightPx) / source.widthPx)
  return Math.max(referenceHeight, leastHeight)
}
