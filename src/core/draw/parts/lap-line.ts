import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { LapRequest, OptionFault } from '../renderers/renderer.ts'

const place = { kind: 'number', default: 0, unit: '°' } as const
const latitude = { ...place, min: -90, max: 90 } as const
const longitude = { ...place, min: -180, max: 180 } as const
const field = { kind: 'field', holds: 'numbers', default: '', isOptional: true } as const

const lapLineSpecs = {
  latitude: {
    ...field,
    label: 'Latitude of the track',
    help: 'Without it, laps are by the field.',
  },
  longitude: { ...field, label: 'Longitude of the track' },
  fromLatitude: { ...latitude, label: 'Latitude of the line’s start' },
  fromLongitude: { ...longitude, label: 'Longitude of the line’s start' },
  toLatitude: { ...latitude, label: 'Latitude of the line’s end' },
  toLongitude: { ...longitude, label: 'Longitude of the line’s end' },
} as const satisfies OptionSpecs

/** The line at which laps begin. */
export const lapLineSpec = { kind: 'group', label: 'Line of laps', options: lapLineSpecs } as const

type LapLine = OptionValues<typeof lapLineSpecs>

/** Null: laps are by the field. */
export function lapLineOf(line: LapLine): LapRequest['line'] {
  const { latitude, longitude } = line
  if (latitude === '' || longitude === '') return null
  return {
    latitude,
    longitude,
    from: { latitude: line.fromLatitude, longitude: line.fromLongitude },
    to: { latitude: line.toLatitude, longitude: line.toLongitude },
  }
}

/** What is wrong with a line that is asked for. */
export function lapLineFaults(line: LapLine): OptionFault<{ line: LapLine }>[] {
  if (line.longitude === '') {
    return [{ option: 'line.longitude', message: 'choose the field of the longitude, too.' }]
  }
  if (line.fromLatitude !== line.toLatitude || line.fromLongitude !== line.toLongitude) return []
  return [{ option: 'line.toLatitude', message: 'the line has no length: both ends are equal.' }]
}
