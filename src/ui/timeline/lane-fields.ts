import { renderers, unitInName } from '../../index.ts'
import type { OptionSpec, RendererConfig } from '../../index.ts'
import type { LaneTrack } from './signal-tracks.ts'

/** A field of a log that a lane shows: a number as a curve, another value as ticks where it changes. */
export interface LaneField {
  name: string
  kind: 'number' | 'event'
  /** `km/h`; '' if nothing tells it. */
  unit: string
}

/** Numbers that only count on, or say when something was. */
const COUNTERS = /time|stamp|index|count|(^|_)(id|seq|frame|no|n)$|date|epoch/i
/** What is seen in a picture, or felt: the first of these is the most telling. */
const TELLING = [
  /speed|veloc/i,
  /gyro|yaw|turn|radps|steer/i,
  /acc/i,
  /heading|course|bearing/i,
  /rpm|power|throttle|brake|torque/i,
  /alt|elev|height|roll|pitch/i,
]
const MOST_SHOWN = 2

/** The fields of a log that a lane can show. */
export function fieldsOf(track: LaneTrack): LaneField[] {
  return track.fields.flatMap(({ name, type }): LaneField[] => {
    const unit = track.units?.[name] ?? unitInName(name) ?? ''
    if (type === 'number' || type === 'mixed') return [{ name, kind: 'number', unit }]
    if (type === 'text' || type === 'boolean') return [{ name, kind: 'event', unit }]
    return []
  })
}

/** The fields that a lane shows at first: those of the overlay, else the most telling one. */
export function firstFieldsOf(track: LaneTrack, drawing: readonly RendererConfig[]): string[] {
  const fields = fieldsOf(track)
  const drawn = fields
    .filter(({ name, kind }) => kind === 'number' && isDrawn(track.name, name, drawing))
    .map(({ name }) => name)
  if (drawn.length > 0) return drawn.slice(0, MOST_SHOWN)
  const numbers = fields.filter(({ name, kind }) => kind === 'number' && !COUNTERS.test(name))
  for (const pattern of TELLING) {
    const telling = numbers.find(({ name }) => pattern.test(name))
    if (telling) return [telling.name]
  }
  const first = numbers[0] ?? fields.find(({ kind }) => kind === 'event')
  return first ? [first.name] : []
}

/** Whether a renderer draws this field. */
function isDrawn(sensor: string, field: string, drawing: readonly RendererConfig[]): boolean {
  return drawing.some((renderer) => {
    if (renderer.sensor !== sensor) return false
    const options = renderer.options as Readonly<Record<string, unknown>>
    return Object.entries<OptionSpec>(renderers[renderer.type].specs).some(
      ([key, spec]) => spec.kind === 'field' && options[key] === field,
    )
  })
}
