import { valueAt } from '../../../time/series.ts'
import type { Series } from '../../../time/series.ts'

const madeOf = new WeakMap<Series, WeakMap<Series, Series>>()

/**
 * A series over another one that grows, such as a distance, instead of over the time. Where the other
 * one stands still or goes back, nothing is drawn. The series of a plan do not change, so each is made
 * once.
 * @returns a series whose "times" are the values of the other one
 */
export function alongField(series: Series, along: Series): Series {
  const made = madeOf.get(series) ?? new WeakMap<Series, Series>()
  madeOf.set(series, made)
  const found = made.get(along) ?? make(series, along)
  made.set(along, found)
  return found
}

function make({ timesMs, values, minValue, maxValue }: Series, along: Series): Series {
  const [places, kept]: [number[], number[]] = [[], []]
  let last = -Infinity
  timesMs.forEach((timeMs, index) => {
    const place = valueAt(along, timeMs)
    // A gap of the other series is a gap of the curve, too.
    if (Number.isNaN(place) && last > -Infinity && !Number.isNaN(kept.at(-1) ?? NaN)) {
      places.push(last)
      kept.push(NaN)
    }
    if (!(place > last)) return
    places.push(place)
    kept.push(values[index] as number)
    last = place
  })
  return {
    timesMs: Float64Array.from(places),
    values: Float64Array.from(kept),
    minValue,
    maxValue,
  }
}
