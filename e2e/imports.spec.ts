/** Logs of every format, opened by the built app under its strict rules for scripts. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { deviceLog } from '../src/io/imports/testing/read-log.ts'
import { writeFit } from '../src/io/imports/testing/write-fit.ts'
import { writeMcap } from '../src/io/imports/mcap/testing/write-mcap.ts'
import type { McapOptions } from '../src/io/imports/mcap/testing/write-mcap.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { jpegFiles } from './frame-files.ts'
import { openByDrop, regionOf } from './page.ts'
import { renderFolders } from './run.ts'
import { hasFfmpeg, writeVideo } from './videos.ts'

const ONE_OF_EACH: Readonly<Record<string, string | Uint8Array>> = {
  'a.gpx':
    '<gpx><trk><trkseg><trkpt lat="48" lon="11"><time>2024-05-01T10:00:00Z</time></trkpt></trkseg></trk></gpx>',
  'b.tcx': deviceLog('garmin-edge-1000.tcx'),
  'c.fit': writeFit([
    { timeS: 1e9, latDeg: 1, lonDeg: 2, speedMps: 3, altitudeM: 4, heartRate: 5 },
  ]),
  'd.nmea': deviceLog('humminbird-m37.nmea'),
  'e.srt': '1\n00:00:00,000 --> 00:00:00,033\n[iso : 100] [latitude: 41.4] [longitude: 2.2]\n',
  'f.log': 'timestamp_ms,speed\n1,2\n2,3\n',
  'g.dat': '{"timestamp_ms":1,"a":1}\n{"timestamp_ms":2,"a":2}\n',
}

const START_NS = 1_700_000_000_000_000_000n
const FRAME_COUNT = 6

/** What the built app finds in a folder. */
async function inspect(page: Page, folder: string) {
  return page.evaluate(
    async (handle) => {
      const { HandleDirectory, openRecording } = globalThis.overlane
      const recording = await openRecording(new HandleDirectory(handle))
      return {
        sensors: recording.sensors.map(({ name, label, timesMs }) => [name, label, timesMs.length]),
        times: recording.frames.map(({ timestampMs }) => timestampMs),
        source: recording.source,
        problems: recording.problems.map(({ code }) => code),
      }
    },
    await grabFolder(page, folder),
  )
}

test('one log of each format is read', async ({ page, makeFolder }) => {
  const folder = makeFolder('logs')
  for (const [name, content] of Object.entries(ONE_OF_EACH)) {
    writeFileSync(join(folder, name), content)
  }
  await page.goto('/')
  const { sensors, problems } = await inspect(page, folder)
  expect(sensors).toEqual([
    ['a', 'GPS', 1],
    ['b', 'GPS', 72],
    ['c', 'GPS', 1],
    ['d', 'GPS', 33],
    ['e', 'Drone', 1],
    ['f', 'f', 2],
    ['g', 'g', 2],
  ])
  // The boat's log goes back in time, and begins with a depth before any time.
  expect(problems).toEqual(['sensor-invalid', 'sensor-order', 'no-frames'])
})

test('the images of an MCAP file are the frames, however it is compressed', async ({
  page,
  makeFolder,
}) => {
  const images = jpegFiles(FRAME_COUNT)
  const imageOf = (index: number): Uint8Array => images[index] ?? new Uint8Array()
  await page.goto('/')
  for (const compression of ['lz4', 'zstd'] as const) {
    const [folder, results] = [makeFolder(compression), makeFolder(`${compression}-out`)]
    const options = { compression, startNs: START_NS, messageCount: FRAME_COUNT, imageOf }
    writeFileSync(join(folder, 'drive.mcap'), await writeMcap(options))
    const { sensors, times, problems } = await inspect(page, folder)
    expect(problems).toEqual([])
    expect(sensors.map(([name]) => name)).toEqual([
      'drive/fix',
      'drive/imu/data',
      'drive/vehicle/speed',
    ])
    expect(times[1]).toBe(Number(START_NS / 1_000_000n) + 95)
    const report = await renderFolders(page, folder, results, {
      config: { renderers: [], output: { content: 'frames' } },
    })
    expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
    expect(readdirSync(results).filter((name) => name.endsWith('.jpg'))).toHaveLength(FRAME_COUNT)
    if (compression === 'zstd') await seeNames(page, folder)
  }
})

test('the video of an MCAP file is the frames, with the times of its messages', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const [folder, results] = [makeFolder('robot'), makeFolder('robot-out')]
  const raw = makeFolder('raw')
  const encoding = ['-c:v', 'libx264', '-bf', '0', '-x264-params', 'aud=1:keyint=5', '-f', 'h264']
  writeVideo(join(raw, 'video.h264'), { frameCount: FRAME_COUNT, encoding })
  const packets = accessUnits(readFileSync(join(raw, 'video.h264')))
  expect(packets).toHaveLength(FRAME_COUNT)
  const options = { compression: 'lz4', startNs: START_NS, messageCount: FRAME_COUNT } as const
  const writeDrive = async (video: McapOptions['video'] & object): Promise<void> => {
    const bytes = await writeMcap({ ...options, video, imageOf: () => new Uint8Array() })
    writeFileSync(join(folder, 'drive.mcap'), bytes)
  }
  await writeDrive({ packets, format: 'h264', encoding: 'protobuf' })
  await page.goto('/')
  const { source, times, problems } = await inspect(page, folder)
  expect(problems.filter((code) => code !== 'sensor-invalid')).toEqual([])
  expect(source).toMatchObject({ kind: 'video', path: 'drive.mcap/camera/video', codec: 'avc' })
  expect(times[1]).toBe(Number(START_NS / 1_000_000n) + 95)
  const report = await renderFolders(page, folder, results, {
    config: { renderers: [], output: { content: 'frames' } },
  })
  expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
  await page.goto('/')
  const vp9 = ['-c:v', 'libvpx-vp9', '-lag-in-frames', '0', '-deadline', 'realtime', '-g', '5']
  writeVideo(join(raw, 'video.ivf'), { frameCount: FRAME_COUNT, encoding: vp9 })
  const frames = ivfFrames(readFileSync(join(raw, 'video.ivf')))
  await writeDrive({ packets: frames, format: 'vp9', encoding: 'json' })
  expect((await inspect(page, folder)).source).toMatchObject({ kind: 'video', codec: 'vp9' })
})

/** The packets of an IVF file: each has a header of 12 bytes, which begins with its length. */
function ivfFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 32; at < bytes.length;) {
    const end = at + 12 + bytes.readUInt32LE(at)
    frames.push(bytes.subarray(at + 12, end))
    at = end
  }
  return frames
}

/** The pictures of raw H.264, each with the unit that begins it. */
function accessUnits(bytes: Buffer): Buffer[] {
  const DELIMITER = Buffer.from([0, 0, 0, 1, 9])
  const starts: number[] = []
  for (let at = bytes.indexOf(DELIMITER); at >= 0; at = bytes.indexOf(DELIMITER, at + 1)) {
    starts.push(at)
  }
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1]))
}

/** The recording panel calls a track what it is, with its long name beside. */
async function seeNames(page: Page, folder: string): Promise<void> {
  await openByDrop(page, folder)
  const heading = regionOf(page, 'Recording').getByRole('heading', { name: /^GPS/ })
  await expect(heading).toHaveText(/GPS\s+drive\/fix/)
}
