import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { readPath } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { didYouMean } from '../text/did-you-mean.ts'

/** Records that are looked at for a field that the list of fields may leave out. */
const SAMPLE_COUNT = 200

/**
 * What is wrong with the name of a field, null where nothing is. A log without any field is empty,
 * which is told elsewhere.
 * @param key of the option to blame
 */
export function checkField(track: SensorTrack, field: string, key: string): Problem | null {
  const names = track.fields.map(({ name }) => name)
  if (names.length === 0 || names.includes(field)) return null
  const list = `It has ${names.join(', ')}.`
  const tell = (severity: Problem['severity'], fault: string, remedy: string): Problem =>
    problem(severity, 'sensor-unknown', { subject: key, fault, remedy }, { key })
  if (field === '') return tell('error', `choose a field of ${track.file}.`, list)
  const remedy = didYouMean(field, names, list)
  if (!mayHaveUnlisted(track, field)) {
    return tell('error', `${track.file} has no field "${field}".`, remedy)
  }
  if (isInSample(track, field)) return null
  const fault = `none of the records of ${track.file} that were looked at has a field "${field}".`
  return tell('warning', fault, remedy)
}

/** Where there are too many fields, some are not listed; nor are those deep inside objects. */
function mayHaveUnlisted({ fields, hasAllFields }: SensorTrack, field: string): boolean {
  if (!hasAllFields) return true
  return fields.some(
    ({ name, type }) =>
      (type === 'object' || type === 'mixed') &&
      field.startsWith(`${name}.`) &&
      !fields.some((other) => other.name.startsWith(`${name}.`)),
  )
}

/** Looks at records from all over the log. */
function isInSample(track: SensorTrack, field: string): boolean {
  const recordCount = track.timesMs.length
  const step = Math.max(1, recordCount / SAMPLE_COUNT)
  for (let position = 0; position < recordCount; position += step) {
    if (readPath(track.recordAt(Math.floor(position)), field) !== undefined) return true
  }
  return false
}
