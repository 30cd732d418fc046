import { expect, test } from 'vitest'
import type { SensorTrack } from '../../index.ts'
import { columnChoices, unitChoices } from './time-choices.ts'

const track: SensorTrack = {
  name: 'drive',
  label: 'drive',
  isMinor: false,
  file: 'drive.csv',
  timesMs: new Float64Array(),
  recordAt: () => ({}),
  lineAt: () => 1,
  fields: [],
  hasAllFields: true,
  lastValues: new Map<string, number | string>([
    ['clock', 1_700_000_060],
    ['date', '2024-05-01T10:00:09Z'],
    ['note', 'end'],
  ]),
  firstRecords: [
    { clock: null, date: '2024-05-01T10:00:00Z', note: 'a note that is longer than a column' },
    { clock: 1_700_000_000, date: '2024-05-01T10:00:01Z', note: null, list: [1] },
  ],
  recordsPerSecond: 0,
  timeColumn: 'timestamp_ms',
  timeUnit: 'ms',
  columns: ['clock', 'date', 'note', 'list', 'empty'],
}

test('the columns are listed with their first values; a list is no time', () => {
  expect(columnChoices(track)).toEqual([
    { column: 'clock', values: ['1700000000'] },
    { column: 'date', values: ['2024-05-01T10:00:00Z', '2024-05-01T10:00:01Z'] },
    { column: 'note', values: ['a note that is longer th…'] },
    { column: 'empty', values: [] },
  ])
})

test('numbers may be in any unit: each says which times they would be', () => {
  const texts = unitChoices(track, 'clock', 'UTC').map(({ unit, text, isPossible }) => [
    unit,
    isPossible ? text : isPossible,
  ])
  expect(texts).toEqual([
    ['iso8601', false],
    ['ms', '19 d 16:13:20.000 to 19 d 16:13:20.060'],
    ['s', '2023-11-14T22:13:20.000+00:00 to 2023-11-14T22:14:20.000+00:00'],
    ['us', '28:20.000 to 28:20.000'],
    ['ns', '00:01.700 to 00:01.700'],
  ])
})

test('dates have one unit, and words have none', () => {
  const possible = (column: string): string[] =>
    unitChoices(track, column, 'UTC').flatMap(({ unit, isPossible }) => (isPossible ? [unit] : []))
  expect(possible('date')).toEqual(['iso8601'])
  expect(possible('note')).toEqual([])
  expect(possible('empty')).toEqual([])
})
