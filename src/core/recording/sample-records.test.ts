import { expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import { sampleRecords } from './sample-records.ts'

const sampleOf = (recordCount: number): unknown[] => {
  const records = Array.from({ length: recordCount }, (_, index) => ({ timestamp_ms: index }))
  return Array.from(sampleRecords(fakeTrack('log', records)), (record) => record.timestamp_ms)
}

test('of a short log, all records are in the sample', () => {
  expect(sampleOf(0)).toEqual([])
  expect(sampleOf(3)).toEqual([0, 1, 2])
})

test('of a long log, records from all parts of it are', () => {
  expect(sampleOf(1000)).toEqual(Array.from({ length: 200 }, (_, index) => index * 5))
})
