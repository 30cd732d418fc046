/** What came of a video: judged by ffmpeg, beside the stopwatch. */

import { statSync } from 'node:fs'
import { execute } from './command.ts'
import { FRAMES_PER_SECOND, videoPath } from './frame-sets.ts'
import type { FrameSet } from './frame-sets.ts'
import type { Run } from './method.ts'

/** As ffmpeg's `crop` has it: the lower left corner, which the overlay does not reach. */
const UNDRAWN = 'iw/3:ih/4:0:ih*3/4'

/**
 * The size of a video, and what its coding cost.
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

/** Frame by frame, whatever their times. */
async function measurePsnr(source: string, made: string): Promise<number> {
  const align = `settb=1/${FRAMES_PER_SECOND},setpts=N,crop=${UNDRAWN}`
  const filter = `[0:v]${align}[a];[1:v]${align}[b];[a][b]psnr`
  const args = ['-hide_banner', '-nostdin', '-i', made, '-i', source, '-lavfi', filter]
  const { stderr } = await execute('ffmpeg', [...args, '-f', 'null', '-'])
  return readPsnr(stderr)
}

/** @param text what ffmpeg's filter says at its end */
export function readPsnr(text: string): number {
  const [, average] = /PSNR .*average:([\d.]+|inf)/.exec(text) ?? []
  if (average === undefined) throw new Error('ffmpeg told no PSNR.')
  return average === 'inf' ? Infinity : Number(average)
}
