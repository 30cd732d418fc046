import { describe, expect, test } from 'vitest'
import { hasRealLogs, readLog, readRealLog, realLog } from './testing/read-log.ts'

const cue = (index: number, text: string): string =>
  `${index}\n00:00:0${index},000 --> 00:00:0${index},033\n${text}\n`

/** What the first subtitle of a real file says, as a person reads it. */
const FIRST_RECORDS = {
  'air2s.srt': {
    lat_deg: 41.424724,
    lon_deg: 2.234156,
    altitude_m: 117,
    iso: 100,
    shutter_s: 1 / 80,
  },
  'mavic_air2.srt': { lat_deg: 41.420684, lon_deg: 2.162162, altitude_m: 27.3, shutter_s: 1 / 500 },
  'mavic_pro.SRT': { lat_deg: -20.2533, lon_deg: 149.0251, barometric_altitude_m: 1.9, fnum: 2.2 },
  'old_format.SRT': { lat_deg: -20.2533, lon_deg: 149.0251, hb: 1.9, shutter: 60, fnum: 2.8 },
  'p4_rtk.SRT': {
    lat_deg: -34.237922,
    lon_deg: -58.851745,
    home_distance_m: 698.7,
    relative_altitude_m: 85.8,
    speed_mps: 0,
    vertical_speed_mps: 0,
    flight_pitch_deg: 2.7,
    flight_roll_deg: -7,
    flight_yaw_deg: 110.1,
    gimbal_pitch_deg: -24.4,
    fnum: 5.6,
  },
}

describe('subtitles of a drone', () => {
  test.skipIf(!hasRealLogs).each(Object.entries(FIRST_RECORDS))(
    'of %s all are read',
    async (name, first) => {
      const text = realLog(name).toString()
      const log = await readRealLog(name)
      expect(log).toMatchObject({ format: 'SRT', messages: [] })
      expect(log.records).toHaveLength(text.split('-->').length - 1)
      expect(log.records[0]).toMatchObject(first)
      const isDated = /\d{4}[-.]\d+[-.]\d+ \d+:/.test(text)
      expect(log.tracks[0]?.clock).toBe(isDated ? 'own' : 'video')
    },
  )

  test('have their own date with milliseconds, in the time zone that is set', async () => {
    const text = cue(1, '2022-08-07 13:40:40,774,808\n[iso : 100] [rel_alt: 1.300 abs_alt: 57.9]')
    const log = await readLog('DJI_0001.SRT', text, { timeZone: 'Europe/Madrid' })
    expect(log.records).toEqual([
      {
        timestamp_ms: Date.UTC(2022, 7, 7, 11, 40, 40, 774),
        iso: 100,
        relative_altitude_m: 1.3,
        altitude_m: 57.9,
      },
    ])
  })

  test('of the video that the frames are from have the times of this video', async () => {
    const text = cue(1, '2022-08-07 13:40:40,774,808\n[iso : 100] [ev : 0]')
    const log = await readLog('DJI_0001.SRT', text, { isOfVideo: true })
    expect(log.timesMs).toEqual([1000])
    expect(log.tracks[0]?.clock).toBe('video')
  })

  test('without a fix have no position', async () => {
    const log = await readLog(
      'a.srt',
      cue(1, '[iso : 100] [latitude: 0.0] [longtitude: 0.0] [ev: 0]'),
    )
    expect(log.records).toEqual([{ timestamp_ms: 1000, iso: 100, ev: 0 }])
  })

  test('subtitles for people are left out, and counted', async () => {
    const log = await readLog(
      'film.srt',
      [cue(1, '[iso : 1] [ev : 0]'), cue(2, 'Hello.')].join('\n'),
    )
    expect(log.records).toHaveLength(1)
    expect(log.messages).toEqual([
      'film.srt line 6: "Hello." has no data of a drone. The subtitle is left out; 1 of 2.',
    ])
  })
})
