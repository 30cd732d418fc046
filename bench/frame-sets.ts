/** The frames that everything is measured on: recordings of 1920×1080 with the logs of the sample drive. */

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

export const FRAME_SIZE = { widthPx: 1920, heightPx: 1080 }

const LOGS = ['timestamps.csv', 'speed.jsonl', 'targets.jsonl', 'camera_calibration.json']

/** A recording on the disk. */
export interface FrameSet {
  name: string
  /** Absolute; the frames are in `frames/frame_000000.png` and on. */
  path: string
  extension: '.png' | '.jpg'
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
 * The frames of a video, with the logs of the sample drive, as JPEG and as PNG. A video that is too
 * short is repeated.
 */
export async function makeNaturalFrames(
  video: string | null,
  sample: FrameSet,
  path: string,
): Promise<(FrameSet | MissingFrameSet)[]> {
  const kinds = [
    { name: 'natural JPEG', extension: '.jpg', options: ['-q:v', '2'] },
    { name: 'natural PNG', extension: '.png', options: [] },
  ] as const
  const obstacle =
    video === null
      ? 'no video was given'
      : (await ask('ffmpeg', '-version')) === null
        ? 'ffmpeg, which reads the video, is not installed'
        : null
  if (video === null || obstacle !== null) {
    return kinds.map(({ name }) => ({ name, obstacle: obstacle ?? '' }))
  }
  const sets: FrameSet[] = []
  for (const { name, extension, options } of kinds) {
    const set = { ...sample, name, extension, path: `${path}${extension}` }
    mkdirSync(join(set.path, 'frames'), { recursive: true })
    const input = ['-v', 'error', '-nostdin', '-stream_loop', '-1', '-i', video, '-map', '0:v:0']
    const size = ['-vf', `scale=${FRAME_SIZE.widthPx}:${FRAME_SIZE.heightPx}`]
    const count = ['-frames:v', String(set.frameCount), '-start_number', '0']
    await execute('ffmpeg', [...input, ...size, ...options, ...count, framePattern(set)])
    for (const log of LOGS) copyFileSync(join(sample.path, log), join(set.path, log))
    sets.push(set)
  }
  return sets
}

/** The first frames of a set, as a recording of its own. */
export function shorten(set: FrameSet, frameCount: number, path: string): FrameSet {
  const short = { ...set, path, frameCount: Math.min(frameCount, set.frameCount) }
  mkdirSync(join(path, 'frames'), { recursive: true })
  for (const name of frameNames(set).slice(0, short.frameCount)) {
    linkSync(join(set.path, 'frames', name), join(path, 'frames', name))
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

/** As ffmpeg has it. */
export function framePattern({ path, extension }: FrameSet): string {
  return join(path, 'frames', `frame_%06d${extension}`)
}
