import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import type { GroupOption, OptionSpec, OptionSpecs } from '../config/option-specs.ts'
import { themedSpecs } from '../config/theme-specs.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { lastKeyOf } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import type { Layout } from './layout.ts'
import { LOG_OPTIONS, withOptions } from './log-options.ts'
import { namedPlaces, renameAll } from './role-places.ts'
import { proposeField, ROLE_NAMES } from './roles.ts'

/** Places on the earth say where somebody lives, so they stay at home. */
const PRIVATE_OPTIONS = ['privacy.around', 'privacy.latitude', 'privacy.longitude']

/**
 * The layout of an overlay, for other recordings: fields become roles. Nothing of it says how logs
 * are read or matched, which frames are rendered, or what files are called.
 */
export function makeLayout(
  { referenceHeight, theme, renderers }: OverlayConfig,
  sensors: readonly SensorTrack[],
  name: string,
): Layout {
  const roleOf = nameRoles(renderers, sensors)
  return {
    name,
    description: '',
    referenceHeight,
    theme,
    renderers: renderers
      // A file of one recording is in no other.
      .filter(({ type }) => type !== 'image' && type !== 'own')
      .map((element) => {
        const specs = themedSpecs(rendererOf(element.type).specs, theme)
        const defaults = [...LOG_OPTIONS, ...PRIVATE_OPTIONS].flatMap((path) => {
          const spec = specAt(specs, path)
          return spec ? [[path, spec.default] as const] : []
        })
        const plain = withOptions(element, Object.fromEntries(defaults))
        return { ...renameAll(plain, (field) => roleOf(element.sensor, field)), sensor: null }
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
  sensors: readonly SensorTrack[],
): (sensor: string | null, field: string) => string {
  const known = new Map<string, string>()
  for (const role of ROLE_NAMES) {
    const found = proposeField(role, sensors)
    if (!found || found.field === '') continue
    const key = keyOf(found.sensor, found.field)
    if (!known.has(key)) known.set(key, role)
  }
  const taken = new Set<string>(ROLE_NAMES)
  for (const element of renderers) {
    for (const { name: field } of namedPlaces(element)) {
      const key = keyOf(element.sensor, field)
      if (known.has(key)) continue
      const plain = toSnakeCase(lastKeyOf(field)).replace(/[^\p{L}\p{N}_]+/gu, '_')
      let role = plain
      for (let count = 2; taken.has(role); count++) role = `${plain}_${count}`
      taken.add(role)
      known.set(key, role)
    }
  }
  return (sensor, field) => known.get(keyOf(sensor, field)) ?? field
}

function keyOf(sensor: string | null, field: string): string {
  return JSON.stringify([sensor, field])
}
