import type { Channels } from '../channels/channel-specs.ts'
import { defaultRendererConfig } from '../config/overlay-config.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import type { OptionSpecs } from '../config/option-specs.ts'
import { defaultOptions } from '../config/parse-options.ts'
import { changeTheme, NO_THEME } from '../config/theme-specs.ts'
import type { Theme } from '../config/theme-specs.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import type { Preset } from '../draw/presets/preset.ts'
import { isRecord, readPath } from '../plain-object.ts'
import type { Recording, SensorTrack } from '../recording/recording.ts'
import { applyLayout } from './apply-layout.ts'
import { LOG_OPTIONS, withOptions } from './log-options.ts'
import { namedPlaces } from './role-places.ts'
import { proposeField, roleLabel } from './roles.ts'
import type { RoleChoices } from './roles.ts'

export interface AppliedPreset {
  renderer: RendererConfig
  /** All of the overlay, with those that the renderer needs now. */
  channels: Channels
  /** What is missing, in a sentence; null if nothing is. */
  note: string | null
}

type Options = Record<string, unknown>
type Found = Pick<Recording, 'sensors' | 'calibration' | 'source' | 'timing'>

/**
 * Gives a renderer the look of a preset. It stays where it is, and goes on to show what it shows,
 * unless the preset is for something else that the logs have.
 * @param smallestFontPx its text is not smaller than this, in pixels of the layout
 */
export function applyPreset(
  current: RendererConfig,
  preset: Preset,
  found: Found,
  base: OverlayConfig,
  smallestFontPx = 0,
): AppliedPreset {
  const element = presetElement(current.type, preset, base.theme)
  const roles = rolesOfPreset(element)
  const choices = chooseFields(roles, current, found.sensors)
  const missing = roles.find(({ name, isOptional }) => !isOptional && !choices[name])
  const isFilled = roles.some(({ name }) => choices[name]) && !missing
  const applied = isFilled ? castPreset(element, choices, current, found, base) : null
  const renderer =
    applied?.renderer ?? withLook(current, element, roles.length === 0 ? preset : null)
  return {
    renderer: placedAs(current, renderer, smallestFontPx),
    channels: applied?.channels ?? base.channels,
    note: applied || roles.length === 0 ? null : noteOf(missing?.name ?? null),
  }
}

function noteOf(missingRole: string | null): string {
  const what =
    missingRole === null
      ? 'Your logs do not have what it shows'
      : `No field of your logs is ${roleLabel(missingRole)}`
  return `${what}, so only the look is used.`
}

/** A preset as an element of a layout: it has roles in place of fields, and no sensor. */
export function presetElement(
  type: RendererConfig['type'],
  preset: Preset,
  theme: Theme,
): RendererConfig {
  const { specs } = rendererOf(type)
  const plain = changeTheme(specs, withoutFields(specs, defaultOptions(specs)), NO_THEME, theme)
  const element = { ...defaultRendererConfig(type, null), options: plain }
  return withOptions(element as unknown as RendererConfig, valuesOf(preset.options))
}

/** Options by their dotted names. */
function valuesOf(options: object): Options {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
      isRecord(value)
        ? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, each] as const)
        : [[name, value] as const],
    ),
  )
}

function withoutFields(specs: OptionSpecs, values: Options): Options {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const spec = specs[name]
      if (spec?.kind === 'group')
        return [name, withoutFields(spec.options, { ...(value as object) })]
      return [name, spec?.kind === 'field' ? '' : value]
    }),
  )
}

function rolesOfPreset(element: RendererConfig): ReturnType<typeof namedPlaces> {
  const { needsFields = [] } = rendererOf(element.type)
  return namedPlaces(element).filter(({ name }) => !needsFields.includes(name))
}

