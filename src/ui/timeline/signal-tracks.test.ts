import { describe, expect, test } from 'vitest'
import { fieldsOf } from './lane-fields.ts'
import { signalTracks } from './signal-tracks.ts'

const signal = (
  ...values: number[]
): { timesMs: Float64Array; values: Float64Array; windowMs: number } => ({
  timesMs: Float64Array.from(values, (_, index) => 50 + 100 * index),
  values: Float64Array.from(values),
  windowMs: 0,
})
const picture = {
  motion: signal(1, 2, 3),
  turn: signal(-4, 0, 4),
  tilt: signal(7, 8, 9),
  roads: [signal(5)],
}

describe('the lanes of what a recording itself tells', () => {
  test('the picture has a record for each pair of frames, with its motion and its turns', () => {
    const [lane] = signalTracks({ picture, sound: null }, [])
    expect(lane?.timesMs).toEqual(Float64Array.of(50, 150, 250))
    expect(lane?.recordAt(0)).toEqual({ motion: 1, 'turn right': -4, 'tilt down': 7 })
    expect(lane && fieldsOf(lane).map(({ name, unit }) => [name, unit])).toEqual([
      ['motion', ''],
      ['turn right', 'px/s'],
      ['tilt down', 'px/s'],
    ])
  })

  test('the sound has a lane if there is one', () => {
    const names = (sound: typeof picture.turn | null): string[] =>
      signalTracks({ picture, sound }, []).map(({ name }) => name)
    expect(names(null)).toEqual(['Picture'])
    expect(names(signal(-20))).toEqual(['Picture', 'Sound'])
  })

  test('a lane never has the name of a log', () => {
    const [lane] = signalTracks({ picture, sound: null }, ['Picture', 'speed'])
    expect(lane?.name).toBe('Picture of the recording')
  })
})
