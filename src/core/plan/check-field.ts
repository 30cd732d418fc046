import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { readPath } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { sampleRecords } from '../recording/sample-records.ts'
import { measuresOther, quantityInName } from '../units/quantity-in-name.ts'
import type { Quantity } from '../units/units.ts'
import { didYouMean } from '../text/did-you-mean.ts'

/**
 * Checks the name of a field. A log without any field is empty, which is reported elsewhere.
 * @param key of the option that names the field
 * @returns what is wrong; null if nothing is
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
  const fault = `no record of ${track.file} that was searched has a field "${field}".`
  return tell('warning', fault, remedy)
}

/** Warns of a field whose name says that it measures something else. */
export function checkQuantity(field: string, quantity: Quantity, key: string): Problem | null {
  if (!measuresOther(field, quantity)) return null
  const measured = quantityInName(field) ?? 'something else'
  const told = {
    subject: key,
    fault: `"${field}" is ${measured} by its name, and is drawn as ${quantity}.`,
    remedy: 'Choose another field, or the renderer "value", which draws any number.',
  }
  return problem('warning', 'sensor-unknown', told, { key })
}

/** The list leaves out fields deep inside objects, and some fields if there are too many. */
function mayHaveUnlisted({ fields, hasAllFields }: SensorTrack, field: string): boolean {
  if (!hasAllFields) return true
  return fields.some(
    ({ name, type }) =>
      (type === 'object' || type === 'mixed') &&
      field.startsWith(`${name}.`) &&
      !fields.some((other) => other.name.startsWith(`${name}.`)),
  )
}

function isInSample(track: SensorTrack, field: string): boolean {
  for (const record of sampleRecords(track)) {
    if (readPath(record, field) !== undefined) return true
  }
  return false
}
