import { describe, expect, test } from 'vitest'
import { hasRealLogs, readLog, readRealLog, realLog } from './testing/read-log.ts'

const point = (time: string, inner = '', lat = '48.1', lon = '11.5'): string =>
  `<trkpt lat="${lat}" lon="${lon}">${inner}${time === '' ? '' : `<time>${time}</time>`}</trkpt>`

const gpxOf = (...points: string[]): string =>
  `<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">\n<trk><trkseg>\n${points.join('\n')}\n</trkseg></trk></gpx>\n`

describe('a GPX file', () => {
  test('has a record for each point of a track, with the units in the names of its fields', async () => {
    const extensions =
      '<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>142</gpxtpx:hr><gpxtpx:atemp>18.5</gpxtpx:atemp></gpxtpx:TrackPointExtension><power>201</power></extensions>'
    const log = await readLog(
      'ride.gpx',
      gpxOf(
        point('2024-05-01T10:00:00Z', `<ele>512.5</ele>${extensions}`),
        point('2024-05-01T12:00:01.250+02:00', '<speed>7.25</speed><course>91</course>'),
      ),
    )
    expect(log).toMatchObject({ format: 'GPX', messages: [], tracks: [{ name: '', label: 'GPS' }] })
    expect(log.timesMs).toEqual([1714557600000, 1714557601250])
    expect(log.records).toEqual([
      {
        timestamp_ms: 1714557600000,
        lat_deg: 48.1,
        lon_deg: 11.5,
        altitude_m: 512.5,
        heart_rate_bpm: 142,
        air_temp_c: 18.5,
        power_w: 201,
      },
      {
        timestamp_ms: 1714557601250,
        lat_deg: 48.1,
        lon_deg: 11.5,
        speed_mps: 7.25,
        course_deg: 91,
      },
    ])
  })

  test('is recognised by its content under any name, with a namespace and in UTF-16', async () => {
    const text = gpxOf(point('2024-05-01T10:00:00Z')).replace(/<(\/?)(gpx|trk|time)/g, '<$1g:$2')
    expect((await readLog('export.txt', text)).records).toHaveLength(1)
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
    expect((await readLog('export.gpx', utf16)).records).toHaveLength(1)
  })

  test('without speeds gets those between its points, under a name that says so', async () => {
    // 0.001° of latitude are 111.195 m on a sphere of the mean radius.
    const log = await readLog(
      'walk.gpx',
      gpxOf(
        point('2024-05-01T10:00:00Z', '', '48.000'),
        point('2024-05-01T10:00:10Z', '', '48.001'),
        point('2024-05-01T10:05:00Z', '', '48.002'),
      ),
    )
    const speeds = log.records.map((record) => record.speed_from_positions_mps)
    expect(speeds).toEqual([undefined, 11.12, undefined])
  })

  test('points that cannot be used are left out, and each kind is counted with its first line', async () => {
    const log = await readLog(
      'bad.gpx',
      gpxOf(
        point('2024-05-01T10:00:00Z'),
        point(''),
        point(''),
        point('yesterday'),
        point('2024-05-01T10:00:01Z', '', '91'),
        '<trkpt lat="1" lon="2"><time>2024-05-01T10:00:02Z</ele></trkpt>',
        point('2024-05-01T10:00:03Z'),
      ).replace('</gpx>', '<wpt lat="1" lon="2"/><rte><rtept lat="1" lon="2"/></rte></gpx>'),
    )
    expect(log.records).toHaveLength(2)
    expect(log.messages).toEqual([
      'bad.gpx line 5: the point has no time. The point is left out; 2 of 7.',
      'bad.gpx line 7: the time is "yesterday", not ISO 8601. The point is left out; 1 of 7.',
      'bad.gpx line 8: lat 91, lon 11.5 is no place on the earth. The point is left out; 1 of 7.',
      'bad.gpx line 9: the tags of the point do not fit together. The point is left out; 1 of 7.',
      'bad.gpx holds 1 point of routes and 1 waypoint, which are not of a track and are left out.',
    ])
  })

  test('that is cut off is read up to there, and a problem says so', async () => {
    const whole = gpxOf(point('2024-05-01T10:00:00Z'), point('2024-05-01T10:00:01Z'))
    const log = await readLog('cut.gpx', whole.slice(0, whole.lastIndexOf('<time>') + 9))
    expect(log.records).toHaveLength(1)
    expect(log.messages).toEqual([
      'cut.gpx line 5: the file ends inside it. The point is left out; 1 of 2.',
    ])
  })

  test('points in comments are none, and lines are counted over blocks of the file', async () => {
    const filler = `<!-- ${point('2024-05-01T10:00:00Z')} ${'x'.repeat(99)}\n -->\n`
    const log = await readLog('long.gpx', gpxOf(filler.repeat(12_000), point('')))
    expect(log.records).toHaveLength(0)
    expect(log.messages).toEqual([
      expect.stringContaining(`long.gpx line ${5 + 2 * 12_000}: the point has no time`),
    ])
  })

  test('a comment that does not end is told, and the points after it are read', async () => {
    const times = ['2024-05-01T10:00:00Z', '2024-05-01T10:00:01Z', '2024-05-01T10:00:02Z']
    const [first = '', second = '', third = ''] = times.map((time) => point(time))
    const log = await readLog('ride.gpx', gpxOf(first, `<!-- ${second}`, third))
    expect(log.records).toHaveLength(3)
    expect(log.messages).toEqual([
      'ride.gpx is damaged: the comment that begins on line 5 does not end. The text behind its beginning is read as if it were no comment.',
    ])
  })

  test.skipIf(!hasRealLogs).each(['korita-zbevnica.gpx', 'cerknicko-jezero.gpx'])(
    'of a device has as many records and faults as it has points: %s',
    async (name) => {
      const text = realLog(name).toString()
      const points = text.split('<trkpt ').slice(1)
      const timed = points.filter((each) => each.split('</trkpt>')[0]?.includes('<time>'))
      const log = await readRealLog(name)
      expect(log.records).toHaveLength(timed.length)
      const leftOut = points.length - timed.length
      expect(log.messages.filter((each) => each.includes('the point has no time'))).toHaveLength(
        leftOut > 0 ? 1 : 0,
      )
      const [first] = timed
      if (first === undefined) return
      expect(log.records[0]).toMatchObject({
        lat_deg: Number(/lat="([^"]*)"/.exec(first)?.[1]),
        lon_deg: Number(/lon="([^"]*)"/.exec(first)?.[1]),
        timestamp_ms: Date.parse(/<time>([^<]*)/.exec(first)?.[1] ?? ''),
      })
    },
  )
})
