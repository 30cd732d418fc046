import type { MatchedSample } from '../../../time/match.ts'
import { toDegrees } from '../angle-unit.ts'
import { readNumber } from '../read-number.ts'
import type { AttitudeOptions } from './attitude-specs.ts'

export interface Attitude {
  /** Positive: the right side is down. */
  rollDeg: number
  /** Positive: the nose is up. */
  pitchDeg: number
}

/** Null if one of the two is missing. */
export function readAttitude(
  sample: MatchedSample | null,
  { rollField, pitchField, fieldUnit, positiveRoll, positivePitch }: AttitudeOptions,
): Attitude | null {
  const [roll, pitch] = [readNumber(sample, rollField), readNumber(sample, pitchField)]
  if (roll === null || pitch === null) return null
  return {
    rollDeg: toDegrees(roll, fieldUnit) * (positiveRoll === 'right' ? 1 : -1),
    pitchDeg: toDegrees(pitch, fieldUnit) * (positivePitch === 'up' ? 1 : -1),
  }
}
