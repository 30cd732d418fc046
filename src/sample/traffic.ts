import type { TargetEdges, Vector3 } from '../core/draw/camera.ts'
import { bendM, isTrafficBraking, speedKmh, travelledM } from './motion.ts'
import { SENSOR_HEIGHT_M, STREAMS } from './scene.ts'
import type { SampleScene } from './scene.ts'
import { randomBetween } from './seeded-random.ts'

export type VehicleType = 'car' | 'truck' | 'van'

export interface Vehicle {
  id: number
  type: VehicleType
  widthM: number
  heightM: number
  lengthM: number
}

/** A vehicle at one time. */
export interface PlacedVehicle {
  vehicle: Vehicle
  /** Distance from the sensor to the rear face. */
  distanceM: number
  /** Position of its middle to the right of the camera's lane, ignoring bends. */
  lateralM: number
  /** Position of its middle to the right of the sensor's axis, including the bend of the road. */
  centerM: number
  isBraking: boolean
}

export const LANE_WIDTH_M = 3.6
/** The range of the sensor. If a vehicle in the next lane is nearer, it is outside the picture. */
const SENSOR_RANGE_M = [7, 100] as const
/** The overtaking van appears again after this time. */
const PASSING_PERIOD_S = 26

const VEHICLES = {
  lead: { id: 1, type: 'car', widthM: 1.84, heightM: 1.46, lengthM: 4.6 },
  slow: { id: 2, type: 'truck', widthM: 2.5, heightM: 3.6, lengthM: 12 },
  passing: { id: 3, type: 'van', widthM: 1.94, heightM: 1.96, lengthM: 4.9 },
} as const satisfies Record<string, Vehicle>

/** Every vehicle of the scene, the farthest first; some may be beside or behind the camera. */
export function placeVehicles(scene: SampleScene, timeS: number): PlacedVehicle[] {
  const travelled = travelledM(scene, timeS)
  const phase = (index: number): number => randomBetween(0, 6.28, scene.seed, STREAMS.lane, index)
  const place = (vehicle: Vehicle, lane: number, distanceM: number): PlacedVehicle => {
    const drift = 0.13 * Math.sin(0.7 * timeS + phase(vehicle.id))
    const lateralM = lane * LANE_WIDTH_M + drift
    const centerM = lateralM + bendM(scene, travelled, distanceM)
    const isBraking = vehicle === VEHICLES.lead && isTrafficBraking(scene, timeS)
    return { vehicle, distanceM, lateralM, centerM, isBraking }
  }
  // The vehicle ahead keeps its distance in seconds, with the reaction time of an attentive driver.
  const gapM = 1.5 + 0.17 * speedKmh(scene, timeS - 0.6) + 0.8 * Math.sin(0.9 * timeS + phase(0))
  const passingS = (((timeS + 0.1) % PASSING_PERIOD_S) + PASSING_PERIOD_S) % PASSING_PERIOD_S
  return [
    place(VEHICLES.lead, 0, gapM),
    place(VEHICLES.slow, 1, 41 + 15 * Math.cos(0.3 * timeS + 0.35)),
    place(VEHICLES.passing, -1, -5.5 + 4.6 * passingS),
  ].sort((a, b) => b.distanceM - a.distanceM)
}

/** Whether the sensor reports a vehicle. */
export function isInSensorRange({ distanceM }: PlacedVehicle): boolean {
  return distanceM >= SENSOR_RANGE_M[0] && distanceM <= SENSOR_RANGE_M[1]
}

/** The corners of a rear face in the sensor's coordinates: x right, y down, z ahead, in metres. */
export function rearFace({ vehicle, centerM, distanceM }: PlacedVehicle): Vector3[] {
  const xs = [centerM - vehicle.widthM / 2, centerM + vehicle.widthM / 2]
  const ys = [SENSOR_HEIGHT_M - vehicle.heightM, SENSOR_HEIGHT_M]
  return xs.flatMap((x) => ys.map((y): Vector3 => [x, y, distanceM]))
}

/** A rear face as the sensor reports it: the inverse of `projectTarget`'s x = −d·tan(angle). */
export function measureTarget({ vehicle, centerM, distanceM }: PlacedVehicle): TargetEdges {
  const angleDeg = (offsetM: number): number => (Math.atan(offsetM / distanceM) * 180) / Math.PI
  return {
    distanceM,
    angleLeftDeg: angleDeg(vehicle.widthM / 2 - centerM),
    angleRightDeg: angleDeg(-vehicle.widthM / 2 - centerM),
    angleTopDeg: angleDeg(vehicle.heightM - SENSOR_HEIGHT_M),
    angleBottomDeg: angleDeg(-SENSOR_HEIGHT_M),
  }
}
