import { metresIn } from '../distance-unit.ts'
import type { DistanceUnit } from '../distance-unit.ts'
import type { Target } from './target-record.ts'

interface ListOptions {
  list: 'full' | 'compact' | 'none'
  bounds: 'distance' | 'angle'
  distanceUnit: DistanceUnit
}

/** A line for each target. In a compact list, the nearest is the first. */
export function listLines(
  targets: readonly Target[],
  { list, bounds, distanceUnit }: ListOptions,
): string[] {
  return list === 'full'
    ? targets.map((target) => targetLine(target, bounds, distanceUnit))
    : targets
        .toSorted((a, b) => a.distanceM - b.distanceM)
        .map(
          ({ id, type, distanceM }) =>
            `  ID:${id} ${type} ${metresIn(distanceUnit, distanceM).toFixed(1)} ${distanceUnit}`,
        )
}

/** `  ID:3 car D:31.5m XL:2.5 XR:0.7 YT:0.4 YB:-1.1`: lengths left and up of the axis, or degrees. */
export function targetLine(
  target: Target,
  bounds: ListOptions['bounds'],
  unit: DistanceUnit,
): string {
  const { angleLeftDeg, angleRightDeg, angleTopDeg, angleBottomDeg } = target
  const distance = metresIn(unit, target.distanceM)
  const angles = [angleLeftDeg, angleRightDeg, angleTopDeg, angleBottomDeg]
  const edge = (name: string, index: number): string => {
    const angleDeg = angles[index] as number
    return bounds === 'angle'
      ? `A${name.slice(1)}:${angleDeg.toFixed(1)}deg`
      : `${name}:${(distance * Math.tan((angleDeg * Math.PI) / 180)).toFixed(1)}`
  }
  const edges = ['XL', 'XR', 'YT', 'YB'].map(edge).join(' ')
  return `  ID:${target.id} ${target.type} D:${distance.toFixed(1)}${unit} ${edges}`
}
