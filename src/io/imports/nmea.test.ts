import { describe, expect, test } from 'vitest'
import { deviceLog, readDeviceLog, readLog } from './testing/read-log.ts'

/** A sentence with its checksum. */
function sentence(body: string): string {
  const sum = Buffer.from(body).reduce((total, byte) => total ^ byte, 0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`
}

const rmc = (time: string, date = '230394', status = 'A'): string =>
  sentence(`GPRMC,${time},${status},4807.038,N,01131.000,E,022.4,084.4,${date},003.1,W`)
const gga = (time: string, altitude = '545.4'): string =>
  sentence(`GPGGA,${time},4807.038,S,01131.000,W,1,08,0.9,${altitude},M,46.9,M,,`)
const read = (...lines: string[]): ReturnType<typeof readLog> =>
  readLog('gps.log', `${lines.join('\r\n')}\r\n`)

describe('an NMEA log', () => {
  test('has a record for each time, with what all of its sentences say', async () => {
    const log = await read(rmc('123519.25'), gga('123519.25'), sentence('GPVTG,80,T,,M,9.5,N,17,K'))
    expect(log).toMatchObject({ format: 'NMEA', messages: [], tracks: [{ label: 'GPS' }] })
    expect(log.records).toEqual([
      {
        timestamp_ms: Date.UTC(1994, 2, 23, 12, 35, 19, 250),
        lat_deg: -48.1173,
        lon_deg: -11.516666667,
        speed_kn: 9.5,
        course_deg: 80,
        altitude_m: 545.4,
        geoid_height_m: 46.9,
        fix_quality: 1,
        satellites: 8,
        hdop: 0.9,
      },
    ])
  })

  test('takes the date of RMC also for sentences before it, and goes on at midnight', async () => {
    const log = await read(
      gga('235958.00'),
      rmc('235959.00', '311224'),
      gga('000000.00'),
      rmc('000001.00', '010125'),
      gga('000002.00'),
    )
    const midnightMs = Date.UTC(2025, 0, 1)
    expect(log.timesMs).toEqual(
      [-2000, -1000, 0, 1000, 2000].map((offsetMs) => midnightMs + offsetMs),
    )
    expect(log.messages).toEqual([])
  })

  test('without any date has times from 1970 on, and a problem says so', async () => {
    const log = await read(gga('000001.00'), gga('000002.00'))
    expect(log.timesMs).toEqual([1000, 2000])
    expect(log.messages).toEqual([
      'gps.log has no sentence with a date (RMC or ZDA), so its times are counted from 1970-01-01, 0:00 UTC. Set its offset, or line it up with the picture.',
    ])
  })

  test('has what the other instruments of a boat say at that time', async () => {
    const log = await read(
      rmc('120000.00'),
      ...['HCHDG,101.1,,,7.1,W', 'HEHDT,94,T', 'SDDPT,3.6,0.4', 'WIMWV,214.8,R,18,K,A'].map(
        sentence,
      ),
      ...['WIMWV,220,T,10,N,A', 'WIMWV,7,T,5,N,V', 'VWVHW,,T,,M,4.2,N,7.8,K', 'YXMTW,15.6,C'].map(
        sentence,
      ),
      sentence('GPGLL,4807.038,N,01131.000,E,120001.00,A'),
      ...['GPGSV,1,1,00', 'GPGSV,1,1,00', 'GPGSA,A,1'].map(sentence),
    )
    expect(log.records).toMatchObject([
      {
        magnetic_heading_deg: 101.1,
        heading_deg: 94,
        depth_m: 3.6,
        apparent_wind_angle_deg: 214.8,
        apparent_wind_speed_mps: 5,
        wind_angle_deg: 220,
        wind_speed_mps: 5.144444,
        water_speed_kn: 4.2,
        water_temperature_c: 15.6,
      },
      { lat_deg: 48.1173, lon_deg: 11.516666667 },
    ])
    expect(log.messages).toEqual([
      'gps.log has sentences that Overlane does not read: GSV (2), GSA (1).',
    ])
  })

  test('ZDA has a date with four digits of the year', async () => {
    const log = await read(sentence('GPZDA,120000.00,05,06,2031,00,00'), gga('120000.00'))
    expect(log.timesMs).toEqual([Date.UTC(2031, 5, 5, 12)])
  })

  test('sentences that cannot be used are left out, and each kind is counted', async () => {
    const log = await read(
      rmc('120000.00'),
      rmc('120001.00').replace('4807', '4808'),
      'hello',
      rmc('120002.00', '230394', 'V'),
      rmc('noon'),
      rmc(''),
      rmc('120003.00'),
      sentence('GPGGA,120004.00,,,,,0,00,,,M,,M,,'),
    )
    expect(log.records).toHaveLength(2)
    expect(log.messages).toEqual([
      expect.stringMatching(/^gps.log line 2: the checksum of \$GPRMC.* is wrong\. .* 1 of 8\.$/),
      'gps.log line 3: hello is no sentence of NMEA. The line is left out; 1 of 8.',
      'gps.log line 4: the receiver had no fix here (RMC says so). The line is left out; 2 of 8.',
      'gps.log line 5: the time is "noon", expected hhmmss. The line is left out; 1 of 8.',
      'gps.log line 6: the receiver had no time here. The line is left out; 1 of 8.',
    ])
  })

  test('a sentence of a maker, of AIS or of no known time is told, and a comment is not', async () => {
    const log = await read(
      '# a comment, $GPRMC',
      sentence('SDDPT,3.6,0.4'),
      rmc('120000.00'),
      // Garmin's own, not the RMC of a talker PG.
      sentence('PGRMC,A,218.8,100,6378137.000'),
      `!${sentence('AIVDM,1,1,,B,13aGhtw0R<OJf=6LgQ?Ad1FF05`L,0').slice(1)}`,
      // A sentence that the next one cuts off takes nothing with it.
      `$GPGGA,1200${rmc('120001.00')}`,
    )
    expect(log.timesMs).toEqual([Date.UTC(1994, 2, 23, 12), Date.UTC(1994, 2, 23, 12, 0, 1)])
    expect(log.messages).toEqual([
      'gps.log line 2: no sentence before this DPT has a time. The line is left out; 1 of 3.',
      'gps.log has sentences that Overlane does not read: PGRMC (1), VDM (1).',
    ])
  })

  test('of several sentences without a time the last one counts, and the others are told', async () => {
    const headings = [90, 91, 92].map((heading) => sentence(`HEHDT,${heading},T`))
    const log = await read(rmc('120000.00'), ...headings, rmc('120001.00'), sentence('HEHDT,93,T'))
    expect(log.records.map((record) => record.heading_deg)).toEqual([92, 93])
    expect(log.messages).toEqual([
      'gps.log has sentences that came again before the next time: HDT (2). The last one counts.',
    ])
  })
})

/** The times of day that a log goes through, in its text: a reader that shares nothing with the other. */
function timesIn(text: string): string[] {
  const times = [...text.matchAll(/^\$..(?:(?:RMC|GGA|ZDA)|GLL(?:,[^,]*){4}),(\d{6})/gm)]
  return times.map(([, time = '']) => time).filter((time, at, all) => time !== all[at - 1])
}

describe('a log of a device has a record for each time of its text:', () => {
  const readDevice = async (name: string) => {
    const times = timesIn(deviceLog(name).toString('latin1'))
    return { times, log: await readDeviceLog(name) }
  }

  test('a fish finder with depth and water temperature, whose time goes back', async () => {
    const { times, log } = await readDevice('humminbird-m37.nmea')
    expect(log).toMatchObject({ format: 'NMEA', tracks: [{ name: '', label: 'GPS' }] })
    expect(log.records).toHaveLength(times.length)
    // $INRMC,194101,A,4426.1130,N,07140.5596,W,5.2,77.3,160906 and $INDPT,2.1,0.0
    expect(log.records[0]).toEqual({
      timestamp_ms: Date.UTC(2006, 8, 16, 19, 41, 1),
      lat_deg: 44.435216667,
      lon_deg: -71.675993333,
      speed_kn: 5.2,
      course_deg: 77.3,
      depth_m: 2.1,
    })
    expect(log.records[3]).toMatchObject({ altitude_m: 267.9, satellites: 10, depth_m: 2.1 })
    expect(log.timesMs.at(-1)).toBe(Date.UTC(2006, 8, 16, 19, 41, 24))
    expect(log.messages).toEqual([
      'humminbird-m37.nmea line 11: no sentence before this DPT has a time. The line is left out; 1 of 34.',
      'humminbird-m37.nmea is not in time order: 1 of 33 records are earlier than the one before them. They were sorted by time.',
    ])
  })

  test('a chart plotter with wind, heading and speed through the water', async () => {
    const { times, log } = await readDevice('bundg-zeus2-9.nmea')
    expect(log.records).toHaveLength(times.length)
    expect([log.timesMs[0], log.timesMs.at(-1)]).toEqual(
      [times[0], times.at(-1)].map((time = '') =>
        Date.parse(`2018-08-20T${time.replace(/..(?!$)/g, '$&:')}Z`),
      ),
    )
    // $GPRMC,094737,…,5.6,230.5; the last before $GPRMC,094738: $SDHDG,231.3 · $WIMWV,73.7,R · 94.9,T
    expect(log.records[1]).toMatchObject({
      speed_kn: 5.6,
      course_deg: 230.5,
      magnetic_heading_deg: 231.3,
      depth_m: 5.4,
      water_speed_kn: 6.6,
      apparent_wind_angle_deg: 73.7,
      wind_angle_deg: 94.9,
    })
    expect(log.messages).toEqual([
      expect.stringMatching(/line 8: no sentence before this DPT has a time\. .* 10 of 28\.$/),
      expect.stringMatching(/does not read: VLW \(18\), MWD \(18\), XDR \(18\), GLC \(18\), GSA/),
      expect.stringMatching(/came again before the next time: HDG \(150\)\. The last one counts/),
    ])
  })

  test('an AIS transponder with sentences of AIS and of its maker', async () => {
    const { times, log } = await readDevice('saab-r4.nmea')
    expect(log.records).toHaveLength(times.length)
    // $GPGLL,5012.790800,N,00806.879600,W · $GPVTG,3.0,T · $HEHDT,4.0,T
    expect(log.records[0]).toEqual({
      timestamp_ms: Date.UTC(2011, 5, 1, 13, 7, 11),
      lat_deg: 50.21318,
      lon_deg: -8.11466,
      fix_quality: 2,
      speed_kn: 0.5,
      course_deg: 3,
      heading_deg: 4,
    })
    expect(log.messages).toEqual([
      'saab-r4.nmea has sentences that Overlane does not read: VDM (2), PFEC (12), VDO (12), DTM (12), ROT (12).',
    ])
  })

  test('a receiver that has no fix when it starts', async () => {
    const { times, log } = await readDevice('itrek-m3.nmea')
    expect(log.records).toHaveLength(times.length - 2)
    expect(log.timesMs[0]).toBe(Date.UTC(2005, 6, 27, 4, 58, 49))
    expect(log.messages).toEqual([
      'itrek-m3.nmea line 12: the receiver had no fix here (RMC says so). The line is left out; 2 of 37.',
      'itrek-m3.nmea has sentences that Overlane does not read: GSA (32), GSV (13).',
    ])
  })
})
