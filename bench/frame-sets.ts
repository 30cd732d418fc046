/** The frames of all measurements: recordings of 1920×1080 with the logs of the sample drive. */

import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { grabFolder } from '../e2e/folders.ts'
import { ask, execute } from './command.ts'
import { NO_OPENCV } from './python.ts'
import type { Python } from './python.ts'

export const FRAME_SIZE = { widthPx: 1920, heightPx: 1080 }

const LOGS = ['timestamps.csv', 'speed.jsonl', 'targets.jsonl', 'camera_calibration.json']

/** The frame rate of the sample drive, and so of a video with its logs. */
export const FRAMES_PER_SECOND = 30

/** A recording on the disk. */
export interface FrameSet {
  name: string
  /** Absolute path. The frames are `frames/frame_000000.png` and so on, or in `drive.mp4`. */
  path: string
  extension: '.png' | '.jpg' | '.mp4'
  frameCount: number
}

/** Frames that could not be made, and why, in a few words. */
export interface MissingFrameSet {
  name: string
  obstacle: string
}

/** The sample drive, as PNG. */
export async function makeSampleDrive(
  page: Page,
  path: string,
  frameCount: number,
): Promise<FrameSet> {
  mkdirSync(path)
  const handle = await grabFolder(page, path)
  await page.evaluate(
    ({ handle, options }) => {
      const { overlane } = globalThis
      return overlane.createSampleDrive(new overlane.HandleDirectory(handle), options)
    },
    { handle, options: { ...FRAME_SIZE, frameCount } },
  )
  return { name: 'sample PNG', path, extension: '.png', frameCount }
}

/**
 * The frames of a video, with the logs of the sample drive, as JPEG, as JPEG by OpenCV, and as PNG. A
 * video that is too short is repeated.
 */
export async function makeNaturalFrames(
  video: string | null,
  python: Python | null,
  sample: FrameSet,
  path: string,
): Promise<(FrameSet | MissingFrameSet)[]> {
  const names = { jpeg: 'natural JPEG', openCv: 'natural JPEG (OpenCV)', png: 'natural PNG' }
  const obstacle = await findObstacle(video)
  if (video === null || obstacle !== null) {
    return Object.values(names).map((name) => ({ name, obstacle: obstacle ?? '' }))
  }
  const startSet = (name: string, extension: '.jpg' | '.png'): FrameSet => {
    const set = { ...sample, name, extension, path: join(path, name) }
    mkdirSync(join(set.path, 'frames'), { recursive: true })
    for (const log of LOGS) copyFileSync(join(sample.path, log), join(set.path, log))
    return set
  }
  const read = async (set: FrameSet, ...options: string[]): Promise<FrameSet> => {
    const count = ['-frames:v', String(set.frameCount), '-start_number', '0']
    await execute('ffmpeg', [...readScaled(video), ...options, ...count, framePattern(set)])
    return set
  }
  const jpeg = await read(startSet(names.jpeg, '.jpg'), '-q:v', '2')
  const png = await read(startSet(names.png, '.png'))
  if (!python) return [jpeg, { name: names.openCv, obstacle: NO_OPENCV }, png]
  const openCv = startSet(names.openCv, '.jpg')
  await python.run('opencv-frames.py', join(png.path, 'frames'), join(openCv.path, 'frames'))
  return [jpeg, openCv, png]
}

/** The same frames as an H.264 video, like one from a camera. */
export async function makeNaturalVideo(
  video: string | null,
  sample: FrameSet,
  path: string,
): Promise<FrameSet | MissingFrameSet> {
  const name = 'natural H.264'
  const obstacle = await findObstacle(video)
  if (video === null || obstacle !== null) return { name, obstacle: obstacle ?? '' }
  const set = { ...sample, name, extension: '.mp4', path } as const
  mkdirSync(path)
  const rate = ['-r', String(FRAMES_PER_SECOND), '-frames:v', String(set.frameCount)]
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-crf', '20']
  const input = readScaled(video, `setpts=N/${FRAMES_PER_SECOND}/TB`)
  await execute('ffmpeg', [...input, ...rate, ...coding, videoPath(set)])
  for (const log of LOGS) copyFileSync(join(sample.path, log), join(path, log))
  return set
}

async function findObstacle(video: string | null): Promise<string | null> {
  if (video === null) return 'no video was given'
  const hasFfmpeg = (await ask('ffmpeg', '-version')) !== null
  return hasFfmpeg ? null : 'ffmpeg, which reads the video, is not installed'
}

/** ffmpeg's arguments to read a video in a loop and scale it to the size that is measured. */
function readScaled(video: string, ...filters: string[]): string[] {
  const size = `scale=${FRAME_SIZE.widthPx}:${FRAME_SIZE.heightPx}`
  return [
    ...['-v', 'error', '-nostdin', '-stream_loop', '-1', '-i', video, '-map', '0:v:0'],
    ...['-vf', [size, ...filters].join(',')],
  ]
}

/** The first frames of a set, as a recording of its own. */
export async function shorten(set: FrameSet, frameCount: number, path: string): Promise<FrameSet> {
  const short = { ...set, path, frameCount: Math.min(frameCount, set.frameCount) }
  mkdirSync(path)
  if (set.extension === '.mp4') {
    const count = ['-frames:v', String(short.frameCount)]
    await execute('ffmpeg', ['-v', 'error', '-i', videoPath(set), ...count, videoPath(short)])
  } else {
    mkdirSync(join(path, 'frames'))
    for (const name of frameNames(set).slice(0, short.frameCount)) {
      linkSync(join(set.path, 'frames', name), join(path, 'frames', name))
    }
  }
  for (const log of LOGS) copyFileSync(join(set.path, log), join(path, log))
  const rows = readFileSync(join(set.path, 'timestamps.csv'), 'utf8').split('\n')
  writeFileSync(join(path, 'timestamps.csv'), rows.slice(0, 1 + short.frameCount).join('\n'))
  return short
}

/** Names of the frames, in order. */
export function frameNames({ path }: FrameSet): string[] {
  return readdirSync(join(path, 'frames')).sort()
}

export function videoPath({ path }: FrameSet): string {
  return join(path, 'drive.mp4')
}

/** The pattern of the frames' names, in ffmpeg's form. */
export function framePattern({ path, extension }: FrameSet): string {
  return join(path, 'frames', `frame_%06d${extension}`)
}
