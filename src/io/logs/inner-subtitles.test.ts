import { expect, test } from 'vitest'
import { fileOf } from '../video/testing/file-of.ts'
import { readTelemetry } from './telemetry.ts'
import { writeSubtitledVideo } from './testing/write-telemetry-video.ts'

const PATH = 'DJI_0001.MP4'
const SUBTITLES = [0, 1, 2].map(
  (index) =>
    `F/2.8, SS 206.14, ISO 100, EV 0, GPS (149.0251, -20.2532, 16), D 2.${index}m, H 3.00m, H.S 1.10m/s, V.S 0.10m/s`,
)

test.each(['tx3g', 'text'] as const)('the log in the subtitles (%s) is read', async (codec) => {
  const { logs, problems } = await readTelemetry(
    fileOf(writeSubtitledVideo(SUBTITLES, codec), PATH),
    PATH,
  )
  expect(problems).toEqual([])
  expect(logs).toMatchObject([{ file: `${PATH}/Drone.jsonl`, label: 'Drone', isMinor: false }])
  const records = logs[0]?.text.split('\n').map((line) => JSON.parse(line) as unknown)
  expect(records).toMatchObject(
    [0, 1, 2].map((index) => ({
      timestamp_ms: 1000 * index,
      lon_deg: 149.0251,
      lat_deg: -20.2532,
      home_distance_m: 2 + index / 10,
      speed_mps: 1.1,
    })),
  )
})

test('subtitles of people are told and left out, and empty ones are none', async () => {
  const video = writeSubtitledVideo(['Hello there', '', ...SUBTITLES.slice(0, 1)])
  const { logs, problems } = await readTelemetry(fileOf(video, PATH), PATH)
  expect(logs[0]?.text.split('\n')).toHaveLength(1)
  expect(problems.map(({ message }) => message)).toEqual([
    'DJI_0001.MP4 has 1 of 2 subtitles without data of a drone. They are left out.',
  ])
})

test('a packet that is beyond the end of the file is told', async () => {
  const video = writeSubtitledVideo(SUBTITLES)
  // The place of the subtitles, in the last table of the file.
  new DataView(video.buffer).setUint32(video.length - 4, video.length - 20)
  const { problems } = await readTelemetry(fileOf(video, PATH), PATH)
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^\d packets? of the telemetry inside DJI_0001.MP4 cannot be found/),
  ])
})