/** The fields for roles: those that the renderer shows, else others of its log, else of any log. */
function chooseFields(
  roles: readonly { name: string }[],
  { sensor, options }: RendererConfig,
  sensors: readonly SensorTrack[],
): RoleChoices {
  const own = sensors.filter(({ name }) => name === sensor)
  const shown = new Set(Object.values(valuesOf(options)))
  const shownOnly = own.map((track) => ({
    ...track,
    fields: track.fields.filter(({ name }) => shown.has(name)),
  }))
  return Object.fromEntries(
    roles.map(({ name }) => [
      name,
      proposeField(name, shownOnly) ?? proposeField(name, own) ?? proposeField(name, sensors),
    ]),
  )
}

/** The preset for the logs of a recording; null where it cannot be shown with them. */
function castPreset(
  element: RendererConfig,
  choices: RoleChoices,
  current: RendererConfig,
  found: Found,
  base: OverlayConfig,
): Pick<AppliedPreset, 'renderer' | 'channels'> | null {
  const layout = {
    name: '',
    description: '',
    referenceHeight: base.referenceHeight,
    units: base.units,
    theme: base.theme,
    channels: {},
    renderers: [element],
  }
  const { config } = applyLayout(layout, choices, found, { ...base, renderers: [] })
  const [cast] = config.renderers
  if (!cast) return null
  const isSame = (path: string): boolean => at(cast, path) === at(current, path)
  const named = fieldPaths(element).filter((path) => at(element, path) !== '')
  const isSameLog = cast.sensor === current.sensor
  const kept = isSameLog && named.every(isSame) ? LOG_OPTIONS : []
  return {
    renderer: withOptions(cast, pick(current, kept)),
    channels: { ...base.channels, ...config.channels },
  }
}

/** Options that say what is shown, and not how it looks. */
const SUBJECT = ['label', 'icon', 'decimals', 'template', 'file', 'line', ...LOG_OPTIONS]

/**
 * A renderer with the look of an element.
 * @param preset what it says of the subject is taken, too; null: nothing is
 */
function withLook(
  current: RendererConfig,
  element: RendererConfig,
  preset: Preset | null,
): RendererConfig {
  const said = preset ? Object.keys(valuesOf(preset.options)) : []
  const uses = rendererOf(current.type).units?.(current.options) ?? []
  const subject = [
    ...SUBJECT,
    ...fieldPaths(current),
    ...uses.flatMap(
      ({ unit, fieldUnit = '', fields, limits = [], numbers = [], zones = '', step = '' }) => [
        unit,
        fieldUnit,
        zones,
        step,
        ...numbers,
        ...limits.flatMap(({ min, max }) => [min, max]),
        ...fields.flatMap(({ label = '' }) => [label]),
      ],
    ),
  ].filter((path) => !said.includes(path))
  const { sensor } = current
  return { ...withOptions(element, pick(current, subject)), sensor }
}

/** What no preset changes: the place, the turn, the private zone, and what every renderer has. */
function placedAs(
  current: RendererConfig,
  { sensor, options }: RendererConfig,
  smallestFontPx: number,
): RendererConfig {
  const placed = { ...current, sensor, options } as RendererConfig
  const kept = withOptions(placed, pick(current, ['position', 'rotation', 'privacy']))
  const size = Math.max(kept.options.font.size, smallestFontPx)
  return withOptions(kept, { 'font.size': size })
}

/** The dotted names of options that are fields. */
function fieldPaths({ type }: RendererConfig): string[] {
  return Object.entries(rendererOf(type).specs).flatMap(([name, spec]) => {
    if (spec.kind === 'field') return [name]
    if (spec.kind !== 'group') return []
    return Object.entries(spec.options)
      .filter(([, inner]) => inner.kind === 'field')
      .map(([inner]) => `${name}.${inner}`)
  })
}

function at({ options }: RendererConfig, path: string): unknown {
  return readPath({ ...options }, path)
}

/** Those of the options that a renderer has. */
function pick(config: RendererConfig, paths: readonly string[]): Options {
  return Object.fromEntries(
    paths
      .map((path) => [path, at(config, path)] as const)
      .filter(([, value]) => value !== undefined),
  )
}
