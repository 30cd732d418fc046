import { expect, test } from 'vitest'
import { emptyConfig } from '../../core/config/parse-config.ts'
import { fakeRecording, fakeTrack } from '../../core/testing/fake-recording.ts'
import type { SensorRecord, SensorTrack } from '../../core/recording/recording.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { proposePlaces } from './propose-places.ts'

const START_MS = Date.UTC(2025, 9, 27, 8)

/** A film of a minute whose times begin at 0, and a log with dates that begins with it. */
function filmWith(inner: SensorTrack | null, creationMs: number | null): RecordingFolder {
  const records = Array.from({ length: 61 }, (_, index) => ({
    timestamp_ms: START_MS + index * 1000,
  }))
  const header = new DataView(new ArrayBuffer(8 + 8 + 32))
  header.setUint32(0, 48)
  new Uint8Array(header.buffer).set(new TextEncoder().encode('moov'), 4)
  header.setUint32(8, 40)
  new Uint8Array(header.buffer).set(new TextEncoder().encode('mvhd'), 12)
  header.setUint32(20, creationMs === null ? 0 : creationMs / 1000 + 2_082_844_800)
  const recording = fakeRecording({
    source: { kind: 'video', path: 'film.mp4' } as RecordingFolder['source'],
    sensors: [fakeTrack('gps', records), ...(inner ? [inner] : [])],
    timing: { rangeMs: [0, 60_000] } as RecordingFolder['timing'],
  })
  const file = new File([header.buffer], 'film.mp4')
  return { ...recording, video: { file } } as unknown as RecordingFolder
}

/** A track inside the film, whose first record lies half a second after the first frame. */
function innerGps(record: Omit<SensorRecord, 'timestamp_ms'>): SensorTrack {
  return { ...fakeTrack('GPS', [{ timestamp_ms: 500, ...record }]), file: 'film.mp4/GPS' }
}

async function offsetsOf(recording: RecordingFolder): Promise<Record<string, number>> {
  const places = await proposePlaces(recording, emptyConfig(), 'gps')
  return Object.fromEntries(places.map(({ kind, offsetMs }) => [kind, offsetMs]))
}

test('the GPS inside a film says when the film began, as days and seconds or as a time', async () => {
  const days = Math.floor((START_MS - Date.UTC(2000, 0, 1)) / 86_400_000)
  const camera = innerGps({ days_since_2000: days, time_of_day_s: 8 * 3600 + 0.5 })
  expect((await offsetsOf(filmWith(camera, null))).gps_time).toBe(-START_MS)
  const phone = innerGps({ gps_time_s: START_MS / 1000 + 2.5 })
  expect((await offsetsOf(filmWith(phone, null))).gps_time).toBe(-START_MS - 2000)
})

test('the header of a film says when it began, and the hours of a time zone are found', async () => {
  const film = filmWith(null, START_MS - 3000)
  expect((await offsetsOf(film)).creation_time).toBe(3000 - START_MS)
  const elsewhere = filmWith(null, START_MS - 2 * 3_600_000)
  expect((await offsetsOf(elsewhere)).whole_hours).toBe(-START_MS)
})

test('nothing is proposed for a sensor that is not there', async () => {
  expect(await proposePlaces(filmWith(null, null), emptyConfig(), 'other')).toEqual([])
})
