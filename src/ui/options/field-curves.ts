import { numberAt, sampleRecords } from '../../index.ts'
import type { SensorTrack } from '../../index.ts'

/** A curve is drawn between 0 and 100 across, and between 0 (its highest value) and 100 down. */
const SIDE = 100

/**
 * The course of fields over the whole log, each as the data of an SVG path; '' without two numbers.
 * Where records have no number, the curve has a gap.
 * @param fields keys or dotted paths
 */
export function fieldCurves(track: SensorTrack, fields: readonly string[]): Map<string, string> {
  const records = [...sampleRecords(track)]
  return new Map(
    fields.map((field) => [field, curveOf(records.map((record) => numberAt(record, field)))]),
  )
}

function curveOf(values: readonly (number | null)[]): string {
  const numbers = values.filter((value) => value !== null)
  const lowest = numbers.reduce((a, b) => Math.min(a, b), Infinity)
  const highest = numbers.reduce((a, b) => Math.max(a, b), -Infinity)
  if (numbers.length < 2) return ''
  const range = highest - lowest
  let path = ''
  let isDrawn = false
  values.forEach((value, index) => {
    if (value !== null) {
      const x = Math.round((SIDE * index) / (values.length - 1))
      const y = range === 0 ? SIDE / 2 : Math.round(SIDE * (1 - (value - lowest) / range))
      path += `${isDrawn ? 'L' : 'M'}${x} ${y}`
    }
    isDrawn = value !== null
  })
  return path
}
