/** Python with OpenCV: what Overlane's users have today. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, execute } from './command.ts'
import type { DrawingStep } from './drawing.ts'
import { videoPath } from './frame-sets.ts'
import { coreCount, measureFrames } from './method.ts'
import type { Tool } from './method.ts'
import { measureVideo } from './video-result.ts'

/**
 * A pool of processes for the frames of a folder, one process for those of a video.
 * @param folder for files of its own
 */
export async function openCv(drawing: readonly DrawingStep[], folder: string): Promise<Tool> {
  const found = await findPython()
  const drawingPath = join(folder, 'drawing.json')
  writeFileSync(drawingPath, JSON.stringify(drawing))
  const obstacle = found ? null : 'python3-opencv is not installed'
  const common = { version: found?.version ?? '', isFor: () => true }
  /** @returns frames/s */
  const measure = async (script: string, ...args: string[]): Promise<number> => {
    // Without -B it leaves files of its own beside the script.
    const python = ['-B', join(import.meta.dirname, script), drawingPath]
    const { stdout } = await execute(found?.command ?? '', [...python, ...args])
    return Number(stdout)
  }
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
        obstacle: obstacle ?? (found?.writesH264 ? null : 'this OpenCV cannot write H.264'),
        async run(set, output) {
          const made = join(output, 'drawn.mp4')
          const framesPerSecond = await measure('opencv-video.py', videoPath(set), made)
          return { framesPerSecond, ...(await measureVideo(set, made)) }
        },
      },
    ],
  }
}

interface Python {
  command: string
  version: string
  writesH264: boolean
}

/** The first Python that has OpenCV: another one may stand before the system's. */
async function findPython(): Promise<Python | null> {
  for (const command of ['python3', '/usr/bin/python3']) {
    const code = 'import cv2, platform; print(platform.python_version(), cv2.__version__)'
    const [python, openCv] = (await ask(command, '-c', code))?.split(' ') ?? []
    if (!python || !openCv) continue
    const version = `OpenCV ${openCv} with Python ${python}`
    return { command, version, writesH264: await writesH264(command) }
  }
  return null
}

async function writesH264(command: string): Promise<boolean> {
  const code = `import cv2, tempfile
with tempfile.TemporaryDirectory() as folder:
    codec = cv2.VideoWriter_fourcc(*"avc1")
    print(cv2.VideoWriter(folder + "/tried.mp4", codec, 30, (64, 64)).isOpened())`
  return (await ask(command, '-c', code))?.endsWith('True') ?? false
}
