/** Measures the video that a method wrote, with ffmpeg. This time is not part of the run. */

import { statSync } from 'node:fs'
import { execute } from './command.ts'
import { FRAMES_PER_SECOND, videoPath } from './frame-sets.ts'
import type { FrameSet } from './frame-sets.ts'
import type { Run } from './method.ts'

/** The lower left corner, which the overlay does not reach, in the form of ffmpeg's `crop`. */
const UNDRAWN = 'iw/3:ih/4:0:ih*3/4'

/**
 * The size and the PSNR of a video.
 * @throws Error unless it has as many frames as the set
 */
export async function measureVideo(
  set: FrameSet,
  path: string,
): Promise<Pick<Run, 'bytesPerFrame' | 'psnrDb'>> {
  const count = [
    '-select_streams',
    'v:0',
    '-count_frames',
    '-show_entries',
    'stream=nb_read_frames',
  ]
  const { stdout } = await execute('ffprobe', ['-v', 'error', ...count, '-of', 'csv=p=0', path])
  const frameCount = parseInt(stdout)
  if (frameCount !== set.frameCount) {
    throw new Error(`${frameCount} frames were written instead of ${set.frameCount}.`)
  }
  return {
    bytesPerFrame: statSync(path).size / frameCount,
    psnrDb: await measurePsnr(videoPath(set), path),
  }
}

/** Compares frame by frame, and ignores the times of the frames. */
async function measurePsnr(source: string, made: string): Promise<number> {
  const align = `settb=1/${FRAMES_PER_SECOND},setpts=N,crop=${UNDRAWN}`
  const filter = `[0:v]${align}[a];[1:v]${align}[b];[a][b]psnr`
  const args = ['-hide_banner', '-nostdin', '-i', made, '-i', source, '-lavfi', filter]
  const { stderr } = await execute('ffmpeg', [...args, '-f', 'null', '-'])
  return readPsnr(stderr)
}

/** @param text what ffmpeg's `psnr` filter prints at its end */
export function readPsnr(text: string): number {
  const [, average] = /PSNR .*average:([\d.]+|inf)/.exec(text) ?? []
  if (average === undefined) throw new Error('ffmpeg printed no PSNR.')
  return average === 'inf' ? Infinity : Number(average)
}
