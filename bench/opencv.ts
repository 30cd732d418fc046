/** Python with OpenCV: what Overlane's users have today. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DrawingStep } from './drawing.ts'
import { videoPath } from './frame-sets.ts'
import { coreCount, measureFrames } from './method.ts'
import type { Tool } from './method.ts'
import { NO_OPENCV } from './python.ts'
import type { Python } from './python.ts'
import { measureVideo } from './video-result.ts'

/**
 * A pool of processes for a folder of frames, and one process for a video.
 * @param folder for temporary files
 */
export function openCv(
  python: Python | null,
  drawing: readonly DrawingStep[],
  folder: string,
): Tool {
  const drawingPath = join(folder, 'drawing.json')
  writeFileSync(drawingPath, JSON.stringify(drawing))
  const obstacle = python ? null : NO_OPENCV
  const common = { version: python?.version ?? '', isFor: () => true }
  /** @returns frames/s */
  const measure = async (script: string, ...args: string[]): Promise<number> =>
    Number(await python?.run(script, drawingPath, ...args))
  return {
    frames: [
      {
        ...common,
        name: 'Python OpenCV pool',
        obstacle,
        async run(set, output) {
          const folders = [join(set.path, 'frames'), output]
          const framesPerSecond = await measure('opencv-pool.py', ...folders, String(coreCount))
          return { framesPerSecond, bytesPerFrame: measureFrames(set, output) }
        },
      },
    ],
    videos: [
      {
        ...common,
        name: 'Python OpenCV',
        obstacle: obstacle ?? (python?.writesH264 ? null : 'this OpenCV cannot write H.264'),
        async run(set, output) {
          const made = join(output, 'drawn.mp4')
          const framesPerSecond = await measure('opencv-video.py', videoPath(set), made)
          return { framesPerSecond, ...(await measureVideo(set, made)) }
        },
      },
    ],
  }
}
