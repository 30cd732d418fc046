import { lastKeyOf } from '../../../plain-object.ts'
import type { SensorTrack } from '../../../recording/recording.ts'

/** The fields of a log whose names say that they are a latitude and a longitude; null without both. */
export function placeFields({
  fields,
}: Pick<SensorTrack, 'fields'>): { latitude: string; longitude: string } | null {
  const numbers = fields.filter(({ type }) => type === 'number').map(({ name }) => name)
  const named = (pattern: RegExp): string | undefined =>
    numbers.find((name) => pattern.test(lastKeyOf(name)))
  const latitude = named(/^lat(itude)?([_ ]?deg)?$/)
  const longitude = named(/^(lon|lng|long|longitude)([_ ]?deg)?$/)
  return latitude === undefined || longitude === undefined ? null : { latitude, longitude }
}
