import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import type { GroupOption, OptionSpec, OptionSpecs } from '../config/option-specs.ts'
import { themedSpecs } from '../config/theme-specs.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { lastKeyOf } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import type { Layout } from './layout.ts'
import { LayoutChannels } from './layout-channels.ts'
import { LOG_OPTIONS, withOptions } from './log-options.ts'
import { namedPlaces, renameAll } from './role-places.ts'
import { proposeField, ROLE_NAMES, SIGNAL_ROLES } from './roles.ts'

/** Places on the earth say where somebody lives, so they stay at home. */
const PRIVATE_OPTIONS = ['privacy.around', 'privacy.latitude', 'privacy.longitude']

/**
 * The layout of an overlay, for other recordings: fields become roles. Nothing of it says how logs
 * are read or matched, which frames are rendered, or what files are called.
 */
export function makeLayout(
  { referenceHeight, units, theme, channels, renderers: all }: OverlayConfig,
  sensors: readonly SensorTrack[],
  name: string,
): Layout {
  // A file of one recording is in no other.
  const renderers = all.filter(({ type }) => type !== 'image' && type !== 'own')
  const layoutChannels = new LayoutChannels(channels, sensors)
  const roleOf = nameRoles(renderers, layoutChannels, sensors, Object.keys(channels))
  for (const element of renderers) {
    for (const { name: each } of namedPlaces(element)) {
      if (layoutChannels.isChannel(element.sensor, each)) layoutChannels.add(each, roleOf)
    }
  }
  return {
    name,
    description: '',
    referenceHeight,
    units,
    theme,
    channels: layoutChannels.made,
    renderers: renderers.map((element) => {
      const { sensor } = element
      const specs = themedSpecs(rendererOf(element.type).specs, theme)
      const defaults = [...LOG_OPTIONS, ...PRIVATE_OPTIONS].flatMap((path) => {
        const spec = specAt(specs, path)
        return spec ? [[path, spec.default] as const] : []
      })
      const plain = withOptions(element, Object.fromEntries(defaults))
      const named = renameAll(plain, (field) =>
        layoutChannels.isChannel(sensor, field)
          ? layoutChannels.nameOf(field)
          : roleOf(sensor, field),
      )
      return { ...named, sensor: null }
    }),
  }
}

function specAt(specs: OptionSpecs, path: string): Exclude<OptionSpec, GroupOption> | null {
  const [name = '', inner] = path.split('.')
  const spec = specs[name]
  if (spec?.kind === 'group') return inner === undefined ? null : specAt(spec.options, inner)
  return inner === undefined ? (spec ?? null) : null
}

/** A name for each field of an overlay: a role that is known, or the name of the field. */
function nameRoles(
  renderers: readonly RendererConfig[],
  channels: LayoutChannels,
  sensors: readonly SensorTrack[],
  channelNames: readonly string[],
): (sensor: string | null, field: string) => string {
  const fields = renderers.flatMap((element) =>
    namedPlaces(element).flatMap(({ name }) =>
      channels.isChannel(element.sensor, name)
        ? channels.fieldsIn(name)
        : [{ sensor: element.sensor, field: name }],
    ),
  )
  const known = new Map<string, string>()
  const taken = new Set<string>()
  const nameAfter = (
    roles: readonly string[],
    logsOf: (sensor: string | null) => SensorTrack[],
  ) => {
    for (const { sensor, field } of fields) {
      const key = keyOf(sensor, field)
      const role = roles.find((each) => {
        if (known.has(key) || taken.has(each)) return false
        const found = proposeField(each, logsOf(sensor))
        return found !== null && field !== '' && keyOf(found.sensor, found.field) === key
      })
      if (role === undefined) continue
      taken.add(role)
      known.set(key, role)
    }
  }
  // Any number may be a signal, so a field is that only if it is nothing else.
  const telling = ROLE_NAMES.filter((role) => !SIGNAL_ROLES.includes(role))
  nameAfter(telling, () => [...sensors])
  nameAfter(telling, (sensor) => sensors.filter(({ name }) => name === sensor))
  nameAfter(SIGNAL_ROLES, () => [...sensors])
  const names = new Set<string>([...ROLE_NAMES, ...channelNames])
  for (const { sensor, field } of fields) {
    const key = keyOf(sensor, field)
    if (known.has(key)) continue
    const plain = toSnakeCase(lastKeyOf(field)).replace(/[^\p{L}\p{N}_]+/gu, '_')
    let role = plain
    for (let count = 2; names.has(role); count++) role = `${plain}_${count}`
    names.add(role)
    known.set(key, role)
  }
  return (sensor, field) => known.get(keyOf(sensor, field)) ?? field
}

function keyOf(sensor: string | null, field: string): string {
  return JSON.stringify([sensor, field])
}
