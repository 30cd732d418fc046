import { isRecord } from '../../../plain-object.ts'
import type { SensorTrack } from '../../../recording/recording.ts'
import type { MatchedSample } from '../../../time/match.ts'
import type { TargetEdges } from '../../camera.ts'
import type { Fit } from '../../renderers/renderer.ts'
import { edgesOfSolid, readSolidBox } from './solid-box.ts'
import type { SolidBox } from './solid-box.ts'

export interface Target extends TargetEdges {
  id: string
  type: string
  /** Null if the record does not have it. */
  solid: SolidBox | null
  /** False: its distance and edges are those of its box in space. */
  hasEdges: boolean
}

/** A log suits that has a list of targets. */
export function fitTargets({ fields }: SensorTrack): Fit<object> | null {
  const hasTargets = fields.some(({ name, type }) => name === 'targets' && type === 'array')
  return hasTargets ? { score: 1, options: {} } : null
}

/** The targets of a matched record, not read yet; null without a match, and where it has no list. */
export function targetEntries(sample: MatchedSample | null): readonly unknown[] | null {
  const found = sample?.record.targets
  return Array.isArray(found) ? found : null
}

/**
 * Reads a target of a record: its distance and its edges, or its box in space. Null if it has neither,
 * or its distance is not above 0.
 */
export function readTarget(entry: unknown): Target | null {
  if (!isRecord(entry)) return null
  const number = (key: string): number => {
    const value = entry[key]
    return typeof value === 'number' ? value : NaN
  }
  const given = {
    distanceM: number('distance_m'),
    angleLeftDeg: number('angle_left'),
    angleRightDeg: number('angle_right'),
    angleTopDeg: number('angle_top'),
    angleBottomDeg: number('angle_bottom'),
  }
  const solid = readSolidBox(entry)
  const named = { id: text(entry.id), type: text(entry.type), solid }
  if (given.distanceM > 0 && Object.values(given).every(Number.isFinite)) {
    return { ...named, ...given, hasEdges: true }
  }
  return solid && { ...named, ...edgesOfSolid(solid), hasEdges: false }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?'
}
