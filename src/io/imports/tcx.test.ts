import { expect, test } from 'vitest'
import { deviceLog, readDeviceLog, readLog } from './testing/read-log.ts'

const place = (lat: number): string =>
  `<Position><LatitudeDegrees>${lat}</LatitudeDegrees><LongitudeDegrees>8.5</LongitudeDegrees></Position>`
const point = (inner: string): string => `<Trackpoint>${inner}</Trackpoint>`
const tcxOf = (...points: string[]): string =>
  `<?xml version="1.0"?>\n<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities><Activity Sport="Biking"><Lap StartTime="2024-05-01T10:00:00Z"><Track>\n${points.join('\n')}\n</Track></Lap></Activity></Activities></TrainingCenterDatabase>`

test('a TCX file has a record for each trackpoint, with the units in the names of its fields', async () => {
  const inner = `<Time>2024-05-01T10:00:00.500Z</Time>${place(47)}<AltitudeMeters>400</AltitudeMeters><DistanceMeters>12.5</DistanceMeters><HeartRateBpm><Value>90</Value></HeartRateBpm><Cadence>80</Cadence><Extensions><ns3:TPX><ns3:Speed>6.5</ns3:Speed><ns3:Watts>180</ns3:Watts></ns3:TPX></Extensions>`
  const log = await readLog('ride.xml', tcxOf(point(inner)))
  expect(log).toMatchObject({ format: 'TCX', messages: [] })
  expect(log.records).toEqual([
    {
      timestamp_ms: 1714557600500,
      lat_deg: 47,
      lon_deg: 8.5,
      altitude_m: 400,
      distance_m: 12.5,
      heart_rate_bpm: 90,
      cadence_rpm: 80,
      speed_mps: 6.5,
      power_w: 180,
    },
  ])
})

test('trackpoints without a position keep their other values; those without a time, and course points, are left out', async () => {
  const log = await readLog(
    'indoor.tcx',
    tcxOf(
      point('<Time>2024-05-01T10:00:00Z</Time><Cadence>80</Cadence>'),
      point('<Cadence>81</Cadence>'),
      point(`<Time>2024-05-01T10:00:01Z</Time>${place(95)}`),
      `<CoursePoint><Name>Left</Name><Time>2024-05-01T10:00:02Z</Time>${place(47)}</CoursePoint>`,
    ),
  )
  expect(log.records).toEqual([{ timestamp_ms: 1714557600000, cadence_rpm: 80 }])
  expect(log.messages).toEqual([
    'indoor.tcx line 4: the point has no time. The point is left out; 1 of 3.',
    'indoor.tcx line 5: 95, 8.5 is no place on the earth. The point is left out; 1 of 3.',
    'indoor.tcx has course points (1), which are not of a track and are left out.',
  ])
})

test.each(['garmin-edge-1000.tcx', 'garmin-forerunner-910xt.tcx'])(
  'the TCX file of a device has a record for each trackpoint, with its values: %s',
  async (name) => {
    const points = deviceLog(name).toString().split('<Trackpoint>').slice(1)
    const log = await readDeviceLog(name)
    expect(log).toMatchObject({ format: 'TCX', messages: [] })
    expect(log.timesMs).toEqual(
      points.map((point) => Date.parse(/<Time>([^<]+)/.exec(point)?.[1] ?? '')),
    )
    const values = {
      lat_deg: /<LatitudeDegrees>([^<]+)/,
      lon_deg: /<LongitudeDegrees>([^<]+)/,
      altitude_m: /<AltitudeMeters>([^<]+)/,
      distance_m: /<DistanceMeters>([^<]+)/,
      heart_rate_bpm: /<HeartRateBpm>\s*<Value>([^<]+)/,
      cadence_rpm: /<Cadence>([^<]+)/,
      speed_mps: /<(?:ns3:)?Speed>([^<]+)/,
      power_w: /<ns3:Watts>([^<]+)/,
    }
    for (const [field, tag] of Object.entries(values)) {
      const written = points.map((point) => {
        // The sums of a lap stand behind its last trackpoint.
        const [, text] = tag.exec(point.split('</Trackpoint>')[0] ?? '') ?? []
        return text === undefined ? undefined : Number(text)
      })
      expect(
        log.records.map((record) => record[field]),
        field,
      ).toEqual(written)
    }
  },
)
