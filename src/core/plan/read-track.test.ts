import { describe, expect, test } from 'vitest'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-config.ts'
import { LocalPlane } from '../draw/parts/map/local-plane.ts'
import type { TrackRequest } from '../draw/renderers/renderer.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import { valueAt } from '../time/series.ts'
import type { Series } from '../time/series.ts'
import { SeriesPlan } from './plan-series.ts'
import type { TrackEntry } from './plan-tracks.ts'
import { MOST_TRACK_POINTS } from './read-track.ts'

const REQUEST: TrackRequest = {
  latitude: 'lat',
  longitude: 'lon',
  value: null,
  detailM: null,
  longestMs: 30_000,
}

interface Place {
  lat: number | null
  lon: number | null
  speed?: number | null
}

/** A log of records 100 ms apart. */
function logOf(places: readonly Place[], matching: Partial<SensorConfig> = {}): TrackEntry {
  const records = places.map((place, index) => ({ timestamp_ms: index * 100, ...place }))
  return {
    track: fakeTrack('gps', records),
    matching: { ...defaultSensorConfig(), ...matching },
  }
}

function read(entry: TrackEntry, request: Partial<TrackRequest> = {}): Series[] {
  const plan = new SeriesPlan([0, 1e9])
  plan.addTrack('gps', entry, { ...REQUEST, ...request })
  return [...plan.series]
}

/** Once around a circle of about 100 m, with a little noise. */
const circle = Array.from({ length: 2000 }, (_, index) => ({
  lat: 50 + 0.0009 * Math.cos(index / 300) + 2e-6 * Math.sin(index * 7.7),
  lon: 10 + 0.0014 * Math.sin(index / 300) + 2e-6 * Math.cos(index * 5.1),
  speed: index,
}))

describe('a track', () => {
  test('has a latitude, a longitude and a value at each of its times', () => {
    const [latitudes, longitudes, values] = read(logOf(circle), { value: 'speed' })
    expect(latitudes?.timesMs.length).toBeGreaterThan(20)
    expect(longitudes?.timesMs).toEqual(latitudes?.timesMs)
    expect(values?.timesMs).toEqual(latitudes?.timesMs)
    latitudes?.timesMs.forEach((timeMs, index) => {
      const place = circle[timeMs / 100]
      expect([latitudes.values[index], longitudes?.values[index], values?.values[index]]).toEqual([
        place?.lat,
        place?.lon,
        place?.speed,
      ])
    })
  })

  test.each([0.2, 1, 5])('cuts no corner by more than %d m on either axis', (detailM) => {
    const [latitudes, longitudes] = read(logOf(circle), { detailM })
    const plane = new LocalPlane(50, 10)
    circle.forEach(({ lat, lon }, index) => {
      const recorded = plane.pointAt(lat, lon)
      const thinned = plane.pointAt(
        valueAt(latitudes as Series, index * 100),
        valueAt(longitudes as Series, index * 100),
      )
      expect(Math.abs(thinned.eastM - recorded.eastM)).toBeLessThan(1.001 * detailM)
      expect(Math.abs(thinned.northM - recorded.northM)).toBeLessThan(1.001 * detailM)
    })
  })

  test('is thinned to what is needed', () => {
    const straight = Array.from({ length: 500 }, (_, index) => ({
      lat: 50 + index * 1e-5,
      lon: 10,
    }))
    expect(read(logOf(straight))[0]?.timesMs).toHaveLength(2)
  })

  test('keeps what changes the colour of a straight way', () => {
    const straight = Array.from({ length: 500 }, (_, index) => ({
      lat: 50 + index * 1e-5,
      lon: 10,
      speed: index === 250 ? 90 : 30,
    }))
    const [, , values] = read(logOf(straight), { value: 'speed' })
    expect([...(values?.values ?? [])]).toEqual([30, 30, 90, 30, 30])
  })

  test('has a gap where a record has no place: nothing, or 0, 0', () => {
    const places = [
      { lat: 50, lon: 10 },
      { lat: null, lon: 10 },
      { lat: 50, lon: 10.1 },
      { lat: 0, lon: 0 },
      { lat: 50, lon: 10.2 },
    ]
    const [latitudes, longitudes] = read(logOf(places))
    expect([...(latitudes?.values ?? [])]).toEqual([50, NaN, 50, NaN, 50])
    expect([...(longitudes?.values ?? [])]).toEqual([10, NaN, 10.1, NaN, 10.2])
  })

  test('has a gap between records that are too far apart', () => {
    const gapCount = (longestMs: number, matching: Partial<SensorConfig> = {}): number => {
      const entry = logOf([circle[0], circle[1]] as Place[], matching)
      entry.track.timesMs = Float64Array.of(0, 5000)
      return read(entry, { longestMs })[0]?.values.filter(Number.isNaN).length ?? 0
    }
    expect(gapCount(5000)).toBe(0)
    expect(gapCount(4999)).toBe(1)
    expect(gapCount(5000, { toleranceMs: 4999 })).toBe(1)
  })

  test('takes a worker less than 2 MB, however restless it is', () => {
    const restless = Array.from({ length: 80_000 }, (_, index) => ({
      lat: 50 + 1e-3 * Math.sin(index * 7.7),
      lon: 10 + 1e-3 * Math.cos(index * 5.1),
    }))
    const [latitudes] = read(logOf(restless), { detailM: 40 })
    expect(latitudes?.timesMs.length).toBeLessThanOrEqual(MOST_TRACK_POINTS)
    expect(32 * MOST_TRACK_POINTS).toBeLessThan(2_000_000)
  })

  test('is prepared once for renderers that ask for the same', () => {
    const plan = new SeriesPlan([0, 1000])
    const entry = logOf(circle)
    expect(plan.addTrack('gps', entry, REQUEST)).toEqual([0, 1])
    expect(plan.addTrack('gps', entry, { ...REQUEST, value: 'speed' })).toEqual([2, 3, 4])
    expect(plan.addTrack('gps', entry, REQUEST)).toEqual([0, 1])
    expect(plan.series).toHaveLength(5)
  })

  test('of an empty log has no place', () => {
    expect(read(logOf([])).map(({ values }) => values.length)).toEqual([0, 0])
  })
})
