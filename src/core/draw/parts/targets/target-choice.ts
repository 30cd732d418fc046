import type { ChoiceOption, OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { distanceUnitSpec, metresIn } from '../distance-unit.ts'
import type { DistanceUnit } from '../distance-unit.ts'
import type { Target } from './target-record.ts'

/** Which targets are drawn, and in which colour. */
export const targetChoiceSpecs = {
  nearest: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'all',
    min: 1,
    max: 10_000,
    integer: true,
    label: 'Nearest',
    help: 'How many targets are drawn at most: the nearest ones.',
  },
  maxDistance: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'no limit',
    min: 0,
    unit: 'm',
    label: 'Up to a distance of',
  },
  types: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'all types',
    label: 'Types',
    help: 'Only these types of targets, with commas: car, truck.',
  },
  colorBy: {
    kind: 'choice',
    choices: ['one_color', 'type', 'distance'],
    default: 'one_color',
    label: 'Colour by',
    help: 'type: each type of target has a colour of its own. distance: red up to 15 m, amber up to 40 m, blue beyond.',
  },
  distanceUnit: distanceUnitSpec,
} as const satisfies OptionSpecs

type TargetChoice = OptionValues<typeof targetChoiceSpecs>

const LABEL_TEXTS = ['id', 'id_distance', 'type_distance', 'distance'] as const

export const labelTextSpec = {
  kind: 'choice',
  choices: LABEL_TEXTS,
  default: 'id',
  label: 'Labels say',
} as const satisfies ChoiceOption<(typeof LABEL_TEXTS)[number]>

/** Those that the options ask for, in the same order. */
export function chooseTargets<Shown extends { target: Target }>(
  shown: readonly Shown[],
  { nearest, maxDistance, types }: TargetChoice,
): Shown[] {
  const wanted = types?.split(',').map((each) => each.trim().toLowerCase())
  const found = shown.filter(
    ({ target }) =>
      target.distanceM <= (maxDistance ?? Infinity) &&
      (wanted?.includes(target.type.toLowerCase()) ?? true),
  )
  if (nearest === null || found.length <= nearest) return found
  const kept = new Set(nearestFirst(found).slice(0, nearest))
  return found.filter((each) => kept.has(each))
}

export function nearestFirst<Shown extends { target: Target }>(shown: readonly Shown[]): Shown[] {
  return shown.toSorted((a, b) => a.target.distanceM - b.target.distanceM)
}

export function targetLabel(
  { id, type, distanceM }: Target,
  text: (typeof LABEL_TEXTS)[number],
  unit: DistanceUnit,
): string {
  const shown = metresIn(unit, distanceM)
  const distance = `${shown.toFixed(shown < 10 ? 1 : 0)} ${unit}`
  switch (text) {
    case 'id':
      return `ID:${id}`
    case 'id_distance':
      return `${id} · ${distance}`
    case 'type_distance':
      return `${type} · ${distance}`
    case 'distance':
      return distance
  }
}

/** Light colours that people with colour-blindness can tell apart. */
const TYPE_COLORS = {
  car: '#4dd2ff',
  truck: '#ffb000',
  bus: '#ff7f50',
  motorcycle: '#c79bff',
  bicycle: '#7dff8a',
  pedestrian: '#ff6fae',
} as const

const PALETTE = Object.values(TYPE_COLORS)

/** The first whose limit a distance does not reach. People with colour-blindness can tell them apart. */
const DISTANCE_COLORS = [
  { belowM: 15, color: '#ff5c5c' },
  { belowM: 40, color: '#ffb000' },
  { belowM: Infinity, color: '#4dd2ff' },
] as const

/** @param color of all targets, unless type or distance choose it */
export function targetColor(
  { type, distanceM }: Target,
  { colorBy }: Pick<TargetChoice, 'colorBy'>,
  color: string,
): string {
  switch (colorBy) {
    case 'one_color':
      return color
    case 'type':
      return colorOfType(type)
    case 'distance':
      return DISTANCE_COLORS.find(({ belowM }) => distanceM < belowM)?.color ?? color
  }
}

/** The colour of a type. It is the same in every frame, whichever other targets there are. */
export function colorOfType(type: string): string {
  const name = type.toLowerCase()
  if (Object.hasOwn(TYPE_COLORS, name)) return TYPE_COLORS[name as keyof typeof TYPE_COLORS]
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return PALETTE[sum % PALETTE.length] as string
}
