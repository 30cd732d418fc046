import {
  channelSpecs,
  layerSpecs,
  layoutSpecs,
  outputSpecs,
  rangeSpecs,
  recordingSpecs,
  renderers,
  sensorSpecs,
} from '../../index.ts'
import type { OptionSpec, OptionSpecs, OverlayConfig, RendererConfig } from '../../index.ts'
import type { OptionPath } from '../options/option-path.ts'

/** What a renderer is called: its name, else its kind. */
export function nameOf({ name, type }: Pick<RendererConfig, 'name' | 'type'>): string {
  return name ?? renderers[type].label
}

/** `Speed`, or `3 renderers`. */
export function namesOf(list: readonly RendererConfig[]): string {
  const [only, ...others] = list
  if (!only) return 'nothing'
  return others.length === 0 ? nameOf(only) : `${list.length} renderers`
}

const SECTIONS: Readonly<Record<string, OptionSpecs>> = {
  recording: recordingSpecs,
  range: rangeSpecs,
  output: outputSpecs,
}

/** What setting one option is called: `change font size of Speed`, `hide Map`. */
export function wordsOfOption(path: OptionPath, value: unknown, config: OverlayConfig): string {
  const [section, ...rest] = path
  if (section === 'renderers') return wordsOfRenderer(rest, value, config)
  if (section === 'sensors' && rest[1] === 'syncPoints') return `change sync points of ${rest[0]}`
  if (section === 'sensors') return `change ${labelOf(sensorSpecs, rest.slice(1))} of ${rest[0]}`
  if (section === 'channels') return `change ${labelOf(channelSpecs, rest.slice(1))} of ${rest[0]}`
  if (section === 'timeZone') return 'change time zone'
  const specs = SECTIONS[String(section)]
  return specs ? `change ${labelOf(specs, rest)}` : `change ${labelOf(layoutSpecs, path)}`
}

function wordsOfRenderer(
  [index, part, ...rest]: OptionPath,
  value: unknown,
  config: OverlayConfig,
): string {
  const renderer = config.renderers[Number(index)]
  if (!renderer) return 'change renderer'
  const name = nameOf(renderer)
  if (part === 'hidden') return `${value === true ? 'hide' : 'show'} ${name}`
  if (part === 'locked') return `${value === true ? 'lock' : 'unlock'} ${name}`
  if (part === 'name') return `rename ${name}`
  if (part === 'sensor') return `change sensor of ${name}`
  const label =
    part === 'options'
      ? labelOf(renderers[renderer.type].specs, rest)
      : labelOf(layerSpecs, [String(part)])
  return `change ${label} of ${name}`
}

/** The labels of an option and of the groups around it, in small letters. */
function labelOf(specs: OptionSpecs, path: OptionPath): string {
  const [part, ...rest] = path
  const spec: OptionSpec | undefined = specs[String(part)]
  if (!spec) return 'settings'
  const label = startSmall(spec.label)
  if (spec.kind !== 'group') return label
  const inner = labelOf(spec.options, rest)
  return inner.startsWith(label) ? inner : `${label} ${inner}`
}

/** Abbreviations keep their capitals. */
function startSmall(label: string): string {
  return /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
