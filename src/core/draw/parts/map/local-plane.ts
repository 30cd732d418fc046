/** A place on the ground, in metres to the east and to the north of the origin of a plane. */
export interface GroundPoint {
  eastM: number
  northM: number
}

/** The mean radius of the Earth: R₁ of the International Union of Geodesy and Geophysics. */
const EARTH_RADIUS_M = 6_371_008.8

const RAD = Math.PI / 180

/**
 * Puts places onto a plane that touches the Earth near them: the equirectangular projection
 * x = R · Δλ · cos φ₁, y = R · Δφ (Snyder, Map Projections: A Working Manual, US Geological Survey
 * 1987, page 90), with the standard parallel φ₁ through the origin. A few kilometres from the
 * origin, lengths are right to about a thousandth.
 */
export class LocalPlane {
  private readonly latitudeDeg: number
  private readonly longitudeDeg: number
  private readonly cosine: number

  /** @param latitudeDeg of the origin, as `longitudeDeg` */
  constructor(latitudeDeg: number, longitudeDeg: number) {
    this.latitudeDeg = latitudeDeg
    this.longitudeDeg = longitudeDeg
    this.cosine = Math.cos(latitudeDeg * RAD)
  }

  /** NaN for what is no place on the Earth. */
  pointAt(latitudeDeg: number, longitudeDeg: number): GroundPoint {
    if (!isPlace(latitudeDeg, longitudeDeg)) return { eastM: NaN, northM: NaN }
    // The shorter way around the Earth.
    const turnsDeg = 360 * Math.round((longitudeDeg - this.longitudeDeg) / 360)
    const eastDeg = longitudeDeg - this.longitudeDeg - turnsDeg
    return {
      eastM: EARTH_RADIUS_M * eastDeg * RAD * this.cosine,
      northM: EARTH_RADIUS_M * (latitudeDeg - this.latitudeDeg) * RAD,
    }
  }
}

/** Receivers without a fix write 0, 0, which is in the sea and no one's place. */
export function isPlace(latitudeDeg: number, longitudeDeg: number): boolean {
  return (
    Math.abs(latitudeDeg) <= 90 &&
    Math.abs(longitudeDeg) <= 360 &&
    !(latitudeDeg === 0 && longitudeDeg === 0)
  )
}

/**
 * The length of the shortest way between two places on a sphere, by the haversine formula
 * (R. W. Sinnott, Sky and Telescope 68, 1984, page 159). NaN if one is no place.
 * @param from latitude and longitude in degrees, as `to`
 */
export function greatCircleM(
  from: readonly [latitudeDeg: number, longitudeDeg: number],
  to: readonly [latitudeDeg: number, longitudeDeg: number],
): number {
  if (!isPlace(...from) || !isPlace(...to)) return NaN
  const [fromRad, toRad] = [from[0] * RAD, to[0] * RAD]
  const haversine =
    Math.sin((toRad - fromRad) / 2) ** 2 +
    Math.cos(fromRad) * Math.cos(toRad) * Math.sin(((to[1] - from[1]) * RAD) / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine)))
}
