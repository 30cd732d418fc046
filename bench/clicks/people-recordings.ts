/** Recordings as people have them, made of the recordings and logs in `../shared/data`. */

import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { realRecordings } from '../../e2e/fixtures.ts'
import { runFfmpeg } from '../../e2e/videos.ts'
import { writeMcap } from '../../src/io/imports/mcap/testing/write-mcap.ts'

const FLIGHT = join(realRecordings, 'gopro-karma')
const FRAMES_PER_SECOND = 30
const FRAME_COUNT = 300
const START_MS = 1_622_550_000_000

/** A video as the camera wrote it, with its sensors inside. @returns the files to choose */
export function goProVideo(folder: string): string[] {
  copyFileSync(join(FLIGHT, 'karma.mp4'), join(folder, 'karma.mp4'))
  return ['karma.mp4']
}

/** A video that says when it was recorded, and the walk of that time. @returns the files to choose */
export function phoneVideoWithGpx(folder: string): string[] {
  const walk = 'cerknicko-jezero.gpx'
  copyFileSync(join(realRecordings, 'telemetry', walk), join(folder, walk))
  const [, start = ''] =
    /<trkpt[^]*?<time>(.*?)<\/time>/.exec(readFileSync(join(folder, walk), 'utf8')) ?? []
  const source = [
    '-i',
    join(realRecordings, 'park-1080p', 'park.mp4'),
    '-frames:v',
    `${FRAME_COUNT}`,
  ]
  const encoding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
  runFfmpeg([
    ...source,
    ...encoding,
    '-metadata',
    `creation_time=${start}`,
    join(folder, 'IMG_0042.mp4'),
  ])
  return ['IMG_0042.mp4', walk]
}

/** @param raw an empty folder */
export function tubOfDonkeycar(folder: string, raw: string): void {
  const images = join(folder, 'images')
  mkdirSync(images)
  const names = writeFrames(raw, '160:120')
  const records = names.map((name, index) => {
    const image = `${index}_cam_image_array_.jpg`
    copyFileSync(join(raw, name), join(images, image))
    return {
      _index: index,
      _timestamp_ms: START_MS + 50 * index,
      'cam/image_array': image,
      'user/angle': Math.sin(index / 20),
      'user/throttle': 0.25 + 0.1 * Math.cos(index / 30),
    }
  })
  writeLines(join(folder, 'catalog_0.catalog'), records)
  writeLines(join(folder, 'manifest.json'), [
    ['cam/image_array', 'user/angle', 'user/throttle'],
    ['image_array', 'float', 'float'],
    {},
    { created_at: START_MS / 1000 },
    {
      paths: ['catalog_0.catalog'],
      current_index: names.length,
      max_len: 1000,
      deleted_indexes: [],
    },
  ])
}

/** @param raw an empty folder */
export async function robotLog(folder: string, raw: string): Promise<void> {
  const names = writeFrames(raw, '1280:720')
  const bytes = await writeMcap({
    compression: 'lz4',
    startNs: BigInt(START_MS) * 1_000_000n,
    messageCount: names.length,
    imageOf: (index) => readFileSync(join(raw, names[index] ?? '')),
    chunkSize: 1 << 20,
  })
  writeFileSync(join(folder, 'run.mcap'), bytes)
}

export function frameFolder(folder: string): void {
  cpSync(FLIGHT, folder, { recursive: true, filter: (path) => !path.endsWith('.mp4') })
}

/** @returns the names of the frames, in their order */
function writeFrames(folder: string, size: string): string[] {
  const source = ['-i', join(FLIGHT, 'karma.mp4'), '-frames:v', `${FRAME_COUNT}`]
  const frames = ['-vf', `scale=${size},fps=${FRAMES_PER_SECOND}`, '-q:v', '4']
  runFfmpeg([...source, ...frames, join(folder, '%05d.jpg')])
  return readdirSync(folder).sort()
}

function writeLines(path: string, lines: readonly unknown[]): void {
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
