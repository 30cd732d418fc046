/** Recordings that are long and cheap: a few frames again and again, under different names. */

import { linkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordingOptions, WrittenRecording } from '../../e2e/recordings.ts'
import { runFfmpeg } from '../../e2e/videos.ts'

const FRAMES_PER_SECOND = 30
const START_MS = 1_761_525_000_000
/** Frames with different contents. The others are links to them. */
const MOST_DIFFERENT = 8

/** @returns the path of a recording of JPEG files with times and a log */
export async function makeLongFrames(
  makeRecording: (options: RecordingOptions & { name: string }) => Promise<WrittenRecording>,
  { frameCount, widthPx, heightPx }: { frameCount: number; widthPx: number; heightPx: number },
): Promise<string> {
  const differentCount = Math.min(frameCount, MOST_DIFFERENT)
  const timesMs = Array.from(
    { length: frameCount },
    (_, index) => START_MS + Math.round((index * 1000) / FRAMES_PER_SECOND),
  )
  const rows = timesMs.map((timeMs, index) => `${index},${timeMs}`)
  const records = timesMs.map((timeMs, index) => ({ timestamp_ms: timeMs, speed: index % 200 }))
  const { path } = await makeRecording({
    name: `frames-${widthPx}x${heightPx}`,
    frameCount: differentCount,
    widthPx,
    heightPx,
    format: 'jpeg',
    files: {
      'timestamps.csv': ['frame_index,timestamp_ms', ...rows].join('\n'),
      'speed.jsonl': records.map((record) => JSON.stringify(record)).join('\n'),
      'targets.jsonl': null,
    },
  })
  const name = (index: number): string => join(path, `frame_${String(index).padStart(6, '0')}.jpg`)
  for (let index = differentCount; index < frameCount; index++) {
    linkSync(name(index % differentCount), name(index))
  }
  return path
}

/** Writes a video with sound into a folder. Its clip of ten seconds is repeated. */
export function writeLongVideo(folder: string, minutes: number): { frameCount: number } {
  const clip = join(folder, 'clip.mp4')
  const picture = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=320x180:rate=${FRAMES_PER_SECOND}:duration=10`,
  ]
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=10']
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'aac']
  runFfmpeg([...picture, ...sound, ...coding, clip])
  const times = String(minutes * 6 - 1)
  runFfmpeg(['-stream_loop', times, '-i', clip, '-c', 'copy', join(folder, 'long.mp4')])
  rmSync(clip)
  return { frameCount: minutes * 60 * FRAMES_PER_SECOND }
}
