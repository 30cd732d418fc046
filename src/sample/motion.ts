import type { SampleScene } from './scene.ts'

/** The shares of a cycle at which acceleration ends and braking begins. */
const CRUISE_FROM = 0.34
const CRUISE_TO = 0.64

const BEND_WIDTH_M = 15
const BEND_LENGTH_M = 165

export const LARGEST_HEADING_RAD = BEND_WIDTH_M / BEND_LENGTH_M

/** The speed of the camera's own car. */
export function speedKmh(scene: SampleScene, timeS: number): number {
  const { lowSpeedKmh, highSpeedKmh } = scene
  return lowSpeedKmh + (highSpeedKmh - lowSpeedKmh) * speedShare(cyclePosition(scene, timeS).share)
}

/** The distance of the car from its start: the integral of its speed, in closed form. */
export function travelledM(scene: SampleScene, timeS: number): number {
  const { index, share } = cyclePosition(scene, timeS)
  const lowMps = scene.lowSpeedKmh / 3.6
  const addedMps = (scene.highSpeedKmh - scene.lowSpeedKmh) / 3.6
  const wholeCycles = index * speedShareIntegral(1)
  return lowMps * timeS + addedMps * scene.cycleS * (wholeCycles + speedShareIntegral(share))
}

/** Whether the traffic slows down: just before the camera's car brakes, and while it brakes. */
export function isTrafficBraking(scene: SampleScene, timeS: number): boolean {
  const { share } = cyclePosition(scene, timeS + 0.35)
  return share > CRUISE_TO && share < 0.97
}

/**
 * How far the road bends to the side at a distance ahead, seen from a car that follows the road.
 * The road is a sine; its value and its slope at the car are subtracted.
 */
export function bendM(scene: SampleScene, travelled: number, aheadM: number): number {
  const here = travelled / BEND_LENGTH_M + scene.bendPhaseRad
  const there = (travelled + aheadM) / BEND_LENGTH_M + scene.bendPhaseRad
  const slope = Math.cos(here) / BEND_LENGTH_M
  return BEND_WIDTH_M * (Math.sin(there) - Math.sin(here) - slope * aheadM)
}

/** The direction of the car in radians; positive is to the right. */
export function headingRad(scene: SampleScene, travelled: number): number {
  const phase = travelled / BEND_LENGTH_M + scene.bendPhaseRad
  return LARGEST_HEADING_RAD * Math.cos(phase)
}

function cyclePosition(scene: SampleScene, timeS: number): { index: number; share: number } {
  const index = Math.floor(timeS / scene.cycleS)
  return { index, share: timeS / scene.cycleS - index }
}

/** 0 at the low speed, 1 at the high one. */
function speedShare(share: number): number {
  if (share < CRUISE_FROM) return smooth(share / CRUISE_FROM)
  if (share < CRUISE_TO) return 1
  return 1 - smooth((share - CRUISE_TO) / (1 - CRUISE_TO))
}

function speedShareIntegral(share: number): number {
  if (share < CRUISE_FROM) return CRUISE_FROM * smoothIntegral(share / CRUISE_FROM)
  const accelerating = CRUISE_FROM / 2
  if (share < CRUISE_TO) return accelerating + share - CRUISE_FROM
  const braking = (share - CRUISE_TO) / (1 - CRUISE_TO)
  const cruising = CRUISE_TO - CRUISE_FROM
  return accelerating + cruising + (1 - CRUISE_TO) * (braking - smoothIntegral(braking))
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share)
}

function smoothIntegral(share: number): number {
  return share ** 3 - share ** 4 / 2
}
