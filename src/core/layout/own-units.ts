import type { Channels } from '../channels/channel-specs.ts'
import { channelSpecs } from '../channels/channel-specs.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import { defaultOptions } from '../config/parse-options.ts'
import { rendererOf } from '../draw/renderers/index.ts'
import { readPath } from '../plain-object.ts'
import { isConvertible, isUnit } from '../units/units.ts'
import { withOptions } from './log-options.ts'
import type { RoleChoices } from './roles.ts'

/**
 * The scale of an element is in its own unit, whatever the unit of the log: the same drive is shown in
 * km/h whichever device logged it. Renderers that do not convert by themselves get a channel that does.
 * @returns the element, and the channels that it names, which are made of roles
 */
export function inOwnUnits(
  element: RendererConfig,
  choices: RoleChoices,
): { renderer: RendererConfig; channels: Channels } {
  const channels: Record<string, Channels[string]> = {}
  const renamed: Record<string, string> = {}
  for (const { unit: unitPath, fieldUnit, fields } of rendererOf(element.type).units?.(
    element.options,
  ) ?? []) {
    const unit = readPath({ ...element.options }, unitPath)
    if (fieldUnit !== undefined || typeof unit !== 'string' || !isUnit(unit)) continue
    for (const { field: path } of fields) {
      const role = String(readPath({ ...element.options }, path))
      const choice = choices[role]
      if (!choice || choice.unit === null || choice.isUnitAssumed || choice.unit === unit) continue
      if (!isConvertible(choice.unit, unit)) continue
      const name = `${role}_in_${unit.replace(/[^\p{L}\p{N}]/gu, '')}`
      channels[name] = { ...defaultOptions(channelSpecs), field: role, unit }
      renamed[path] = name
    }
  }
  return { renderer: withOptions(element, renamed), channels }
}
