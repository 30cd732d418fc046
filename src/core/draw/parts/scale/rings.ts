/** More rings than this are no help. */
const MOST_RINGS = 12

/** The rings of a scale. @returns at which values they are, the innermost first */
export function ringsOf({ range, ring }: { range: number; ring: number }): number[] {
  // A step of 0.1 fits ten times into 1, whatever the last digit says.
  const count = Math.floor((range / ring) * (1 + 1e-9))
  return Array.from({ length: count }, (_, index) => (index + 1) * ring)
}

/** Checks a range against the distance between its rings. @param unit of both */
export function checkRings(
  { range, ring }: { range: number; ring: number },
  unit: string,
): { option: 'ring'; message: string }[] {
  if (ring > range) {
    const message = `the rings are ${ring} ${unit} apart, but the range ends at ${range} ${unit}.`
    return [{ option: 'ring', message }]
  }
  const { length } = ringsOf({ range, ring })
  if (length <= MOST_RINGS) return []
  const message = `it makes ${length} rings up to ${range} ${unit}. At most ${MOST_RINGS} are drawn.`
  return [{ option: 'ring', message }]
}

/** `0.5`, `1`, `0.25`: the value of a ring, without needless digits. */
export function ringText(value: number): string {
  return String(Number(value.toFixed(2)))
}
